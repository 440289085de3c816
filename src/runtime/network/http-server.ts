// HTTP for simulated servers: node's own parser over simulated connections.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { httpDate } from '../../codec/http-date.ts'
import type { Process } from '../process.ts'
import { connectionStream } from './connection-stream.ts'
import type { Listener } from './namespace.ts'
import { serve } from './serve.ts'
import type { SocketNames } from './socket.ts'

/** Answers a request; `names` are the two ends of its connection. */
export type Answer = (request: IncomingMessage, response: ServerResponse, names: SocketNames) => Promise<void>

/** Answers the requests that come to a listener, until it is closed. A failing answer ends its connection. */
export function serveHttp(process: Process, listener: Listener, answer: Answer): Promise<void> {
  const connections = new WeakMap<object, SocketNames>()
  const newServer = (): Server =>
    createServer((request, response) => {
      const names = connections.get(request.socket)
      // node would write the host's time
      response.sendDate = false
      response.setHeader('Date', httpDate(process.now()))
      if (names) answer(request, response, names).catch(() => request.socket.destroy())
    })
  // most of a thousand servers are never asked for anything
  let server: Server | undefined
  return serve(process, listener, (descriptor) => {
    server ??= newServer()
    const stream = connectionStream(process, descriptor)
    const { local, remote } = process.socket(descriptor)
    connections.set(stream, { local, remote })
    server.emit('connection', stream)
  })
}
