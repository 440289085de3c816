// Serves a registry over HTTP, at addresses of this machine.
import http from 'node:http'
import { answerHttp } from '../registry/server/answer-http.ts'
import { BrokenOff } from '../registry/server/faulty-service.ts'
import type { RegistryService } from '../registry/server/serve.ts'
import { Guests } from './guests.ts'
import { type Listener, type ListenOptions, listen } from './listen.ts'

export interface RegistryServer {
  /** `tcp://127.0.0.1:0` */
  listen(address: string, exposure?: Pick<ListenOptions, 'allowPublic'>): Promise<Listener>
  /** Cuts all connections. */
  close(): Promise<void>
}

/** @param report hears of defects */
export function createRegistryServer(
  service: RegistryService,
  report: (error: unknown) => void = () => {},
): RegistryServer {
  const server = http.createServer((incoming, response) => {
    answerHttp(service, incoming, response).catch((error: unknown) => {
      // a client that went away is no defect
      if (!(error instanceof BrokenOff) && (!incoming.destroyed || incoming.complete)) report(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  Object.assign(server, { requestTimeout: 0, keepAliveTimeout: 0 })
  const listeners = new Set<Listener>()
  const guests = new Guests()
  const serve = guests.welcome((socket) => void server.emit('connection', socket))
  return {
    async listen(address, exposure) {
      const listener = await listen(address, serve, exposure)
      listeners.add(listener)
      return listener
    },
    async close() {
      await Promise.all(Array.from(listeners, (listener) => listener[Symbol.asyncDispose]()))
      await guests.seeOff()
      service.close()
    },
  }
}
