// The Express app.
import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type Express } from 'express'
import { dateSource } from './date.ts'
import { createEntry, type EntryOptions } from './entry.ts'
import { createHeads } from './heads.ts'
import type { Identity } from './identity.ts'
import { writeText } from './write.ts'

export interface AppOptions extends Omit<EntryOptions, 'heads'> {
  readonly identity: Identity
  /** Milliseconds since 1970, for the Date header. */
  readonly now: () => number
  /** Adds what is not Docker's; asked only for paths that Docker does not have. */
  readonly mount?: (app: Express) => void
}

const NOT_FOUND = '{"message":"page not found"}\n'

/** An app for `createServer`, or for supertest (whose own server cannot hijack). */
export function createApp(options: AppOptions): Express {
  const heads = createHeads(options.identity, dateSource(options.now))
  const app = express()
  app.disable('x-powered-by')
  app.use(createEntry({ ...options, heads }))
  options.mount?.(app)
  app.use((_request: IncomingMessage, response: ServerResponse) => {
    writeText(response, 404, heads.of('none', 'application/json'), NOT_FOUND)
  })
  return app
}
