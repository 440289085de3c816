// httpd: busybox's small web server; serves the files of one directory.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpDate } from '../../codec/http-date.ts'
import { FileError } from '../../storage/file-error.ts'
import { rangeOf, sendFile } from '../network/file-answer.ts'
import { serveHttp } from '../network/http-server.ts'
import { mediaType } from '../network/media-type.ts'
import type { Process, Program } from '../process.ts'
import { parseOptions } from './options.ts'
import { Complaint, reason } from './report.ts'

const httpd: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'ifvc:p:u:r:h:m:e:d:',
    usage: '[-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]',
  })
  const home = process.files.absolute(options.value('h') ?? '.')
  if (!process.files.exists(home)) throw new Complaint(`can't change directory to '${home}': No such file or directory`)
  if (!options.has('f')) {
    process.spawn([process.argv[0]!, '-f', ...process.argv.slice(1)], { newGroup: true })
    return 0
  }
  const [, address = '0.0.0.0', port = '80'] = /^(?:(.*):)?(\d+)$/.exec(options.value('p') ?? '80') ?? []
  try {
    await serveHttp(process, process.listen(Number(port), address), (request, response) =>
      answer(process, home, request, response),
    )
  } catch (error) {
    throw new Complaint(`bind: ${reason(error)}`)
  }
  return 0
}
export default httpd

/** Answers with a file below a directory, as httpd does. */
export async function answer(
  process: Process,
  home: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('Connection', 'close')
  const path = cleanPath(request.url ?? '/')
  if (request.method !== 'GET' && request.method !== 'HEAD') return complainTo(response, 501, 'Not Implemented')
  if (path === undefined) return complainTo(response, 400, 'Bad Request')
  try {
    const file = `${home}${path}${path.endsWith('/') ? 'index.html' : ''}`
    const { kind, size, mtime } = process.files.stat(file)
    if (kind === 'directory') {
      response.setHeader('Location', `${path}/`)
      return complainTo(response, 302, 'Found')
    }
    const descriptor = process.open(file, { read: true })
    const range = rangeOf(request.headers.range, size)
    const [start, end] = range ?? [0, size]
    response.statusCode = range ? 206 : 200
    if (range) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${size}`)
    response.setHeader('Content-type', mediaType(file) ?? 'application/octet-stream')
    response.setHeader('Accept-Ranges', 'bytes')
    response.setHeader('Last-Modified', httpDate(mtime))
    response.setHeader('ETag', `"${Math.floor(mtime / 1000).toString(16)}-${size.toString(16)}"`)
    response.setHeader('Content-Length', end - start)
    await sendFile(process, response, descriptor, start, request.method === 'HEAD' ? start : end)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.code === 'EACCES') complainTo(response, 403, 'Forbidden')
    else complainTo(response, 404, 'Not Found')
  }
}

/** A clean path that does not leave the directory; undefined for one that cannot be read. */
export function cleanPath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ''))
    if (!path.startsWith('/') || path.includes('\0')) return undefined
    return new URL(`http://x${encodeURI(path)}`).pathname === encodeURI(path) ? path : undefined
  } catch {
    return undefined
  }
}

const reasons: Readonly<Record<number, string>> = {
  302: 'The requested URL has moved',
  400: 'Unsupported method',
  403: '',
  404: 'The requested URL was not found',
  501: 'The requested method is not recognized',
}

function complainTo(response: ServerResponse, status: number, title: string): void {
  response.statusCode = status
  response.statusMessage = title
  response.setHeader('Content-type', 'text/html')
  response.end(
    `<HTML><HEAD><TITLE>${status} ${title}</TITLE></HEAD>\n<BODY><H1>${status} ${title}</H1>\n${reasons[status]}\n</BODY></HTML>\n`,
  )
}
