// How nginx answers a request: by a file, by what the configuration says, by another server.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpDate } from '../../../codec/http-date.ts'
import { rangeOf, sendFile } from '../../../runtime/network/file-answer.ts'
import { mediaType } from '../../../runtime/network/media-type.ts'
import type { SocketNames } from '../../../runtime/network/socket.ts'
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { inherited } from './config.ts'
import { addHeaders, complain, type Exchange, errorPageOf, expand, ownPage } from './exchange.ts'
import { passOn } from './proxy.ts'
import { type Location, locationFor, namedLocation, type Site, siteFor } from './sites.ts'

/** A request may be sent on so often within the configuration. */
const MOST_TURNS = 10

/** Answers; the exchange is given back for the log. Undefined if no server is there for the port any more. */
export async function answerRequest(
  process: Process,
  version: string,
  sites: readonly Site[],
  request: IncomingMessage,
  response: ServerResponse,
  names: SocketNames,
): Promise<Exchange | undefined> {
  const site = siteFor(sites, names.local.port, request.headers.host ?? '')
  if (!site) return undefined
  const [, path = '/', query = ''] = /^([^?]*)(\?.*)?$/s.exec(request.url ?? '/') ?? []
  const outer = [site.directives, site.http]
  const exchange = { process, version, request, response, names, site, path, query, blocks: outer, turns: 0 }
  response.setHeader('Server', `nginx/${version}`)
  const clean = cleanPath(path)
  if (clean === undefined) await fail(exchange, 400)
  else {
    exchange.path = clean
    await locate(exchange)
  }
  return exchange
}

