// curl: HTTP to the other containers, and the files that were declared for addresses outside.
import type { IncomingMessage } from 'node:http'
import { type Options, parseOptions } from '../../../runtime/applets/options.ts'
import { asCommand } from '../../../runtime/applets/run.ts'
import { sendRequest } from '../../../runtime/network/http-client.ts'
import { addressesOf } from '../../../runtime/network/names.ts'
import type { Process, Program } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { type Fixtures, noFixtures } from './fixtures.ts'

const VERSION = '8.14.1'
const MOST_REDIRECTIONS = 50

/** Ends curl with a number of its own and the line that explains it. */
class CurlError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const rules = {
  letters: 'sSfLkvigIOo:X:d:H:A:u:w:m:e:x:T:#46V',
  long: {
    silent: 's',
    'show-error': 'S',
    fail: 'f',
    location: 'L',
    insecure: 'k',
    verbose: 'v',
    include: 'i',
    head: 'I',
    'remote-name': 'O',
    output: 'o',
    request: 'X',
    data: 'd',
    'data-raw': 'd',
    'data-binary': 'd',
    header: 'H',
    'user-agent': 'A',
    user: 'u',
    'write-out': 'w',
    'max-time': 'm',
    'connect-timeout': 'm',
    retry: 'm',
    'retry-delay': 'm',
    'retry-connrefused': 'k',
    'retry-all-errors': 'k',
    'create-dirs': 'k',
    compressed: 'k',
    proto: 'e',
    'tlsv1.2': 'k',
    referer: 'e',
    'upload-file': 'T',
    'progress-bar': '#',
    version: 'V',
    globoff: 'g',
  },
  usage: '[options...] <url>',
  failure: 2,
}

/** The program over what was declared for addresses outside of the simulated networks. */
export const curlWith = (fixtures: Fixtures): Program =>
  asCommand(async (process) => {
    const options = await parseOptions(process, rules)
    if (options.has('V')) {
      await process.write(1, `curl ${VERSION} (x86_64-pc-linux-gnu) libcurl/${VERSION}\nProtocols: http\n`)
      return 0
    }
    if (options.operands.length === 0) {
      await process.write(2, "curl: (2) no URL specified\ncurl: try 'curl --help' for more information\n")
      return 2
    }
    for (const url of options.operands) {
      try {
        await transfer(process, options, url, fixtures)
      } catch (error) {
        if (!(error instanceof CurlError)) throw error
        if (!options.has('s') || options.has('S')) await process.write(2, `curl: (${error.code}) ${error.message}\n`)
        return error.code
      }
    }
    return 0
  })

export const curl: Program = curlWith(noFixtures)

async function transfer(process: Process, options: Options, text: string, fixtures: Fixtures): Promise<void> {
  let url = parseUrl(text)
  const given = fixtures.find(url.href)
  if (given) {
    await deliver(process, options, url, [given])
    return writeOut(process, options, 200, given.length)
  }
  for (let redirections = 0; ; redirections++) {
    const response = await ask(process, options, url)
    const status = response.statusCode ?? 0
    const { location } = response.headers
    if (options.has('L') && status >= 300 && status < 400 && location !== undefined) {
      response.destroy()
      if (redirections === MOST_REDIRECTIONS)
        throw new CurlError(47, `Maximum (${MOST_REDIRECTIONS}) redirects followed`)
      url = new URL(location, url)
      continue
    }
    if (options.has('f') && status >= 400) {
      response.destroy()
      await writeOut(process, options, status, 0)
      throw new CurlError(22, `The requested URL returned error: ${status}`)
    }
    const size = await deliver(
      process,
      options,
      url,
      response,
      options.has('i') || options.has('I') ? headOf(response) : '',
    )
    return writeOut(process, options, status, size)
  }
}

function parseUrl(text: string): URL {
  const whole = /^\w+:\/\//.test(text) ? text : `http://${text}`
  if (!URL.canParse(whole)) throw new CurlError(3, 'URL rejected: Malformed input to a URL function')
  const url = new URL(whole)
  if (!/^https?:$/.test(url.protocol)) throw new CurlError(1, `Protocol "${url.protocol.slice(0, -1)}" not supported`)
  return url
}

