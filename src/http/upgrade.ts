// Requests with an Upgrade header: Node.js before 24.9 hands over the socket and leaves the body on it.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { noBytes } from '../api/body-bytes.ts'
import { holdUntilRead } from './expect.ts'
import { readBody } from './raw-body.ts'

const bodies = new WeakMap<IncomingMessage, AsyncIterable<Uint8Array>>()

/** Whether the body of this request must be read with `upgradedBody`. */
export const isUpgraded = (request: IncomingMessage): boolean =>
  request.headers.upgrade !== undefined && bodies.has(request)

export const upgradedBody = (request: IncomingMessage): AsyncIterable<Uint8Array> => bodies.get(request) ?? noBytes

const ignore = (): void => {}

/**
 * Lets requests that ask for an upgrade take the same way as all others. Most operations do not hijack: they answer
 * as ever, and the connection goes back to the HTTP parser.
 */
export function acceptUpgrades(
  server: Server,
  createResponse: (request: IncomingMessage) => ServerResponse,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.off('error', ignore).on('error', ignore)
    if (head.length > 0) socket.unshift(head)
    const body = readBody(socket, request.headers)
    bodies.set(request, body)
    const response = createResponse(request)
    response.assignSocket(socket as IncomingMessage['socket'])
    holdUntilRead(request, response)
    response.on('finish', async () => {
      response.detachSocket(socket as IncomingMessage['socket'])
      if (!response.shouldKeepAlive || socket.readableEnded) return socket.end()
      try {
        for await (const _ of body);
        server.emit('connection', socket)
      } catch {
        socket.destroy()
      }
    })
    handle(request, response)
  })
}
