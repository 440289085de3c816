// registry: the registry that mockerd has itself, over the files and the network of its container.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Catalog } from '../../registry/recipe.ts'
import { answerHttp } from '../../registry/server/answer-http.ts'
import { RegistryRefusal, refusalReply } from '../../registry/server/exchange.ts'
import { createRegistryService, type RegistryService } from '../../registry/server/serve.ts'
import { serveHttp } from '../../runtime/network/http-server.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { accessLine } from './access-line.ts'
import { blobFiles } from './registry/blob-files.ts'
import { linkFiles } from './registry/link-files.ts'
import { type RegistrySettings, readRegistrySettings, SettingsProblem } from './registry/settings.ts'
import { randomBytes } from './scram.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './service.ts'

/** differs: it keeps its files where the real one does, but neither asks for passwords nor passes on what others have. */
export const registry: Program = async (process) => {
  const [command, config = ''] = process.argv.slice(1)
  const version = process.env.REGISTRY_VERSION ?? '3.0.0'
  if (command === '--version' || command === '-v') {
    await process.write(1, `registry github.com/distribution/distribution v${version}\n`)
    return 0
  }
  if (command !== 'serve') {
    await process.write(2, `mockerd does not simulate registry ${command ?? ''}\n`)
    return 1
  }
  try {
    return await run(process, await readRegistrySettings(process, config), version)
  } catch (error) {
    if (!(error instanceof SettingsProblem)) throw error
    await process.write(2, `configuration error: ${error.message}\n`)
    return 1
  }
}

/** There is nothing in it that nobody has pushed. */
const empty: Catalog = {
  hosts: new Set(),
  find: async () => undefined,
  tags: async () => undefined,
  search: async () => [],
}

async function run(process: Process, settings: RegistrySettings, version: string): Promise<number> {
  const { root, host, port } = settings
  const next = incomingSignals(process, [SIGINT, SIGTERM])
  const log = logger(process, version)
  const service = createRegistryService({
    content: blobFiles(process, root),
    keeper: linkFiles(process.files, root),
    catalog: empty,
    random: { bytes: (length) => randomBytes(process, length) },
  })
  const served: RegistryService = settings.deletes ? service : withoutDeletes(service)
  await log('warning', 'No HTTP secret provided - generated random secret.')
  await log('info', 'using inmemory blob descriptor cache')
  try {
    void serveHttp(process, process.listen(port, host), async (request, response, names) => {
      await answer(served, request, response)
      if (settings.accessLog) {
        const agent = JSON.stringify(request.headers['user-agent'] ?? '')
        await process.write(1, `${accessLine(process, request, response, names, '0')} "" ${agent}\n`)
      }
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log('fatal', `listen tcp ${host ?? ''}:${port}: bind: address already in use`)
    return 1
  }
  await log('info', `listening on ${host ?? '[::]'}:${port}`)
  try {
    await next()
    await log('info', 'stopping server gracefully. Draining connections for 0s')
    return 0
  } finally {
    service.close()
  }
}

/** Until the configuration allows them (`storage.delete.enabled`) deletes are refused; uploads may be given up. */
const withoutDeletes = (service: RegistryService): RegistryService => ({
  ...service,
  handle: async (request) => {
    if (request.method !== 'DELETE' || request.path.includes('/uploads/')) return service.handle(request)
    return refusalReply(new RegistryRefusal(405, 'UNSUPPORTED'))
  },
})

async function answer(service: RegistryService, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (request.url === '/') {
    response.end()
    return
  }
  try {
    await answerHttp(service, request, response)
  } catch (error) {
    // no room on the disk, or a file that somebody else has taken away
    if (!(error instanceof FileError) || response.headersSent) throw error
    const { status, headers, body } = refusalReply(new RegistryRefusal(500, 'UNKNOWN', { Err: error.message }))
    response.writeHead(status, headers).end(body)
  }
}

const logger =
  (process: Process, version: string) =>
  async (level: string, text: string): Promise<void> => {
    const { date, time, millis } = logTime(process.now())
    await process.write(
      2,
      `time="${date}T${time}.${millis}000000Z" level=${level} msg="${text}" service=registry version=${version}\n`,
    )
  }
