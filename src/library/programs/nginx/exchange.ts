// A request to nginx and what becomes of it: its variables, its error pages, its line in the log.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SocketNames } from '../../../runtime/network/socket.ts'
import type { Process } from '../../../runtime/process.ts'
import { logTime } from '../service.ts'
import { type Directive, inherited, inheritedAll } from './config.ts'
import type { Site } from './sites.ts'

export interface Exchange {
  readonly process: Process
  readonly version: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly names: SocketNames
  readonly site: Site
  /** decoded, without query */
  path: string
  readonly query: string
  /** From the innermost to the outermost block that holds for it now. */
  blocks: readonly (readonly Directive[])[]
  /** how often it was sent on to another location */
  turns: number
}

/** Fills in `$name` and `${name}`. */
export function expand(exchange: Exchange, text: string): string {
  return text.replace(/\$\{?(\w+)\}?/g, (_all, name: string) => variable(exchange, name))
}

function variable({ process, request, response, names, site, path, query }: Exchange, name: string): string {
  const header = (key: string): string => String(request.headers[key.toLowerCase().replaceAll('_', '-')] ?? '')
  const { date, time, day, month, year } = logTime(process.now())
  const host = header('host').replace(/:\d+$/, '')
  const known: Readonly<Record<string, string>> = {
    args: query.slice(1),
    body_bytes_sent: String(response.getHeader('content-length') ?? 0),
    content_length: header('content-length'),
    content_type: header('content-type'),
    document_uri: path,
    host: host || (site.names[0] ?? ''),
    hostname: process.hostname,
    is_args: query === '' ? '' : '?',
    query_string: query.slice(1),
    remote_addr: names.remote.address,
    remote_port: String(names.remote.port),
    remote_user: '-',
    request: `${request.method} ${request.url} HTTP/${request.httpVersion}`,
    request_method: request.method ?? '',
    request_uri: request.url ?? '',
    scheme: 'http',
    server_addr: names.local.address,
    server_name: site.names[0] ?? '',
    server_port: String(names.local.port),
    server_protocol: `HTTP/${request.httpVersion}`,
    status: String(response.statusCode),
    time_iso8601: `${date}T${time}+00:00`,
    time_local: `${day}/${month}/${year}:${time} +0000`,
    uri: path,
  }
  return name.startsWith('http_') ? header(name.slice('http_'.length)) : (known[name] ?? '')
}

const combined =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"'

/** A line for the access log, and where it goes; undefined when that is switched off. */
export function logEntry(exchange: Exchange): { readonly path: string; readonly line: string } | undefined {
  const [path = 'off', name = 'combined'] = inherited(exchange.blocks, 'access_log')?.args ?? []
  if (path === 'off') return undefined
  const format = exchange.site.http.find((one) => one.name === 'log_format' && one.args[0] === name)
  const parts = format?.args.slice(1).filter((part) => !part.startsWith('escape=')) ?? [combined]
  const text = parts.join('').replace(/\$\{?(\w+)\}?/g, (_all, word: string) => variable(exchange, word) || '-')
  return { path: expand(exchange, path), line: `${text}\n` }
}

const titles: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Authorization Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  413: 'Request Entity Too Large',
  416: 'Requested Range Not Satisfiable',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

/** nginx's own page for a status. */
export function ownPage({ version }: Exchange, status: number): string {
  const title = `${status} ${titles[status] ?? ''}`.trim()
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`
}

/** The page that the configuration names for a status, if any. */
export function errorPageOf({ blocks }: Exchange, status: number): string | undefined {
  const pages = inheritedAll(blocks, 'error_page')
  return pages.find(({ args }) => args.slice(0, -1).includes(String(status)))?.args.at(-1)
}

/** Adds what `add_header` says. */
export function addHeaders(exchange: Exchange): void {
  for (const { args } of inheritedAll(exchange.blocks, 'add_header')) {
    const [name = '', value = '', always] = args
    if (name !== '' && (exchange.response.statusCode < 400 || always === 'always')) {
      exchange.response.setHeader(name, expand(exchange, value))
    }
  }
}

/** A line in the error log. */
export async function complain(exchange: Exchange, text: string): Promise<void> {
  const { process, names, request } = exchange
  const now = expand(exchange, '$time_iso8601').replace(/-/g, '/').replace('T', ' ').slice(0, 19)
  const details = [
    `client: ${names.remote.address}`,
    `server: ${exchange.site.names[0] ?? ''}`,
    `request: "${expand(exchange, '$request')}"`,
    `host: "${request.headers.host ?? ''}"`,
  ]
  await process.write(2, `${now} [error] ${process.pid}#${process.pid}: *1 ${text}, ${details.join(', ')}\n`)
}
