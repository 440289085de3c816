// The listener of --metrics-addr: /metrics for Prometheus, and nothing else.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { type Listener, listen } from './listen.ts'

const TYPE = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'

/** Listens on `tcp://host:port` until it is disposed of. Rejects with a sentence when it cannot. */
export async function listenForMetrics(address: string, page: () => string): Promise<Listener> {
  const server = http.createServer((incoming, response) => answer(incoming, response, page))
  const open = new Set<Duplex>()
  const listener = await listen(address, (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    server.emit('connection', socket)
  })
  return {
    ...listener,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      for (const socket of open) socket.destroy()
    },
  }
}

function answer(incoming: IncomingMessage, response: ServerResponse, page: () => string): void {
  if (incoming.url?.split('?')[0] !== '/metrics') {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
    response.end('404 page not found\n')
    return
  }
  const packs = /\bgzip\b/.test(incoming.headers['accept-encoding'] ?? '')
  response.writeHead(200, { 'Content-Type': TYPE, ...(packs && { 'Content-Encoding': 'gzip' }) })
  response.end(packs ? gzipSync(page()) : page())
}
