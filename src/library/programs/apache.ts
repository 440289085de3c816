// httpd: Apache's web server; serves the files below its document root.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpDate } from '../../codec/http-date.ts'
import { cleanPath } from '../../runtime/applets/httpd.ts'
import { rangeOf, sendFile } from '../../runtime/network/file-answer.ts'
import { serveHttp } from '../../runtime/network/http-server.ts'
import { mediaType } from '../../runtime/network/media-type.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { statements } from '../../runtime/statements.ts'
import { FileError } from '../../storage/file-error.ts'
import { accessLine } from './access-line.ts'
import { incomingSignals, logTime, SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGWINCH } from './service.ts'

const CONFIG = '/usr/local/apache2/conf/httpd.conf'

interface Site {
  readonly ports: readonly number[]
  readonly root: string
  readonly index: readonly string[]
}

/** differs: of the configuration it reads Listen, DocumentRoot and DirectoryIndex; no modules, no virtual hosts. */
export const apache: Program = async (process) => {
  const version = process.env.HTTPD_VERSION ?? '2.4.65'
  if (process.argv.includes('-v')) {
    await process.write(1, `Server version: Apache/${version} (Unix)\n`)
    return 0
  }
  const site = readSite(process)
  if (process.argv.includes('-t')) {
    await process.write(2, 'Syntax OK\n')
    return 0
  }
  const next = incomingSignals(process, [SIGHUP, SIGINT, SIGUSR1, SIGTERM, SIGWINCH])
  await process.write(
    2,
    "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using localhost. Set the 'ServerName' directive globally to suppress this message\n",
  )
  for (const port of site.ports) {
    try {
      void serveHttp(process, process.listen(port), async (request, response, names) => {
        response.setHeader('Server', `Apache/${version} (Unix)`)
        await answer(process, site, request, response)
        await process.write(1, `${accessLine(process, request, response, names, '-')}\n`)
      })
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      await process.write(2, `(98)Address in use: AH00072: make_sock: could not bind to address 0.0.0.0:${port}\n`)
      return 1
    }
  }
  await log(process, 'mpm_event', `AH00489: Apache/${version} (Unix) configured -- resuming normal operations`)
  await log(process, 'core', `AH00094: Command line: 'httpd ${process.argv.slice(1).join(' ')}'`)
  for (let signal = await next(); ; signal = await next()) {
    if (signal === SIGHUP || signal === SIGUSR1) {
      const how =
        signal === SIGHUP
          ? 'AH00494: SIGHUP received.  Attempting to restart'
          : 'AH00493: SIGUSR1 received.  Doing graceful restart'
      await log(process, 'mpm_event', how)
      continue
    }
    const isGraceful = signal === SIGWINCH
    await log(
      process,
      'mpm_event',
      isGraceful ? 'AH00492: caught SIGWINCH, shutting down gracefully' : 'AH00491: caught SIGTERM, shutting down',
    )
    return 0
  }
}

function readSite(process: Process): Site {
  const lines = statements(process, CONFIG).map((line) => line.trim().split(/\s+/))
  const all = (name: string): string[][] =>
    lines.filter(([word]) => word?.toLowerCase() === name).map(([, ...rest]) => rest)
  const ports = all('listen').flatMap(([place = '']) => Number(/(\d+)$/.exec(place)?.[1] ?? []))
  return {
    ports: ports.length > 0 ? ports : [80],
    root: all('documentroot').at(-1)?.[0]?.replaceAll('"', '') ?? '/usr/local/apache2/htdocs',
    index: all('directoryindex').at(-1) ?? ['index.html'],
  }
}

async function answer(process: Process, site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = cleanPath(request.url ?? '/')
  if (path === undefined)
    return complain(response, 400, 'Bad Request', 'Your browser sent a request that this server could not understand.')
  if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? '')) {
    response.setHeader('Allow', 'GET,HEAD,OPTIONS')
    return complain(
      response,
      405,
      'Method Not Allowed',
      `The requested method ${request.method} is not allowed for this URL.`,
    )
  }
  try {
    const given = `${site.root}${path}`
    const isDirectory = process.files.stat(given).kind === 'directory'
    if (isDirectory && !path.endsWith('/')) {
      response.setHeader('Location', `http://${request.headers.host ?? process.hostname}${path}/`)
      return complain(response, 301, 'Moved Permanently', 'The document has moved.')
    }
    const index = site.index.map((name) => given + name).find((file) => process.files.exists(file))
    if (isDirectory && index === undefined) {
      return complain(response, 403, 'Forbidden', "You don't have permission to access this resource.")
    }
    await send(process, index && isDirectory ? index : given, request, response)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.code === 'EACCES')
      complain(response, 403, 'Forbidden', "You don't have permission to access this resource.")
    else complain(response, 404, 'Not Found', 'The requested URL was not found on this server.')
  }
}

async function send(process: Process, file: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { size, mtime } = process.files.stat(file)
  const tag = `"${size.toString(16)}-${Math.floor(mtime * 1000).toString(16)}"`
  response.setHeader('Last-Modified', httpDate(mtime))
  response.setHeader('ETag', tag)
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end()
    return
  }
  const descriptor = process.open(file, { read: true })
  const range = rangeOf(request.headers.range, size)
  const [start, end] = range ?? [0, size]
  response.statusCode = range ? 206 : 200
  response.setHeader('Accept-Ranges', 'bytes')
  response.setHeader('Content-Length', end - start)
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${size}`)
  const type = mediaType(file)
  if (type !== undefined) response.setHeader('Content-Type', type)
  await sendFile(process, response, descriptor, start, request.method === 'HEAD' ? start : end)
}

function complain(response: ServerResponse, status: number, title: string, text: string): void {
  const body = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body></html>\n`
  response.writeHead(status, { 'Content-Type': 'text/html; charset=iso-8859-1', 'Content-Length': body.length })
  response.end(body)
}

async function log(process: Process, module: string, text: string): Promise<void> {
  const { day, month, year, time, millis } = logTime(process.now())
  const weekday = httpDate(process.now()).slice(0, 3)
  const when = `${weekday} ${month} ${day} ${time}.${millis}000 ${year}`
  await process.write(2, `[${when}] [${module}:notice] [pid ${process.pid}:tid ${process.pid}] ${text}\n`)
}
