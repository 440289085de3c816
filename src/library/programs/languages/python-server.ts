// python -m http.server: serves the files of a directory, with listings.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpDate } from '../../../codec/http-date.ts'
import { sendFile } from '../../../runtime/network/file-answer.ts'
import { serveHttp } from '../../../runtime/network/http-server.ts'
import { mediaType } from '../../../runtime/network/media-type.ts'
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { logTime } from '../service.ts'
import { readArguments } from '../tools/arguments.ts'

/** Serves until the process is killed. */
export async function pythonServer(process: Process, args: readonly string[], version: string): Promise<number> {
  const { values, words } = readArguments(args, ['-d', '--directory', '-b', '--bind', '-p', '--protocol'])
  const port = Number(words[0] ?? 8000)
  const home = process.files.absolute(values.get('-d') ?? values.get('--directory') ?? '.')
  const address = values.get('-b') ?? values.get('--bind') ?? '0.0.0.0'
  let listener: ReturnType<Process['listen']>
  try {
    listener = process.listen(port, address)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await process.write(2, 'OSError: [Errno 98] Address already in use\n')
    return 1
  }
  await process.write(1, `Serving HTTP on ${address} port ${port} (http://${address}:${port}/) ...\n`)
  await serveHttp(process, listener, async (request, response, { remote }) => {
    response.setHeader('Server', `SimpleHTTP/0.6 Python/${version}`)
    request.resume()
    await answer(process, home, request, response)
    const { day, month, year, time } = logTime(process.now())
    const asked = `"${request.method} ${request.url} HTTP/${request.httpVersion}"`
    await process.write(
      2,
      `${remote.address} - - [${day}/${month}/${year} ${time}] ${asked} ${response.statusCode} -\n`,
    )
  })
  return 0
}

async function answer(
  process: Process,
  home: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = cleanPath(request.url ?? '/')
  if (!/^(GET|HEAD)$/.test(request.method ?? '')) return fail(response, 501, `Unsupported method ('${request.method}')`)
  try {
    const { kind } = process.files.stat(home + path)
    if (kind !== 'directory') return await send(process, home + path, request, response)
    if (!path.endsWith('/')) {
      response.statusCode = 301
      response.setHeader('Location', `${path}/`)
      response.end()
      return
    }
    if (process.files.exists(`${home}${path}index.html`))
      return await send(process, `${home}${path}index.html`, request, response)
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(listing(process, home, path))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    fail(response, 404, 'File not found')
  }
}

/** Without `..`, so that it stays below the directory. */
function cleanPath(url: string): string {
  try {
    return decodeURIComponent(new URL(url, 'http://x').pathname).replaceAll('\0', '')
  } catch {
    return '/'
  }
}

async function send(process: Process, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { size, mtime } = process.files.stat(path)
  const descriptor = process.open(path, { read: true })
  response.setHeader('Content-Type', mediaType(path) ?? 'application/octet-stream')
  response.setHeader('Content-Length', size)
  response.setHeader('Last-Modified', httpDate(mtime))
  await sendFile(process, response, descriptor, request.method === 'HEAD' ? size : 0, size)
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function listing(process: Process, home: string, path: string): string {
  const rows = process.files.list(home + path).map((name) => {
    const shown = process.files.stat(`${home}${path}${name}`).kind === 'directory' ? `${name}/` : name
    return `<li><a href="${encodeURI(shown)}">${escaped(shown)}</a></li>\n`
  })
  const title = `Directory listing for ${escaped(path)}`
  return `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n</head>\n<body>\n<h1>${title}</h1>\n<hr>\n<ul>\n${rows.join('')}</ul>\n<hr>\n</body>\n</html>\n`
}

function fail(response: ServerResponse, status: number, message: string): void {
  response.statusCode = status
  response.statusMessage = message
  response.setHeader('Content-Type', 'text/html;charset=utf-8')
  response.end(
    `<!DOCTYPE HTML>\n<html lang="en">\n<head><title>Error response</title></head>\n<body>\n<h1>Error response</h1>\n<p>Error code: ${status}</p>\n<p>Message: ${escaped(message)}.</p>\n</body>\n</html>\n`,
  )
}
