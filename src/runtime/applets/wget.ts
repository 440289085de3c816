// wget: gets files over HTTP from the machines in the networks of this one.
import type { IncomingMessage } from 'node:http'
import { FileError } from '../../storage/file-error.ts'
import { sendRequest } from '../network/http-client.ts'
import { addressesOf } from '../network/names.ts'
import type { Process, Program } from '../process.ts'
import { type Options, parseOptions } from './options.ts'
import { Complaint } from './report.ts'

const MOST_REDIRECTIONS = 5
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'ftp:': 21 }

const wget: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'cqSsO:o:P:Y:U:T:t:H:D:F:n',
    long: {
      continue: 'c',
      quiet: 'q',
      spider: 's',
      'server-response': 'S',
      'output-document': 'O',
      'output-file': 'o',
      'directory-prefix': 'P',
      'user-agent': 'U',
      timeout: 'T',
      tries: 't',
      'no-check-certificate': 'n',
      header: 'H',
      'post-data': 'D',
      'post-file': 'F',
      proxy: 'Y',
    },
    usage: '[-cqS] [--spider] [-O FILE] [-P DIR] [-U AGENT] [-T SEC] URL...',
    operands: [1],
  })
  for (const url of options.operands) await download(process, options, url)
  return 0
}
export default wget

async function download(process: Process, options: Options, text: string): Promise<void> {
  let url = parseUrl(text)
  for (let redirections = 0; ; redirections++) {
    const response = await ask(process, options, url)
    const status = response.statusCode ?? 0
    const location = response.headers.location
    if (status >= 300 && status < 400 && location !== undefined) {
      if (redirections === MOST_REDIRECTIONS) throw new Complaint('too many redirections')
      response.destroy()
      url = new URL(location, url)
      continue
    }
    if (status < 200 || status >= 300) {
      response.destroy()
      throw new Complaint(`server returned error: ${statusLine(response)}`)
    }
    if (!options.has('s')) return save(process, options, url, response)
    response.destroy()
    await say(process, options, 'remote file exists')
    return
  }
}

function parseUrl(text: string): URL {
  const whole = /^\w+:\/\//.test(text) ? text : `http://${text}`
  if (!URL.canParse(whole)) throw new Complaint(`bad address '${text}'`)
  const url = new URL(whole)
  if (PORTS[url.protocol] === undefined) throw new Complaint(`not an http or ftp url: ${text}`)
  return url
}

async function ask(process: Process, options: Options, url: URL): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const address = addressesOf(process, host)[0]
  if (address === undefined) throw new Complaint(`bad address '${host}'`)
  const port = url.port === '' ? PORTS[url.protocol]! : Number(url.port)
  await say(process, options, `Connecting to ${url.host} (${address}:${port})`)
  const connection = connect(process, address, port)
  // differs: nothing in a simulated network speaks TLS or FTP
  if (url.protocol !== 'http:') throw new Complaint('error getting response: Connection reset by peer')
  const body = options.value('D') ?? (options.has('F') ? process.files.readBytes(options.value('F')!) : undefined)
  const response = await sendRequest(process, connection, {
    method: options.has('s') ? 'HEAD' : body === undefined ? 'GET' : 'POST',
    path: `${url.pathname}${url.search}`,
    headers: headersOf(options, url, body),
    body,
  }).catch((error: unknown) => {
    throw new Complaint(
      `error getting response: ${error instanceof Error ? 'Connection reset by peer' : String(error)}`,
    )
  })
  if (options.has('S')) await showHead(process, options, response)
  return response
}

function connect(process: Process, address: string, port: number): number {
  try {
    return process.connect(address, port)
  } catch (error) {
    if (error instanceof FileError) throw new Complaint(`can't connect to remote host (${address}): ${error.message}`)
    throw error
  }
}

function headersOf(options: Options, url: URL, body: string | Uint8Array | undefined): Record<string, string> {
  const headers: Record<string, string> = {
    Host: url.host,
    'User-Agent': options.value('U') ?? 'Wget',
    Connection: 'close',
  }
  if (url.username !== '') {
    const word = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    headers.Authorization = `Basic ${Buffer.from(word).toString('base64')}`
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/x-www-form-urlencoded'
    headers['Content-Length'] = String(Buffer.byteLength(body))
  }
  for (const line of options.values('H')) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
    if (name !== '') headers[name] = value
  }
  return headers
}

const statusLine = ({ httpVersion, statusCode, statusMessage }: IncomingMessage): string =>
  `HTTP/${httpVersion} ${statusCode} ${statusMessage}`

async function showHead(process: Process, options: Options, response: IncomingMessage): Promise<void> {
  const lines = [statusLine(response)]
  const { rawHeaders } = response
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`)
  const failed = (response.statusCode ?? 0) >= 400
  const shown = failed ? lines.slice(0, 1) : [...lines, '']
  await say(process, options, shown.map((line) => `  ${line}`).join('\n'))
}

/** Progress goes to standard error. */
async function say(process: Process, options: Options, line: string): Promise<void> {
  if (!options.has('q')) await process.write(2, `${line}\n`)
}

async function save(process: Process, options: Options, url: URL, response: IncomingMessage): Promise<void> {
  const given = options.value('O')
  const toOutput = given === '-'
  const name = given ?? nameOf(url)
  const path = given ?? (options.has('P') ? `${options.value('P')!.replace(/\/$/, '')}/${name}` : name)
  const target = toOutput ? 1 : openTarget(process, path, given !== undefined)
  await say(process, options, toOutput ? 'writing to stdout' : `saving to '${path}'`)
  let size = 0
  try {
    for await (const chunk of response) {
      size += (chunk as Uint8Array).length
      await process.write(target, chunk as Uint8Array)
    }
  } catch (error) {
    if (error instanceof FileError || !(error instanceof Error) || !('code' in error)) throw error
    throw new Complaint('connection closed prematurely')
  }
  if (!toOutput) process.close(target)
  const bar = '*'.repeat(32)
  await say(process, options, `${name.slice(0, 20).padEnd(20)} 100% |${bar}| ${amount(size)}  0:00:00 ETA`)
  await say(process, options, toOutput ? 'written to stdout' : `'${path}' saved`)
}

const nameOf = ({ pathname }: URL): string => pathname.slice(pathname.lastIndexOf('/') + 1) || 'index.html'

function openTarget(process: Process, path: string, replace: boolean): number {
  try {
    return process.open(path, { write: true, create: true, truncate: true, exclusive: !replace })
  } catch (error) {
    if (error instanceof FileError) throw new Complaint(`can't open '${path}': ${error.message}`)
    throw error
  }
}

/** Bytes in five places, as busybox's progress bar has them. */
function amount(size: number): string {
  if (size < 100_000) return String(size).padStart(5)
  const units = ['k', 'M', 'G']
  let value = size / 1024
  let unit = 0
  while (value >= 10_000 && unit < 2) {
    value /= 1024
    unit++
  }
  return `${Math.floor(value)}${units[unit]}`.padStart(5)
}
