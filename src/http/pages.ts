// What the daemon serves beside Docker's API: an Express app, and dockerd's answer to all that nobody has.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import express, { type Express } from 'express'
import type { Heads } from './heads.ts'
import { writeText } from './write.ts'

const NOT_FOUND = '{"message":"page not found"}\n'

export async function createPages(
  heads: Heads,
  mount?: (app: Express) => void | Promise<void>,
): Promise<RequestListener> {
  const app = express()
  app.disable('x-powered-by')
  await mount?.(app)
  app.use((_request: IncomingMessage, response: ServerResponse) => {
    writeText(response, 404, heads.of('none', 'application/json'), NOT_FOUND)
  })
  return app
}
