// Request and response classes that Express finds ready.
import http from 'node:http'
import type { Express } from 'express'

export interface PreparedClasses {
  readonly IncomingMessage: typeof http.IncomingMessage
  readonly ServerResponse: typeof http.ServerResponse
}

/**
 * Express gives each request and response a new prototype, which makes V8 drop what it has learnt about them and costs
 * more than everything else in a small reply. With classes whose prototypes already are the app's, that step finds
 * nothing to change.
 */
export function prepareClasses(app: Express): PreparedClasses {
  class Request extends http.IncomingMessage {}
  class Response extends http.ServerResponse {}
  Object.setPrototypeOf(Request.prototype, app.request)
  Object.setPrototypeOf(Response.prototype, app.response)
  Object.assign(app, { request: Request.prototype, response: Response.prototype })
  return { IncomingMessage: Request, ServerResponse: Response as typeof http.ServerResponse }
}
