// The beginning of a connection to MySQL: the server's greeting, who is there, and is that true.
import { Buffer } from 'node:buffer'
import { constants, privateDecrypt } from 'node:crypto'
import { randomBytes } from '../scram.ts'
import { type Account, accountKey } from './cluster.ts'
import { accessDenied, MySqlProblem } from './problem.ts'
import { okPacket, status } from './result-packets.ts'
import { exclusive, isPassword, isProof, type Plugin } from './secret.ts'
import type { ServerKeys } from './server-keys.ts'
import { type Dialect, MySqlSession, type Server } from './session.ts'
import { byte, Fields, number, type PacketStream, WireProblem, zeroText } from './wire.ts'

/**
 * CLIENT_* bits of mysql_com.h that are offered.
 * differs: TLS and compression are not, and nobody speaks the X protocol at port 33060.
 */
export const capabilities = {
  longPassword: 1,
  foundRows: 2,
  longFlag: 4,
  connectWithDatabase: 8,
  protocol41: 0x200,
  transactions: 0x2000,
  secureConnection: 0x8000,
  multiStatements: 0x10000,
  multiResults: 0x20000,
  preparedMultiResults: 0x40000,
  pluginAuth: 0x80000,
  connectAttributes: 0x100000,
  lengthEncodedAuth: 0x200000,
} as const

const offered = Object.values(capabilities).reduce((sum, one) => sum | one, 0)
const UTF8MB4 = 255

interface Response {
  readonly flags: number
  readonly user: string
  readonly answer: Buffer
  readonly database: string
  readonly plugin: string
}

/** What the accounts of this server prove themselves with. */
export function pluginOf({ isMariaDb, version }: Server): Plugin {
  return isMariaDb || version.startsWith('5.') ? 'mysql_native_password' : 'caching_sha2_password'
}

/**
 * The session of a client that may come in, and its capabilities; undefined for one that has gone.
 * Throws a MySqlProblem for one that is refused.
 */
export async function startUp(
  server: Server,
  keys: ServerKeys,
  packets: PacketStream,
  address: string,
  dialect: Dialect,
): Promise<{ readonly session: MySqlSession; readonly flags: number } | undefined> {
  const plugin = pluginOf(server)
  const nonce = Buffer.from(randomBytes(server.process, 20).map((one) => (one % 94) + 33))
  await packets.send(greeting(server, plugin, nonce))
  const first = await packets.next()
  if (!first) return undefined
  const response = readResponse(first)
  let { answer } = response
  if (response.plugin !== plugin) {
    await packets.send(Buffer.concat([byte(0xfe), zeroText(plugin), nonce, byte(0)]))
    const again = await packets.next()
    if (!again) return undefined
    answer = again
  }
  const host = address === '' || address === '127.0.0.1' ? 'localhost' : address
  const account = accountOf(server, response.user, host)
  const isKnown = account && (await isProven(keys, account, packets, { plugin, nonce, answer, local: address === '' }))
  if (!isKnown) throw accessDenied(response.user, host, answer.length > 0)
  const session = new MySqlSession(server, account, host, dialect)
  if (response.database !== '') session.use(response.database)
  await packets.send(okPacket(0, '0', status.autocommit))
  return { session, flags: response.flags }
}

function greeting(server: Server, plugin: Plugin, nonce: Buffer): Buffer {
  const shown =
    server.isMariaDb && Number.parseInt(server.version, 10) < 11 ? `5.5.5-${server.version}` : server.version
  return Buffer.concat([
    byte(10),
    zeroText(shown),
    number(server.connections + 8, 4),
    nonce.subarray(0, 8),
    byte(0),
    number(offered & 0xffff, 2),
    byte(UTF8MB4),
    number(status.autocommit, 2),
    number(offered >>> 16, 2),
    byte(21),
    Buffer.alloc(10),
    nonce.subarray(8),
    byte(0),
    zeroText(plugin),
  ])
}

/** Throws 1043. */
function readResponse(body: Buffer): Response {
  try {
    const fields = new Fields(body)
    const flags = fields.number(4)
    if (!(flags & capabilities.protocol41)) throw new WireProblem('protocol too old')
    fields.bytes(28)
    const user = fields.zeroText()
    const answer = flags & capabilities.lengthEncodedAuth ? fields.lengthBytes() : fields.bytes(fields.number(1))
    const database = flags & capabilities.connectWithDatabase && !fields.isAtEnd ? fields.zeroText() : ''
    const plugin = flags & capabilities.pluginAuth && !fields.isAtEnd ? fields.zeroText() : 'mysql_native_password'
    return { flags, user, answer, database, plugin }
  } catch (error) {
    if (!(error instanceof WireProblem)) throw error
    throw new MySqlProblem(1043, '08S01', 'Bad handshake')
  }
}

function accountOf({ cluster }: Server, name: string, host: string): Account | undefined {
  const { accounts } = cluster
  return accounts.get(accountKey({ name, host })) ?? accounts.get(accountKey({ name, host: '%' }))
}

interface Proof {
  readonly plugin: Plugin
  readonly nonce: Buffer
  readonly answer: Buffer
  readonly local: boolean
}

/**
 * The first time a user of caching_sha2_password comes, the server wants to see the password itself: over a Unix socket
 * as it is, over TCP encrypted with its public key.
 */
async function isProven(keys: ServerKeys, account: Account, packets: PacketStream, proof: Proof): Promise<boolean> {
  const { plugin, nonce, answer, local } = proof
  if (plugin === 'mysql_native_password' || answer.length === 0) return isProof(plugin, account.secret, nonce, answer)
  const key = accountKey(account)
  const cached = keys.seen.get(key) === account.secret?.sha256 && account.secret !== undefined
  if (cached && isProof(plugin, account.secret, nonce, answer)) {
    packets.add(Buffer.from([1, 3]))
    return true
  }
  await packets.send(Buffer.from([1, 4]))
  let given = await packets.next()
  if (!local && given?.length === 1 && given[0] === 2) {
    await packets.send(Buffer.concat([byte(1), Buffer.from((await keys.pair()).publicKey)]))
    given = await packets.next()
  }
  if (!given) return false
  const password = local ? given : await decrypted(keys, given, nonce)
  if (!password || !isPassword(account.secret, password.subarray(0, -1).toString())) return false
  if (account.secret) keys.seen.set(key, account.secret.sha256)
  return true
}

async function decrypted(keys: ServerKeys, given: Buffer, nonce: Buffer): Promise<Buffer | undefined> {
  try {
    const { privateKey } = await keys.pair()
    const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING }
    return exclusive(privateDecrypt(key, given), Buffer.concat([nonce, byte(0)]))
  } catch {
    return undefined
  }
}