async function ask(process: Process, options: Options, url: URL): Promise<IncomingMessage> {
  const host = url.hostname
  const [address] = addressesOf(process, host)
  if (address === undefined) throw new CurlError(6, `Could not resolve host: ${host}`)
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  const connection = connect(process, address, host, port)
  // differs: nothing in a simulated network speaks TLS
  if (url.protocol === 'https:') throw new CurlError(35, 'Recv failure: Connection reset by peer')
  const body = bodyOf(process, options)
  try {
    return await sendRequest(process, connection, {
      method:
        options.value('X') ??
        (options.has('I') ? 'HEAD' : options.has('T') ? 'PUT' : body === undefined ? 'GET' : 'POST'),
      path: `${url.pathname}${url.search}`,
      headers: headersOf(options, url, body),
      body,
    })
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new CurlError(52, 'Empty reply from server')
  }
}

function connect(process: Process, address: string, host: string, port: number): number {
  try {
    return process.connect(address, port)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new CurlError(7, `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`)
  }
}

function bodyOf(process: Process, options: Options): string | Uint8Array | undefined {
  const upload = options.value('T')
  if (upload !== undefined) return process.files.readBytes(upload)
  const parts = options.values('d')
  if (parts.length === 0) return undefined
  return parts.map((part) => (part.startsWith('@') ? process.files.readText(part.slice(1)) : part)).join('&')
}

function headersOf(options: Options, url: URL, body: string | Uint8Array | undefined): Record<string, string> {
  const headers = new Map<string, string>([
    ['Host', url.host],
    ['User-Agent', options.value('A') ?? `curl/${VERSION}`],
    ['Accept', '*/*'],
    ['Connection', 'close'],
  ])
  const user = options.value('u') ?? (url.username === '' ? undefined : `${url.username}:${url.password}`)
  if (user !== undefined) headers.set('Authorization', `Basic ${Buffer.from(user).toString('base64')}`)
  if (body !== undefined) {
    headers.set('Content-Length', String(Buffer.byteLength(body)))
    if (options.has('d')) headers.set('Content-Type', 'application/x-www-form-urlencoded')
  }
  for (const line of options.values('H')) {
    const [, name = '', value = ''] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? []
    const known = [...headers.keys()].find((one) => one.toLowerCase() === name.toLowerCase()) ?? name
    if (name !== '') headers.set(known, value)
  }
  return Object.fromEntries(headers)
}

function headOf({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`]
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** Writes the body to where it belongs; how many bytes it had. */
async function deliver(
  process: Process,
  options: Options,
  url: URL,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  head = '',
): Promise<number> {
  const name = options.value('o') ?? (options.has('O') ? url.pathname.replace(/^.*\//, '') : undefined)
  const target = name === undefined || name === '-' ? 1 : open(process, name)
  let size = 0
  if (head !== '') await process.write(target, head)
  try {
    for await (const chunk of body) {
      size += chunk.length
      await process.write(target, chunk)
    }
  } catch (error) {
    if (error instanceof FileError && error.code === 'EPIPE')
      throw new CurlError(23, 'Failure writing output to destination')
    if (error instanceof FileError || !(error instanceof Error) || !('code' in error)) throw error
    throw new CurlError(18, 'transfer closed with outstanding read data remaining')
  }
  if (target !== 1) process.close(target)
  return size
}

function open(process: Process, name: string): number {
  try {
    return process.open(name, { write: true, create: true, truncate: true })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new CurlError(23, `client returned ERROR on write, 0 bytes to ${name}: ${error.message}`)
  }
}

/** `-w '%{http_code}\n'` */
async function writeOut(process: Process, options: Options, status: number, size: number): Promise<void> {
  const format = options.value('w')
  if (format === undefined) return
  const values: Readonly<Record<string, string>> = {
    http_code: String(status),
    response_code: String(status),
    size_download: String(size),
    time_total: '0.001000',
  }
  const text = format
    .replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
  await process.write(1, text)
}
