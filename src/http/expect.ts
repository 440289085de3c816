// Requests with an Expect header, as Go's server takes them.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'

const waiting = new WeakMap<IncomingMessage, ServerResponse>()

/** Whether the client still waits to be told that its body is wanted. */
export const awaitsContinue = (request: IncomingMessage): boolean => waiting.has(request)

/** Called by who begins to read the body. */
export function sendContinue(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue()
  waiting.delete(request)
}

/** Has a request that asks for it, and has a body, wait for `sendContinue`. */
export function holdUntilRead(request: IncomingMessage, response: ServerResponse): void {
  const { expect, 'content-length': length, 'transfer-encoding': encoding } = request.headers
  const hasBody = encoding !== undefined || Number(length ?? 0) > 0
  if (hasBody && expect?.toLowerCase() === '100-continue') waiting.set(request, response)
}

/** Without this node tells every client to go on before the operation has seen the request. */
export function answerExpectations(server: Server, app: RequestListener): void {
  server.on('checkContinue', (request, response) => {
    holdUntilRead(request, response)
    app(request, response)
  })
  server.on('checkExpectation', (request, response) => {
    if (request.headers.expect === '') return app(request, response)
    response.writeHead(417, ['Connection', 'close', 'Content-Length', '0'])
    response.end()
  })
}
