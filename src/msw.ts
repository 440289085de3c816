// The msw door: handlers that answer for a daemon at any base URL, for code that speaks plain HTTP to it.
import { type HttpHandler, http } from 'msw'
import type { Daemon } from './daemon/daemon.ts'

/**
 * Handlers for msw's `setupServer`: requests below `baseUrl` are answered by the daemon. What takes over the
 * connection (attach, exec start) is answered with 501 that says so: msw cannot carry it.
 *
 * @example
 * const daemon = createDaemon()
 * const server = setupServer(...dockerHandlers(daemon, 'http://docker.test'))
 */
export function dockerHandlers(daemon: Pick<Daemon, 'fetch'>, baseUrl = 'http://localhost'): HttpHandler[] {
  const { origin, pathname } = new URL(baseUrl)
  const base = pathname.replace(/\/$/, '')
  return [http.all(`${origin}${base}/*`, ({ request }) => daemon.fetch(request, base))]
}
