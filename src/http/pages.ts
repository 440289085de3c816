// What the daemon serves beside Docker's API: an Express app, and dockerd's answer to all that nobody has.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import express, { type Express } from 'express'
import { sendContinue } from './expect.ts'
import type { Heads } from './heads.ts'
import { settleBody } from './request-body.ts'
import { isUpgraded, upgradedBody } from './upgrade.ts'
import { writeText } from './write.ts'

const NOT_FOUND = '{"message":"page not found"}\n'

export async function createPages(
  heads: Heads,
  mount?: (app: Express) => void | Promise<void>,
): Promise<RequestListener> {
  const app = express()
  app.disable('x-powered-by')
  app.use(async (request, _response, next) => {
    // a page may read the body
    if (mount) sendContinue(request)
    if (isUpgraded(request)) await putBodyBack(request)
    next()
  })
  await mount?.(app)
  app.use(async (request: IncomingMessage, response: ServerResponse) => {
    await settleBody(request, response)
    writeText(response, 404, heads.of('none', 'application/json'), NOT_FOUND)
  })
  return app
}

/** More than any page reads. */
const LARGEST = 2 ** 21

/**
 * Express reads a body from the request itself; of one that offers an upgrade, as Java's HttpClient always does (h2c), it
 * lies elsewhere.
 */
async function putBodyBack(request: IncomingMessage): Promise<void> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const bytes of upgradedBody(request)) {
    pieces.push(bytes)
    size += bytes.length
    if (size > LARGEST) break
  }
  if (size > 0) request.unshift(Buffer.concat(pieces))
  // Express takes an upgraded request for one that is over
  Object.assign(request, { upgrade: false })
}
