// The daemon as one function: Docker's API at once, everything else through Express.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Express } from 'express'
import { type Welcome, whyRefused } from './browsers.ts'
import { dateSource } from './date.ts'
import { createEntry, type EntryOptions } from './entry.ts'
import { createHeads } from './heads.ts'
import type { Identity } from './identity.ts'
import { writeText } from './write.ts'

export interface AppOptions extends Omit<EntryOptions, 'heads'>, Welcome {
  readonly identity: Identity
  /** Milliseconds since 1970, for the Date header. */
  readonly now: () => number
  /** Adds what is not Docker's; asked only for paths that Docker does not have. */
  readonly mount?: (app: Express) => void | Promise<void>
}

/**
 * For `createServer`, or for supertest (whose own server cannot hijack).
 *
 * Express stands behind Docker's API and is loaded with the first request that is not Docker's: to load it takes as
 * long as half of a bare node:http process, and the prototypes that it gives each request cost more than a small reply.
 */
export function createApp(options: AppOptions): RequestListener {
  const heads = createHeads(options.identity, dateSource(options.now), options.corsHeader)
  const entry = createEntry({ ...options, heads })
  let pages: Promise<RequestListener> | undefined
  return (request: IncomingMessage, response: ServerResponse) => {
    const message = whyRefused(request, options)
    if (message !== undefined) {
      return writeText(response, 403, heads.of('none', 'application/json'), `${JSON.stringify({ message })}\n`)
    }
    return entry(request, response, async () => {
      pages ??= import('./pages.ts').then(({ createPages }) => createPages(heads, options.mount))
      const show = await pages
      show(request, response)
    })
  }
}
