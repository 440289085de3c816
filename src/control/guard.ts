// Who may use the pages under /_mockerd: programs of this user, but no page in a browser and nobody without the token.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'

/**
 * Refuses what a page in a browser sends: a request with an Origin, or from a site. Names that somebody may have bound to
 * this address do not come so far (src/http/browsers.ts).
 */
export function guard(token: string | undefined): RequestHandler {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`)
  return (request, response, next) => {
    const { origin, authorization } = request.headers
    const site = request.headers['sec-fetch-site']
    if (origin !== undefined || (site !== undefined && site !== 'none')) {
      response.status(403).json({ message: 'pages in browsers may not control mockerd' })
    } else if (expected !== undefined && !timingSafeEqual(expected, digest(authorization ?? ''))) {
      response.status(401).set('WWW-Authenticate', 'Bearer').json({ message: 'the token is missing or wrong' })
    } else next()
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
