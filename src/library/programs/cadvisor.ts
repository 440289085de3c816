// cadvisor: tells over HTTP what the containers of the machine use.
import type { ServerResponse } from 'node:http'
import { metricsText } from '../../codec/prometheus-text.ts'
import { serveHttp } from '../../runtime/network/http-server.ts'
import type { Process, Program } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'
import { answerApi } from './cadvisor/api.ts'
import { containerFamilies } from './cadvisor/container-metrics.ts'
import { Machine } from './cadvisor/machine.ts'
import { machineFamilies, REVISION } from './cadvisor/machine-info.ts'
import { containerPage, containersPage, dockerPage } from './cadvisor/pages.ts'
import { incomingSignals, logTime, SIGINT, SIGTERM } from './service.ts'

const PORT = 8080
const HTML = 'text/html; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'

interface Page {
  readonly status?: number
  readonly type: string
  readonly text: string
  readonly location?: string
}

const cadvisor: Program = async (process) => {
  const version = process.env.CADVISOR_VERSION ?? 'v0.49.1'
  if (process.argv.some((word) => /^--?version$/.test(word))) {
    await process.write(1, `cAdvisor version ${version} (${REVISION})\n`)
    return 0
  }
  const port = Number(option(process, 'port') ?? PORT)
  const machine = new Machine(process)
  try {
    const listener = process.listen(port)
    void serveHttp(process, listener, async (request, response) => {
      send(response, await answer(machine, new URL(request.url ?? '/', 'http://cadvisor'), version))
    })
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await log(process, 'F', `listen tcp :${port}: bind: address already in use`)
    return 255
  }
  await log(process, 'I', `Starting cAdvisor version: ${version}-${REVISION} on port ${port}`)
  const signal = await incomingSignals(process, [SIGINT, SIGTERM])()
  await log(process, 'I', `Exiting given signal: ${signal === SIGINT ? 'interrupt' : 'terminated'}`)
  return 0
}
export default cadvisor

/** `--port=8081` or `-port 8081` */
function option({ argv }: Process, name: string): string | undefined {
  const place = argv.findIndex((word) => new RegExp(`^--?${name}(=|$)`).test(word))
  if (place < 0) return undefined
  return argv[place]!.split('=')[1] ?? argv[place + 1]
}

function send(response: ServerResponse, { status = 200, type, text, location }: Page): void {
  response.writeHead(status, { 'Content-Type': type, ...(location && { Location: location }) })
  response.end(text)
}

async function answer(machine: Machine, { pathname, searchParams }: URL, version: string): Promise<Page> {
  if (pathname === '/healthz') return { type: TEXT, text: 'ok' }
  if (pathname === '/metrics')
    return { type: 'text/plain; version=0.0.4; charset=utf-8', text: await metrics(machine, version) }
  if (pathname === '/validate' || pathname === '/validate/')
    return { type: TEXT, text: await validation(machine, version) }
  if (pathname === '/api' || pathname.startsWith('/api/')) {
    const { status, value, text } = await answerApi(machine, pathname.slice('/api/'.length), searchParams, version)
    if (value === undefined) return { status, type: TEXT, text: text ?? '' }
    return { status, type: 'application/json', text: JSON.stringify(value) }
  }
  const snapshot = await machine.look()
  if (pathname === '/containers' || pathname === '/containers/') return { type: HTML, text: containersPage(snapshot) }
  if (pathname === '/docker' || pathname === '/docker/') return { type: HTML, text: dockerPage(snapshot) }
  const [, kind, wanted = ''] = /^\/(containers|docker)\/(.*)$/.exec(pathname) ?? []
  if (kind === undefined) return { status: 307, type: HTML, text: '', location: '/containers/' }
  const found = snapshot.containers.find(({ name, id, aliases }) =>
    kind === 'containers' ? name === `/${wanted}` : id === wanted || aliases?.includes(wanted),
  )
  if (found) return { type: HTML, text: containerPage(found) }
  return {
    status: 404,
    type: TEXT,
    text: `failed to get container "/${wanted}" with error: unknown container "/${wanted}"\n`,
  }
}

async function metrics(machine: Machine, version: string): Promise<string> {
  const snapshot = await machine.look()
  const containers = containerFamilies([snapshot.root, ...snapshot.containers])
  return metricsText([...containers, ...machineFamilies(machine, snapshot, version)])
}

async function validation(machine: Machine, version: string): Promise<string> {
  const { docker } = await machine.look()
  const lines = [
    `cAdvisor version: ${version}`,
    `OS version: ${docker?.OperatingSystem ?? 'unknown'}`,
    `Kernel version: [Supported and recommended]\n\tKernel version is ${docker?.KernelVersion ?? 'unknown'}. Versions >= 2.6 are supported. 3.0+ are recommended.`,
    `Cgroup setup: [Supported and recommended]\n\tVersion ${docker?.CgroupVersion ?? '2'} of cgroups`,
    docker
      ? `Docker version: [Supported and recommended]\n\tDocker version is ${docker.ServerVersion}. Versions >= 1.0 are supported. 1.2+ are recommended.`
      : 'Docker version: [Unknown]\n\tDocker remote API not reachable',
    docker ? `Docker driver setup: [Supported and recommended]\n\tStorage driver is ${docker.Driver}.` : '',
  ]
  return `${lines.filter(Boolean).join('\n\n')}\n`
}

/** In klog's form: `I1121 12:00:00.000000       1 cadvisor.go:149] …` */
async function log(process: Process, level: string, text: string): Promise<void> {
  const { date, time, millis } = logTime(process.now())
  await process.write(
    2,
    `${level}${date.slice(5).replace('-', '')} ${time}.${millis}000       ${process.pid} cadvisor.go:166] ${text}\n`,
  )
}
