// portainer: the server that tells which version it is and whether it is set up, and the agent that can be pinged.
import type { IncomingMessage } from 'node:http'
import { serveHttp } from '../../runtime/network/http-server.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { randomBytes } from './scram.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './service.ts'

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly value?: unknown
}

const missing: Answer = { status: 404, value: { message: 'Not Found', details: 'Not Found' } }
const unauthorized: Answer = { status: 401, value: { message: 'Unauthorized', details: 'Unauthorized' } }

/** differs: what needs no account: its status, and whether there is an administrator, over HTTP; no pages, no TLS. */
export const portainer: Program = async (process) => {
  const version = process.env.PORTAINER_VERSION ?? '2.33.1'
  const InstanceID = randomBytes(process, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const answer = ({ url = '/' }: IncomingMessage): Answer => {
    const path = url.replace(/\?.*/, '')
    if (path === '/api/status' || path === '/api/system/status')
      return { status: 200, value: { Version: version, InstanceID } }
    if (path === '/api/users/admin/check') {
      return { status: 404, value: { message: 'No administrator account found inside the database', details: '' } }
    }
    return path.startsWith('/api/') ? unauthorized : missing
  }
  return serveUntilStopped(process, 9000, answer, 'starting HTTP server')
}

/** differs: it answers pings over HTTP, the real one over TLS; what it would do with Docker it refuses. */
export const portainerAgent: Program = async (process) => {
  const version = process.env.PORTAINER_VERSION ?? '2.33.1'
  const headers = { 'Portainer-Agent': version, 'Portainer-Agent-Api-Version': '2', 'Portainer-Agent-Platform': '1' }
  const answer = ({ url }: IncomingMessage): Answer =>
    url === '/ping'
      ? { status: 204, headers }
      : { status: 403, headers, value: { message: 'Missing request signature headers' } }
  return serveUntilStopped(process, Number(process.env.AGENT_PORT ?? 9001), answer, 'starting Agent API server')
}

async function serveUntilStopped(
  process: Process,
  port: number,
  answer: (request: IncomingMessage) => Answer,
  starting: string,
): Promise<number> {
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  try {
    void serveHttp(process, process.listen(port), async (request, response) => {
      const { status, headers = {}, value } = answer(request)
      if (value === undefined) response.writeHead(status, headers).end()
      else response.writeHead(status, { ...headers, 'Content-Type': 'application/json' }).end(JSON.stringify(value))
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log(process, 'FTL', `failed to start HTTP server | error="listen tcp :${port}: bind: address already in use"`)
    return 1
  }
  await log(process, 'INF', `${starting} | bind_address=:${port}`)
  await next()
  return 0
}

async function log(process: Process, level: string, text: string): Promise<void> {
  const { date, time } = logTime(process.now())
  const [hour, minute] = time.split(':')
  const when = `${date.replaceAll('-', '/')} ${Number(hour) % 12 || 12}:${minute}${Number(hour) < 12 ? 'AM' : 'PM'}`
  await process.write(2, `${when} ${level} ${text}\n`)
}
