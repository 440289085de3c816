// The listener of --metrics-addr: /metrics for Prometheus, and nothing else.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { Guests } from './guests.ts'
import { type Listener, type ListenOptions, listen } from './listen.ts'

const TYPE = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'

type Exposure = Pick<ListenOptions, 'allowPublic'>

/**
 * Listens on `tcp://host:port` until it is disposed of. Rejects with dockerd's words when it cannot
 * (moby cmd/dockerd/metrics.go, daemon_unix.go: allocateDaemonPort).
 */
export async function listenForMetrics(
  address: string,
  page: () => string,
  exposure: Exposure = {},
): Promise<Listener> {
  try {
    checkPlace(address.replace(/^tcp:\/\//, ''))
    return await open(address, page, exposure)
  } catch (error) {
    throw new Error(`failed to start metrics server: ${(error as Error).message}`, { cause: error })
  }
}

/** Throws with the words of Go's net.SplitHostPort and strconv.Atoi. */
function checkPlace(place: string): void {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(place) ?? []
  const wrong = (reason: string): Error => new Error(`error parsing tcp address: ${reason}`)
  if (host === undefined || port === undefined) {
    throw wrong(`address ${place}: ${place.includes(':') ? 'too many colons' : 'missing port'} in address`)
  }
  if (!/^\d+$/.test(port)) throw wrong(`strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`)
  if (host === '') throw new Error('failed to lookup  address in host specification')
}

async function open(address: string, page: () => string, exposure: Exposure): Promise<Listener> {
  const server = http.createServer((incoming, response) => answer(incoming, response, page))
  const guests = new Guests()
  const serve = guests.welcome((socket) => void server.emit('connection', socket))
  const listener = await listen(address, serve, exposure)
  return {
    ...listener,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await guests.seeOff()
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
