// The msw door: handlers that answer for a daemon at any base URL, for code that speaks plain HTTP to it.
import { type HttpHandler, http } from 'msw'
import type { Daemon } from './daemon/daemon.ts'
import { routes } from './gen/routes.ts'
import { cleanPath, splitTarget } from './http/path.ts'
import { routerOf } from './http/route.ts'

/**
 * Handlers for msw's `setupServer`: the operations of Docker below `baseUrl` are answered by the daemon, streams as they
 * come. All else there is left to other handlers and msw's `onUnhandledRequest`, but for paths that begin with an API
 * version: those are Docker's, and not found. What takes over the connection (attach, exec start unless detached, attach
 * by websocket, session, grpc) is answered with 501, the name of the operation and another way: msw cannot carry it. A
 * client with `daemon.agent` can, while msw does not listen: it sees that one's requests, too.
 *
 * @param baseUrl `http://localhost` if left out: so msw sees requests of clients that have a socketPath
 * @example
 * const daemon = createDaemon()
 * const server = setupServer(...dockerHandlers(daemon, 'http://docker.test'))
 */
export function dockerHandlers(daemon: Pick<Daemon, 'fetch'>, baseUrl = 'http://localhost'): HttpHandler[] {
  const { origin, pathname, protocol } = new URL(baseUrl)
  if (!/^https?:$/.test(protocol)) {
    throw new Error(`msw sees no ${baseUrl}: leave it out for clients with a socketPath, or use http://docker.test`)
  }
  const base = pathname.replace(/\/$/, '')
  return [
    http.all(`${origin}${base}/*`, async ({ request }) => {
      if (!isDockers(request, base)) return undefined
      const reply = await daemon.fetch(request, base)
      return isOfNodeHttp(request) ? withHeadAtOnce(reply) : reply
    }),
  ]
}

/** `fetch` gives its requests no such header before they leave. */
const isOfNodeHttp = ({ headers }: Request): boolean => headers.has('host')

/** To clients of node:http msw sends the head with the first bytes of the body: here come some that are none. */
function withHeadAtOnce({ body, status, headers }: Response): Response {
  const begun = body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array()) }),
  )
  return new Response(begun ?? null, { status, headers })
}

function isDockers({ url, method }: Request, base: string): boolean {
  const target = splitTarget(new URL(url).pathname.slice(base.length))
  if (!target) return false
  const path = cleanPath(target.path)
  return /^\/v\d+\.\d+\//.test(path) || routerOf(routes)(method, path) !== undefined
}
