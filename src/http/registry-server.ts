// Serves a registry over HTTP: requests become values, replies are written no faster than they are read.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { roomIn } from '../codec/room.ts'
import type { RegistryReply, RegistryRequest } from '../registry/server/exchange.ts'
import type { RegistryService } from '../registry/server/serve.ts'
import { type Listener, listen } from './listen.ts'

export interface RegistryServer {
  /** `tcp://127.0.0.1:0` */
  listen(address: string): Promise<Listener>
  /** Cuts all connections. */
  close(): Promise<void>
}

/** Nobody is there: requests name only a path. */
const base = 'http://registry'

/** @param report hears of defects */
export function createRegistryServer(
  service: RegistryService,
  report: (error: unknown) => void = () => {},
): RegistryServer {
  const server = http.createServer((incoming, response) => {
    answer(service, incoming, response).catch((error: unknown) => {
      // a client that went away is no defect
      if (!incoming.destroyed || incoming.complete) report(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  Object.assign(server, { requestTimeout: 0, keepAliveTimeout: 0 })
  const listeners = new Set<Listener>()
  // node counts the connections of a server only if it is the one that listens
  const open = new Set<Duplex>()
  return {
    async listen(address) {
      const listener = await listen(address, (socket) => {
        open.add(socket)
        socket.once('close', () => open.delete(socket))
        server.emit('connection', socket)
      })
      listeners.add(listener)
      return listener
    },
    async close() {
      await Promise.all(Array.from(listeners, (listener) => listener[Symbol.asyncDispose]()))
      for (const socket of open) socket.destroy()
      service.close()
    },
  }
}

async function answer(service: RegistryService, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!URL.canParse(incoming.url ?? '/', base)) {
    response.writeHead(400).end()
    return
  }
  const reply = await service.handle(requestOf(incoming))
  response.writeHead(reply.status, {
    'Docker-Distribution-Api-Version': 'registry/2.0',
    ...(reply.body instanceof Uint8Array && { 'Content-Length': String(reply.body.length) }),
    ...reply.headers,
  })
  if (incoming.method === 'HEAD' || reply.body === undefined) response.end()
  else await writeBody(reply.body, response)
}

function requestOf(incoming: IncomingMessage): RegistryRequest {
  const url = new URL(incoming.url ?? '/', base)
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    header: (name) => incoming.headersDistinct[name]?.[0],
    body: incoming,
  }
}

async function writeBody(body: NonNullable<RegistryReply['body']>, response: ServerResponse): Promise<void> {
  if (body instanceof Uint8Array) {
    response.end(body)
    return
  }
  for await (const chunk of body) {
    if (response.destroyed) return
    if (!response.write(chunk)) await roomIn(response)
  }
  response.end()
}
