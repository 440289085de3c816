// cAdvisor's remote API: /api/v1.3/containers, /docker, /machine; /api/v2.0/… (cadvisor cmd/internal/api/versions.go).
import type { ContainerInfo, Spec, Stats } from './container-info.ts'
import type { Machine, Snapshot } from './machine.ts'
import { machineInfo, versionInfo } from './machine-info.ts'

const versions = ['v1.0', 'v1.1', 'v1.2', 'v1.3', 'v2.0', 'v2.1']

const requests: Readonly<Record<string, readonly string[]>> = {
  'v1.0': ['containers', 'machine'],
  'v1.1': ['containers', 'machine', 'subcontainers'],
  'v1.2': ['containers', 'machine', 'subcontainers', 'docker'],
  'v1.3': ['containers', 'machine', 'subcontainers', 'docker'],
  'v2.0': ['version', 'attributes', 'machine', 'spec', 'stats'],
  'v2.1': ['version', 'attributes', 'machine', 'spec', 'stats'],
}

/** What a request is answered with. */
export interface Reply {
  readonly status: number
  readonly value?: unknown
  readonly text?: string
}

const failed = (text: string): Reply => ({ status: 500, text: `${text}\n` })

/** @param path behind `/api/` */
export async function answerApi(machine: Machine, path: string, query: URLSearchParams, own: string): Promise<Reply> {
  const [version = '', kind = '', ...rest] = path.split('/')
  if (version === '') return { status: 200, text: `Supported API versions: ${versions.join(',')}` }
  const known = requests[version]
  if (!known) return failed(`unsupported API version ${JSON.stringify(version)}`)
  if (kind === '')
    return { status: 200, text: `Supported request types: ${JSON.stringify([...known].sort().join(','))}` }
  if (!known.includes(kind)) return failed(`unknown request type ${JSON.stringify(kind)}`)
  const snapshot = await machine.look()
  const name = `/${rest.join('/').replace(/\/$/, '')}`
  if (kind === 'machine') return { status: 200, value: machineInfo(machine, snapshot) }
  if (kind === 'version') return { status: 200, value: own }
  if (kind === 'attributes') {
    return { status: 200, value: { ...versionInfo(machine, snapshot, own), ...machineInfo(machine, snapshot) } }
  }
  if (version.startsWith('v2')) return second(kind, name, query, snapshot)
  return first(kind, name, snapshot)
}

function first(kind: string, name: string, snapshot: Snapshot): Reply {
  if (kind === 'docker') return dockerContainers(name.slice(1), snapshot)
  const found = everything(snapshot).find((one) => one.name === name)
  if (!found) {
    const reason = `unknown container ${JSON.stringify(name)}`
    return failed(
      kind === 'containers'
        ? `failed to get container ${JSON.stringify(name)} with error: ${reason}`
        : `failed to get subcontainers for container ${JSON.stringify(name)} with error: ${reason}`,
    )
  }
  if (kind === 'containers') return { status: 200, value: found }
  const below = name === '/' ? '/' : `${name}/`
  const all = everything(snapshot).filter((one) => one.name === name || one.name.startsWith(below))
  return { status: 200, value: all }
}

function dockerContainers(name: string, { containers }: Snapshot): Reply {
  const chosen = name === '' ? containers : containers.filter((one) => isMeant(one, name))
  if (name !== '' && chosen.length === 0) {
    const quoted = JSON.stringify(name)
    return failed(`failed to get docker container ${quoted} with error: unable to find Docker container ${quoted}`)
  }
  return { status: 200, value: Object.fromEntries(chosen.map((one) => [one.name, one])) }
}

/** By its name, its id, or the beginning of that. */
const isMeant = ({ aliases = [], id = '' }: ContainerInfo, name: string): boolean =>
  aliases.includes(name) || (name !== '' && id.startsWith(name))

/** Names lead to control groups, or with `type=docker` to containers. */
function second(kind: string, name: string, query: URLSearchParams, snapshot: Snapshot): Reply {
  const isDocker = query.get('type') === 'docker'
  const plain = name.slice(1)
  const chosen = isDocker
    ? snapshot.containers.filter((one) => plain === '' || isMeant(one, plain))
    : everything(snapshot).filter(
        (one) => one.name === name || (query.get('recursive') === 'true' && one.name.startsWith(name)),
      )
  if (chosen.length === 0 && plain !== '') return failed(`unknown container ${JSON.stringify(name)}`)
  const count = Number(query.get('count') ?? 64)
  const view =
    kind === 'spec' ? specView : (one: ContainerInfo): unknown => statsView(one.spec, one.stats.slice(-count))
  return { status: 200, value: Object.fromEntries(chosen.map((one) => [one.name, view(one)])) }
}

function specView({ spec, aliases, namespace }: ContainerInfo): unknown {
  return { ...spec, ...(aliases && { aliases }), ...(namespace && { namespace }) }
}

function statsView(spec: Spec, stats: readonly Stats[]): unknown {
  return stats.map((one) => ({
    ...one,
    has_cpu: spec.has_cpu,
    has_memory: spec.has_memory,
    has_network: spec.has_network,
    has_diskio: spec.has_diskio,
    has_filesystem: spec.has_filesystem,
  }))
}

function everything({ root, containers }: Snapshot): ContainerInfo[] {
  if (containers.length === 0) return [root]
  const parents = [...new Set(containers.map(({ name }) => name.slice(0, name.lastIndexOf('/'))))]
  const groups = parents.map((name): ContainerInfo => {
    const subcontainers = containers.filter((one) => one.name.startsWith(`${name}/`)).map((one) => ({ name: one.name }))
    return { ...root, name, subcontainers, spec: { ...root.spec, memory: {} } }
  })
  return [root, ...groups, ...containers]
}
