// One exchange of the registry over HTTP: the request becomes a value, the reply is written no faster than it is read.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { roomIn } from '../../codec/room.ts'
import type { RegistryReply, RegistryRequest } from './exchange.ts'
import type { RegistryService } from './serve.ts'

/** Nobody is there: requests name only a path. */
const base = 'http://registry'

/** Rejects for a defect, and when the client goes away. */
export async function answerHttp(
  service: RegistryService,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!URL.canParse(incoming.url ?? '/', base)) {
    response.writeHead(400).end()
    return
  }
  const reply = await service.handle(requestOf(incoming))
  response.writeHead(reply.status, {
    'Docker-Distribution-Api-Version': 'registry/2.0',
    ...(reply.body instanceof Uint8Array && { 'Content-Length': String(reply.body.length) }),
    ...reply.headers,
  })
  if (incoming.method === 'HEAD' || reply.body === undefined) response.end()
  else await writeBody(reply.body, response)
}

function requestOf(incoming: IncomingMessage): RegistryRequest {
  const url = new URL(incoming.url ?? '/', base)
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    header: (name) => incoming.headersDistinct[name]?.[0],
    body: incoming,
  }
}

async function writeBody(body: NonNullable<RegistryReply['body']>, response: ServerResponse): Promise<void> {
  if (body instanceof Uint8Array) {
    response.end(body)
    return
  }
  for await (const chunk of body) {
    if (response.destroyed) return
    if (!response.write(chunk)) await roomIn(response)
  }
  response.end()
}
