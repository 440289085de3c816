// The ways in from outside of this process.
import net from 'node:net'
import { osReason } from '../codec/path-error.ts'
import { activatedSockets, pathOfSocket } from './activation.ts'
import { claimSocketFile, giveToGroup, leaveSocketFile, oneByOne } from './unix.ts'

export interface Listener extends AsyncDisposable {
  /** As a client would write it into DOCKER_HOST; with the port that was given where 0 was asked for. */
  readonly address: string
  /** All of them, where systemd has handed over several. */
  readonly addresses: readonly string[]
}

/** One that can be closed for a while. */
export interface Way extends Listener {
  /** Nobody gets in any more, until what comes back is called. Who is in stays. */
  goDown(how: Absence): Promise<() => Promise<void>>
}

/**
 * What a client finds. `absent`: no socket (over TCP nobody listens). `refused`: a socket that nobody listens at.
 * `forbidden`: a socket that it may not use, unless it is root; over TCP as `absent`. On a socket that systemd holds it
 * waits.
 */
export type Absence = 'absent' | 'refused' | 'forbidden'

const LAST_PORT = 65535

type Accept = (socket: net.Socket) => void

export interface ListenOptions {
  /** Takes the connections of TCP sockets in the place of the other. */
  readonly overTcp?: Accept | undefined
  /** Lets it listen on addresses of TCP that other machines reach; also on those that systemd hands over. */
  readonly allowPublic?: boolean | undefined
  /** whose the file of a unix socket is, beside its owner; a name or a number */
  readonly group?: string | undefined
  /** Hears of a group that is not there. */
  readonly warn?: (text: string) => void
}

/**
 * Listens on `unix:///path`, `tcp://host:port` or `fd://`. Throws with the words of Go when it cannot, and a sentence
 * that names the address when it will not.
 */
export async function listen(address: string, accept: Accept, options: ListenOptions = {}): Promise<Way> {
  const [, scheme, place = ''] = /^(unix|tcp|fd):\/\/(.*)$/.exec(address) ?? []
  if (scheme === 'fd') return listenAtActivated(place, accept, options)
  if (scheme === 'unix' && place !== '') {
    const bind = async (): Promise<net.Server> => {
      await claimSocketFile(place)
      const server = await open({ path: place }, `listen unix ${place}`, accept).catch((error: Error) => {
        throw new Error(`can't create unix socket ${place}: ${error.message}`)
      })
      try {
        await giveToGroup(place, options)
      } catch (error) {
        server.close()
        throw error
      }
      return server
    }
    const begin = (): Promise<net.Server> => oneByOne(place, bind)
    return way(await begin(), address, begin, (how) => leaveSocketFile(place, how))
  }
  const [, host, port] = /^(\[[^\]]+\]|[^:]*):(\d+)\/?$/.exec(place) ?? []
  if (scheme !== 'tcp' || host === undefined || port === undefined) {
    throw new Error(`cannot listen on ${address}: expected unix:///path, tcp://host:port or fd://`)
  }
  if (!options.allowPublic) await refusePublic(address)
  if (Number(port) > LAST_PORT) throw new Error(`listen tcp: address ${port}: invalid port`)
  const where = { host: host.replace(/^\[|\]$/g, '') || '127.0.0.1', port: Number(port) }
  const begin = (given: number): Promise<net.Server> =>
    open({ ...where, port: given }, `listen tcp ${host || '127.0.0.1'}:${given}`, options.overTcp ?? accept)
  const server = await begin(where.port)
  const { port: given } = server.address() as net.AddressInfo
  return way(server, `tcp://${host || '127.0.0.1'}:${given}`, () => begin(given))
}

/** @param what as Go's net.OpError names it: `listen tcp 127.0.0.1:2375` */
function open(where: net.ListenOptions & { fd?: number }, what: string, accept: Accept): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, accept)
    server.on('error', (error: NodeJS.ErrnoException) => {
      const { code } = error
      const lost = code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      const text = lost ? `listen tcp: lookup ${where.host}: no such host` : `${what}: bind: ${osReason(error)}`
      reject(new Error(text, { cause: error }))
    })
    server.listen(where, () => resolve(server))
  })
}

/** Node's own close waits for the connections; here they are the HTTP server's business. */
function way(
  first: net.Server,
  address: string,
  open: () => Promise<net.Server>,
  leave: (how: Absence) => Promise<void> = () => Promise.resolve(),
): Way {
  let server = first
  let isOver = false
  return {
    address,
    addresses: [address],
    async goDown(how) {
      // without waiting for the connections; node takes the file of a unix socket away
      if (server.listening) server.close()
      await leave(how)
      return async () => {
        if (!isOver && !server.listening) server = await open()
      }
    },
    async [Symbol.asyncDispose]() {
      isOver = true
      if (server.listening) server.close()
      else await leave('absent')
    },
  }
}

/** TLS is for those of TCP alone (coreos/go-systemd activation: TLSListeners). */
async function listenAtActivated(
  place: string,
  accept: Accept,
  { overTcp = accept, allowPublic }: ListenOptions,
): Promise<Way> {
  const waiting: (() => void)[] = []
  let isAway = false
  const servers: { readonly server: net.Server; readonly fd: number }[] = []
  for (const fd of activatedSockets(place)) {
    const server = await open({ fd }, `failed to listen on systemd activated file: fd ${fd}`, (socket) => {
      const enter = (): void => (socket.remoteAddress === undefined ? accept : overTcp)(socket)
      if (isAway) waiting.push(enter)
      else enter()
    })
    servers.push({ server, fd })
  }
  const addresses = servers.map(({ server, fd }) => addressOf(server, fd))
  try {
    if (!allowPublic) await Promise.all(addresses.map(refusePublic))
  } catch (error) {
    for (const { server } of servers) server.close()
    throw error
  }
  return {
    address: addresses[0]!,
    addresses,
    async goDown() {
      isAway = true
      return async () => {
        isAway = false
        for (const enter of waiting.splice(0)) enter()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { server } of servers) server.close()
    },
  }
}

async function refusePublic(address: string): Promise<void> {
  if (!address.startsWith('tcp:')) return
  const exposure = await import('./exposure.ts')
  await exposure.refusePublic(address)
}

function addressOf(server: net.Server, fd: number): string {
  const at = server.address()
  if (typeof at === 'string' || at === null) return `unix://${at || pathOfSocket(fd)}`
  return `tcp://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`
}