/** Decoded, with `.` and `..` taken out; undefined for what leads above the root or cannot be read. */
function cleanPath(path: string): string | undefined {
  const parts: string[] = []
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0')) return undefined
  for (const part of decoded.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  const slash = /(^|\/)\.{0,2}$/.test(decoded) && parts.length > 0
  return `/${parts.join('/')}${slash ? '/' : ''}`
}

async function locate(exchange: Exchange): Promise<void> {
  if (exchange.turns++ > MOST_TURNS) return endWith(exchange, 500, ownPage(exchange, 500))
  const given = inherited([exchange.site.directives], 'return')
  if (given) return giveBack(exchange, given.args)
  await enter(exchange, locationFor(exchange.site, exchange.path))
}

async function enter(exchange: Exchange, location: Location | undefined): Promise<void> {
  const { site } = exchange
  exchange.blocks = [...(location ? [location.block] : []), site.directives, site.http]
  const own = location?.block ?? []
  const given = inherited([own], 'return')
  const proxy = inherited([own], 'proxy_pass')
  const tries = inherited(exchange.blocks.slice(0, -1), 'try_files')
  if (given) await giveBack(exchange, given.args)
  else if (proxy) {
    const answered = await passOn(exchange, location?.prefix ?? '', expand(exchange, proxy.args[0] ?? ''))
    if (!answered) await fail(exchange, 502)
  } else if (tries) await tryFiles(exchange, location, tries.args)
  else await serveFile(exchange, fileFor(exchange, location, exchange.path))
}

/** `return 204`, `return 301 /there`, `return 200 "text"`, `return https://…` */
async function giveBack(exchange: Exchange, args: readonly string[]): Promise<void> {
  const [first = '', second] = args.map((arg) => expand(exchange, arg))
  const status = /^\d{3}$/.test(first) ? Number(first) : 302
  const text = status === 302 && !/^\d{3}$/.test(first) ? first : second
  if (text !== undefined && status >= 300 && status < 400) return redirect(exchange, status, text)
  if (text === undefined) return fail(exchange, status)
  const type = inherited(exchange.blocks, 'default_type')?.args[0] ?? 'text/plain'
  exchange.response.setHeader('Content-Type', type)
  await endWith(exchange, status, text)
}

async function redirect(exchange: Exchange, status: number, to: string): Promise<void> {
  const host = exchange.request.headers.host ?? ''
  exchange.response.setHeader('Location', to.startsWith('/') ? `http://${host}${to}` : to)
  exchange.response.setHeader('Content-Type', 'text/html')
  await endWith(exchange, status, ownPage(exchange, status))
}

function fileFor(exchange: Exchange, location: Location | undefined, path: string): string {
  const alias = location && inherited([location.block], 'alias')?.args[0]
  if (alias !== undefined) return expand(exchange, alias) + path.slice(location!.prefix.length)
  const root = expand(exchange, inherited(exchange.blocks, 'root')?.args[0] ?? 'html')
  return `${root.startsWith('/') ? root : `/etc/nginx/${root}`}${path}`
}

async function tryFiles(exchange: Exchange, location: Location | undefined, args: readonly string[]): Promise<void> {
  const { files } = exchange.process
  for (const arg of args.slice(0, -1)) {
    const path = fileFor(exchange, location, expand(exchange, arg))
    const kind = files.exists(path) ? files.stat(path).kind : undefined
    if (kind === (arg.endsWith('/') ? 'directory' : 'file')) {
      exchange.path = expand(exchange, arg)
      return serveFile(exchange, path)
    }
  }
  const last = args.at(-1) ?? ''
  if (last.startsWith('=')) return fail(exchange, Number(last.slice(1)))
  if (last.startsWith('@')) return enter(exchange, namedLocation(exchange.site, last))
  exchange.path = expand(exchange, last).replace(/\?.*/, '')
  await locate(exchange)
}

async function serveFile(exchange: Exchange, path: string): Promise<void> {
  const { process, request } = exchange
  if (request.method !== 'GET' && request.method !== 'HEAD') return fail(exchange, 405)
  try {
    if (path.endsWith('/')) return await serveIndex(exchange, path)
    const { kind } = process.files.stat(path)
    if (kind === 'directory') return await redirect(exchange, 301, `${exchange.path}/${exchange.query}`)
    await sendStored(exchange, path)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await complain(exchange, `open() "${path}" failed (${error.code === 'EACCES' ? 13 : 2}: ${error.message})`)
    await fail(exchange, error.code === 'EACCES' ? 403 : 404)
  }
}

async function serveIndex(exchange: Exchange, folder: string): Promise<void> {
  const { files } = exchange.process
  const names = inherited(exchange.blocks, 'index')?.args ?? ['index.html']
  for (const name of names) if (files.exists(folder + name)) return sendStored(exchange, folder + name)
  if (!files.exists(folder)) throw new FileError('ENOENT')
  if (inherited(exchange.blocks, 'autoindex')?.args[0] === 'on') return listFolder(exchange, folder)
  await complain(exchange, `directory index of "${folder}" is forbidden`)
  await fail(exchange, 403)
}

async function listFolder(exchange: Exchange, folder: string): Promise<void> {
  const { files } = exchange.process
  const names = files.list(folder).map((name) => (files.stat(folder + name).kind === 'directory' ? `${name}/` : name))
  const title = `Index of ${exchange.path}`
  const lines = ['../', ...names].map((name) => `<a href="${encodeURI(name)}">${name}</a>`)
  exchange.response.setHeader('Content-Type', 'text/html')
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<h1>${title}</h1><hr><pre>${lines.join('\r\n')}\r\n</pre><hr></body>\r\n</html>\r\n`
  await endWith(exchange, 200, body)
}

async function sendStored(exchange: Exchange, path: string, status = 200): Promise<void> {
  const { process, response } = exchange
  const descriptor = process.open(path, { read: true })
  let range: readonly [start: number, end: number]
  try {
    range = setStoredHead(exchange, path, status)
  } catch (error) {
    // a head that cannot be sent, by the configuration
    process.close(descriptor)
    throw error
  }
  await sendFile(process, response, descriptor, ...range)
}

/** Sets status and head for a file; gives which of its bytes are to follow. */
function setStoredHead(exchange: Exchange, path: string, status: number): readonly [start: number, end: number] {
  const { process, request, response } = exchange
  const { size, mtime } = process.files.stat(path)
  const etag = `"${Math.floor(mtime / 1000).toString(16)}-${size.toString(16)}"`
  const unchanged = status === 200 && request.headers['if-none-match'] === etag
  const range = status === 200 && !unchanged ? rangeOf(request.headers.range, size) : undefined
  const [start, end] = range ?? [0, size]
  response.statusCode = unchanged ? 304 : range ? 206 : status
  const usual = inherited(exchange.blocks, 'default_type')?.args[0] ?? 'text/plain'
  response.setHeader('Content-Type', mediaType(path) ?? usual)
  if (!unchanged) response.setHeader('Content-Length', end - start)
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${size}`)
  response.setHeader('Last-Modified', httpDate(mtime))
  response.setHeader('ETag', etag)
  if (!unchanged) response.setHeader('Accept-Ranges', 'bytes')
  addHeaders(exchange)
  return [start, unchanged || request.method === 'HEAD' ? start : end]
}

/** The page for a status: one of the configuration, else nginx's own. */
async function fail(exchange: Exchange, status: number): Promise<void> {
  const page = errorPageOf(exchange, status)
  if (page !== undefined && exchange.turns++ <= MOST_TURNS) {
    if (/^https?:/.test(page)) return redirect(exchange, 302, page)
    const location = page.startsWith('@') ? namedLocation(exchange.site, page) : locationFor(exchange.site, page)
    exchange.blocks = [...(location ? [location.block] : []), ...exchange.blocks.slice(-2)]
    const path = fileFor(exchange, location, page)
    if (!page.startsWith('@') && exchange.process.files.exists(path)) return sendStored(exchange, path, status)
  }
  if (status !== 204) exchange.response.setHeader('Content-Type', 'text/html')
  await endWith(exchange, status, status === 204 ? '' : ownPage(exchange, status))
}

async function endWith(exchange: Exchange, status: number, body: string): Promise<void> {
  const { request, response } = exchange
  response.statusCode = status
  if (status !== 204) response.setHeader('Content-Length', Buffer.byteLength(body))
  addHeaders(exchange)
  response.end(request.method === 'HEAD' ? undefined : body)
}
