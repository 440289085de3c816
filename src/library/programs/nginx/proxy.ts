// nginx before other servers: it hands a request on, and their answer back.
import { pipeline } from 'node:stream/promises'
import { sendRequest } from '../../../runtime/network/http-client.ts'
import { addressesOf } from '../../../runtime/network/names.ts'
import { inheritedAll } from './config.ts'
import { addHeaders, complain, type Exchange, expand } from './exchange.ts'

/** `proxy_pass http://name:port/path`: another server answers. False if it cannot be asked. */
export async function passOn(exchange: Exchange, prefix: string, target: string): Promise<boolean> {
  const { process, request, response } = exchange
  const [, host = '', port = '80', rest] = /^http:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(target) ?? []
  const address = addressesOf(process, host)[0]
  if (address === undefined) return false
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value)
  headers.host = target.replace(/^http:\/\//, '').replace(/\/.*$/, '')
  headers.connection = 'close'
  for (const { args } of inheritedAll(exchange.blocks, 'proxy_set_header')) {
    headers[(args[0] ?? '').toLowerCase()] = expand(exchange, args[1] ?? '')
  }
  const path = rest === undefined ? (request.url ?? '/') : rest + exchange.path.slice(prefix.length) + exchange.query
  try {
    const connection = process.connect(address, Number(port))
    const answer = await sendRequest(process, connection, {
      method: request.method ?? 'GET',
      path,
      headers,
      body: request,
    })
    response.statusCode = answer.statusCode ?? 502
    for (const [name, value] of Object.entries(answer.headers)) {
      if (value !== undefined && !['connection', 'server', 'date'].includes(name)) response.setHeader(name, value)
    }
    addHeaders(exchange)
    await pipeline(answer, response)
    return true
  } catch (error) {
    await complain(exchange, `connect() failed (111: ${(error as Error).message}) while connecting to upstream`)
    if (response.headersSent) response.destroy()
    return response.headersSent
  }
}
