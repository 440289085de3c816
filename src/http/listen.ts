// The ways in from outside of this process.
import net from 'node:net'
import { claimSocketFile, leaveSocketFile, openToGroup } from './unix.ts'

export interface Listener extends AsyncDisposable {
  /** As a client would write it into DOCKER_HOST; with the port that was given where 0 was asked for. */
  readonly address: string
}

/** One that can be closed for a while. */
export interface Way extends Listener {
  /** Nobody gets in any more, until what comes back is called. Who is in stays. */
  goDown(how: Absence): Promise<() => Promise<void>>
}

/**
 * What a client finds. `absent`: no socket (over TCP nobody listens). `refused`: a socket that nobody listens at.
 * `forbidden`: a socket that it may not use, unless it is root; over TCP as `absent`.
 */
export type Absence = 'absent' | 'refused' | 'forbidden'

/** Listens on `unix:///path` or `tcp://host:port`. Throws a sentence that names the address when it cannot. */
export async function listen(address: string, accept: (socket: net.Socket) => void): Promise<Way> {
  const [, scheme, place = ''] = /^(unix|tcp):\/\/(.+)$/.exec(address) ?? []
  if (scheme === 'unix') {
    const begin = async (): Promise<net.Server> => {
      await claimSocketFile(place)
      const server = await open({ path: place }, address, accept)
      await openToGroup(place)
      return server
    }
    return listener(await begin(), address, begin, (how) => leaveSocketFile(place, how))
  }
  const [, host, port] = /^(\[[^\]]+\]|[^:]*):(\d+)\/?$/.exec(place) ?? []
  if (scheme !== 'tcp' || host === undefined || port === undefined) {
    throw new Error(`cannot listen on ${address}: expected unix:///path or tcp://host:port`)
  }
  const where = { host: host.replace(/^\[|\]$/g, '') || '127.0.0.1', port: Number(port) }
  const server = await open(where, address, accept)
  const { port: given } = server.address() as net.AddressInfo
  const again = (): Promise<net.Server> => open({ ...where, port: given }, address, accept)
  return listener(server, `tcp://${host || '127.0.0.1'}:${given}`, again)
}

function open(where: net.ListenOptions, address: string, accept: (socket: net.Socket) => void): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, accept)
    server.on('error', (error) => reject(new Error(`cannot listen on ${address}: ${error.message}`, { cause: error })))
    server.listen(where, () => resolve(server))
  })
}

/** Node's own close waits for the connections; here they are the HTTP server's business. */
function listener(
  first: net.Server,
  address: string,
  open: () => Promise<net.Server>,
  leave: (how: Absence) => Promise<void> = () => Promise.resolve(),
): Way {
  let server = first
  let isOver = false
  return {
    address,
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
