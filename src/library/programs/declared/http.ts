// The declared replies of a program to HTTP requests.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseDuration } from '../../../codec/duration.ts'
import { answer as answerWithFile } from '../../../runtime/applets/httpd.ts'
import type { Process } from '../../../runtime/process.ts'
import type { HttpReply, PortDeclaration } from '../../declared/program-declaration.ts'
import { filled } from './text.ts'

/** Sends the reply of the route that fits best, 404 if none does. */
export async function answerHttp(
  process: Process,
  { http = {}, access }: PortDeclaration,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request
  const path = url.replace(/[?#].*$/s, '')
  const found = routeFor(http, method, path)
  const reply: HttpReply = typeof found === 'string' ? { body: found } : (found ?? { status: 404, body: 'not found\n' })
  // what a client sends and nobody reads must not stop it
  request.resume()
  if (reply.delay !== undefined) await process.sleep(parseDuration(reply.delay) ?? 0)
  if (reply.directory !== undefined) await answerWithFile(process, reply.directory, request, response)
  else send(process, reply, method, response)
  if (access === undefined) return
  await process.write(1, `${filled(process, access, { method, path: url, status: String(response.statusCode) })}\n`)
}

function send(process: Process, reply: HttpReply, method: string, response: ServerResponse): void {
  const json = reply.json === undefined ? undefined : `${JSON.stringify(reply.json)}\n`
  const body = json ?? filled(process, reply.body ?? '')
  response.statusCode = reply.status ?? 200
  response.setHeader(
    'Content-Type',
    reply.type ?? (json === undefined ? 'text/plain; charset=utf-8' : 'application/json'),
  )
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, filled(process, value))
  response.end(method === 'HEAD' ? undefined : body)
}

/** A path itself comes before one that ends in `*`, a longer one before a shorter, one with a method before one without. */
function routeFor(
  routes: NonNullable<PortDeclaration['http']>,
  method: string,
  path: string,
): string | HttpReply | undefined {
  const rank = (route: string): number => {
    const [, wanted, pattern = ''] = /^(?:([A-Z]+) )?(.*)$/.exec(route) ?? []
    if (wanted !== undefined && wanted !== method && !(wanted === 'GET' && method === 'HEAD')) return 0
    const isPrefix = pattern.endsWith('*')
    if (isPrefix ? !path.startsWith(pattern.slice(0, -1)) : path !== pattern) return 0
    return (pattern.length - Number(isPrefix)) * 4 + (isPrefix ? 0 : 2) + (wanted === undefined ? 1 : 2)
  }
  let best: string | undefined
  for (const route of Object.keys(routes)) if (rank(route) > (best === undefined ? 0 : rank(best))) best = route
  return best === undefined ? undefined : routes[best]
}
