// Real ports behind published ones: listeners on the loopback addresses of the machine that mockerd runs on.
import net from 'node:net'
import { pipeline } from 'node:stream'
import type { OpenPort, Publisher } from '../engine/networks/publisher.ts'
import type { Socket } from '../runtime/network/socket.ts'
import { socketStream } from '../runtime/network/socket-stream.ts'

const reasons: Readonly<Record<string, string>> = { EADDRINUSE: 'address already in use' }

/**
 * differs: whatever address a container is published on, only the machine itself reaches it; and a port that the user
 * may not open (below 1024) is published without being open.
 */
export function loopbackPublisher(): Publisher {
  return {
    async open(port, connect) {
      const accept = (client: net.Socket): void => relay(client, connect)
      const first = await listen('127.0.0.1', port, accept)
      if (typeof first === 'string') {
        return first === 'EACCES' ? { close() {} } : (reasons[first] ?? first)
      }
      // a machine without IPv6, or somebody else there, is no reason not to have the port
      const second = await listen('::1', port, accept)
      return openPort(typeof second === 'string' ? [first] : [first, second])
    },
  }
}

interface Listening {
  readonly server: net.Server
  readonly clients: Set<net.Socket>
}

/** The code of the system's error if it cannot be had. */
function listen(host: string, port: number, accept: (client: net.Socket) => void): Promise<Listening | string> {
  return new Promise((resolve) => {
    const clients = new Set<net.Socket>()
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      clients.add(client)
      client.once('close', () => clients.delete(client))
      accept(client)
    })
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => resolve({ server, clients }))
  })
}

function openPort(listening: readonly Listening[]): OpenPort {
  return {
    close() {
      for (const { server, clients } of listening) {
        server.close()
        for (const client of clients) client.destroy()
      }
    },
  }
}

/** As docker-proxy does: the connection is there, and ends at once when nobody listens inside. */
function relay(client: net.Socket, connect: () => Socket): void {
  let inside: Socket
  try {
    inside = connect()
  } catch {
    client.resetAndDestroy()
    return
  }
  const stream = socketStream(inside)
  pipeline(client, stream, () => {})
  pipeline(stream, client, () => {})
}
