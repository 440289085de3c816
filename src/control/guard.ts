// Who may use the pages under /_mockerd: programs of this user, but no page in a browser and nobody without the token.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { RequestHandler } from 'express'

/**
 * Refuses what a page in a browser sends, also one whose name has been bound to this address (DNS rebinding): a request
 * with an Origin, from another site, or over TCP with a Host that is a name of the Internet. With a token the name does
 * not matter, as no page knows it.
 */
export function guard(token: string | undefined): RequestHandler {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`)
  return (request, response, next) => {
    const { origin, host, authorization } = request.headers
    const site = request.headers['sec-fetch-site']
    if (origin !== undefined || (site !== undefined && site !== 'none')) {
      response.status(403).json({ message: 'pages in browsers may not control mockerd' })
    } else if (expected === undefined && isOverTcp(request) && !isLocalName(host ?? '')) {
      const message = `the name ${JSON.stringify(host)} may not control mockerd: use an address, localhost, or a token`
      response.status(403).json({ message })
    } else if (expected !== undefined && !timingSafeEqual(expected, digest(authorization ?? ''))) {
      response.status(401).set('WWW-Authenticate', 'Bearer').json({ message: 'the token is missing or wrong' })
    } else next()
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const isOverTcp = ({ socket }: IncomingMessage): boolean => (socket as Partial<Socket>).remoteAddress !== undefined

/** An address, `localhost`, or a name without a dot, as services of Compose have: nobody can register one. */
function isLocalName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return /^(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:.]+\]|[^.[\]]+|[^[\]]+\.localhost)$/.test(name)
}
