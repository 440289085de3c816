// The ways in from outside of this process.
import net from 'node:net'
import { claimSocketFile, openToGroup } from './unix.ts'

export interface Listener extends AsyncDisposable {
  /** As a client would write it into DOCKER_HOST; with the port that was given where 0 was asked for. */
  readonly address: string
}

/** Listens on `unix:///path` or `tcp://host:port`. Throws a sentence that names the address when it cannot. */
export async function listen(address: string, accept: (socket: net.Socket) => void): Promise<Listener> {
  const [, scheme, place = ''] = /^(unix|tcp):\/\/(.+)$/.exec(address) ?? []
  if (scheme === 'unix') {
    await claimSocketFile(place)
    const server = await open({ path: place }, address, accept)
    await openToGroup(place)
    return listener(server, address)
  }
  const [, host, port] = /^(\[[^\]]+\]|[^:]*):(\d+)\/?$/.exec(place) ?? []
  if (scheme !== 'tcp' || host === undefined || port === undefined) {
    throw new Error(`cannot listen on ${address}: expected unix:///path or tcp://host:port`)
  }
  const where = { host: host.replace(/^\[|\]$/g, '') || '127.0.0.1', port: Number(port) }
  const server = await open(where, address, accept)
  const { port: given } = server.address() as net.AddressInfo
  return listener(server, `tcp://${host || '127.0.0.1'}:${given}`)
}

function open(where: net.ListenOptions, address: string, accept: (socket: net.Socket) => void): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, accept)
    server.on('error', (error) => reject(new Error(`cannot listen on ${address}: ${error.message}`, { cause: error })))
    server.listen(where, () => resolve(server))
  })
}

/** Node's own close waits for the connections; here they are the HTTP server's business. */
function listener(server: net.Server, address: string): Listener {
  return {
    address,
    async [Symbol.asyncDispose]() {
      if (server.listening) server.close()
    },
  }
}
