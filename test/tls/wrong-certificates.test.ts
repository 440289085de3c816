// Every wrong combination of certificates: what clients are told, and what the log has, is as with dockerd 28.5.2.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDaemon } from '../../src/index.ts'
import { withoutDockerCli } from '../docker-cli.ts'
import { curlPing, dockerVersion, handshakeLog, nodePing, withoutCurl } from './clients.ts'
import { type Role, type TestCertificates, testCertificates } from './test-certificates.ts'

let files: TestCertificates
beforeAll(async () => {
  files = await testCertificates()
})
afterAll(() => files.remove())

interface Symptom {
  /** What node gets: with TLS 1.3, and with TLS 1.2 where that is something else. */
  readonly node: string | readonly [string, string]
  /** What the docker command ends with. */
  readonly docker: string
  /** The exit code of curl. */
  readonly curl: number
  /** What the daemon logs behind the address of node. */
  readonly log?: string
}

interface Combination extends Symptom {
  readonly title: string
  readonly server?: Role
  /** none for a client without a certificate */
  readonly client?: Role | 'none'
  readonly trusts?: 'otherCa'
}

const fine: Symptom = { node: 'OK', docker: '28.5.2', curl: 0 }
const required = 'remote error: tls: certificate required'
const unknownAuthority: Omit<Symptom, 'docker'> = {
  node: 'alert 48',
  curl: 56,
  log: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
}

const combinations: readonly Combination[] = [
  { title: 'certificates that fit', ...fine },
  {
    title: 'a client that trusts another CA',
    trusts: 'otherCa',
    node: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    docker: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    curl: 60,
  },
  {
    title: 'a server of another name',
    server: 'server with another name',
    node: 'ERR_TLS_CERT_ALTNAME_INVALID',
    docker: "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
    curl: 60,
  },
  {
    title: 'a server whose certificate has expired',
    server: 'expired server',
    node: 'CERT_HAS_EXPIRED',
    docker: 'x509: certificate has expired or is not yet valid: current time',
    curl: 60,
  },
  {
    title: 'a client without a certificate',
    client: 'none',
    node: ['alert 116', 'alert 40'],
    docker: required,
    curl: 56,
    log: "tls: client didn't provide a certificate",
  },
  // Go sends no certificate of a CA that it was not asked for
  { title: 'a client of another CA', client: 'client of another CA', ...unknownAuthority, docker: required },
  { title: 'a client that vouches for itself', client: 'self-signed client', ...unknownAuthority, docker: required },
  {
    title: 'a client of a CA that only has the name of the right one',
    client: 'client of a CA of the same name',
    ...unknownAuthority,
    docker: 'remote error: tls: unknown certificate authority',
  },
  {
    title: 'a client whose certificate has expired',
    client: 'expired client',
    node: 'alert 45',
    docker: 'remote error: tls: expired certificate',
    curl: 56,
    log: 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time',
  },
  {
    title: 'a client whose certificate is not valid yet',
    client: 'client of next year',
    node: 'alert 45',
    docker: 'remote error: tls: expired certificate',
    curl: 56,
    log: 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time',
  },
  {
    title: 'a client with the certificate of a server',
    client: 'server',
    node: 'alert 42',
    docker: 'remote error: tls: bad certificate',
    curl: 56,
    log: 'tls: failed to verify certificate: x509: certificate specifies an incompatible key usage',
  },
]

test.each(combinations)('TLS with $title', async ({ server = 'server', client = 'client', ...expected }) => {
  const { reasons, logger } = handshakeLog()
  const { cert, key } = files.roles[server]
  const hosts = ['tcp://127.0.0.1:0']
  await using daemon = await startDaemon({ hosts, tls: { ca: files.ca, cert, key }, logger })
  const ca = expected.trusts ? files.otherCa : files.ca
  const pair = client === 'none' ? undefined : files.roles[client]
  const certPath = files.certPath(ca, pair)
  const [now, before] = typeof expected.node === 'string' ? [expected.node, expected.node] : expected.node
  expect(await nodePing(daemon.host, { ca, ...pair }, 'TLSv1.3')).toBe(now)
  expect(await nodePing(daemon.host, { ca, ...pair }, 'TLSv1.2')).toBe(before)
  if (expected.log) {
    expect(reasons).toEqual([expect.stringContaining(expected.log), expect.stringContaining(expected.log)])
  }
  if (!withoutCurl) expect(await curlPing(daemon.host, certPath, pair !== undefined)).toBe(expected.curl)
  if (!withoutDockerCli) expect(await dockerVersion(daemon.host, certPath)).toContain(expected.docker)
})

describe('without --tlsverify', () => {
  test('nobody is asked for a certificate', async () => {
    const { cert, key } = files.roles.server
    const tls = { ca: files.ca, cert, key, verify: false }
    await using daemon = await startDaemon({ hosts: ['tcp://127.0.0.1:0'], tls })
    expect(await nodePing(daemon.host, { ca: files.ca })).toBe('OK')
    expect(await nodePing(daemon.host, { ca: files.ca, ...files.roles['expired client'] })).toBe('OK')
    expect(await nodePing(daemon.host, { ca: files.otherCa })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })
})
