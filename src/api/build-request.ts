// What the parameters of POST /build say (moby daemon/server/router/build/build_routes.go: newImageBuildOptions).
import { Buffer } from 'node:buffer'
import { jsonProblem } from '../codec/json-problem.ts'
import type { BuildRequest } from '../engine/builder/request.ts'
import type { RequestedHostConfig } from '../engine/containers/host-config.ts'
import type { ComplaintStyle } from '../engine/persona.ts'
import { fullText, parseReference, type Reference, withDefaultTag } from '../registry/reference.ts'
import type { Credentials } from '../registry/registry.ts'
import { broken, invalid, Refusal, unsupported } from '../world/refusal.ts'
import type { Call } from './call.ts'
import { type Step, typeComplaint } from './type-complaint.ts'

type BuildCall = Call<'ImageBuild'>

/** Refuses in dockerd's order, before anything of the body is read. */
export function buildRequest(
  { query, headers, body }: BuildCall,
  style: ComplaintStyle,
  isExperimental: boolean,
): BuildRequest {
  if (query.securityopt.length > 0) throw invalid('security options are not supported on linux')
  if (query.outputs !== '') given<unknown[]>(query.outputs, 'invalid outputs specified', outputsWanted, style, [])
  const isolation = query.isolation ?? ''
  if (!/^(default|)$/i.test(isolation)) throw invalid(`unsupported isolation: ${JSON.stringify(isolation)}`)
  const hostConfig = hostConfigOf(query, style)
  const args = given(query.buildargs, 'error reading build args', argsWanted, style, {})
  const labels = given(query.labels, 'error reading labels', labelsWanted, style, {})
  const cacheFrom = given(query.cachefrom, 'error reading cache-from', namesWanted, style, [])
  if (query.version !== '' && query.version !== '1' && query.version !== '2') {
    throw invalid(`invalid version ${JSON.stringify(query.version)}`)
  }
  if (query.squash && !isExperimental) throw invalid('squash is only supported with experimental mode')
  if (query.squash) throw unsupported('mockerd does not squash images')
  return {
    archive: body,
    remote: query.remote ?? '',
    dockerfile: query.dockerfile,
    tags: tagsOf(query.t),
    pull: query.pull,
    noCache: query.nocache,
    cacheFrom,
    remove: query.rm || query.forcerm,
    forceRemove: query.forcerm,
    args,
    labels: labels as Readonly<Record<string, string>>,
    target: query.target,
    platform: query.platform,
    hostConfig,
    credentials: loginsOf(headers['x-registry-config']),
  }
}

/** What a parameter in JSON is to be: Go's name for it, and for what is in it. */
interface Wanted {
  readonly go: string
  readonly inner: string
  readonly isList: boolean
  fits(value: unknown): boolean
}

const isText = (value: unknown): boolean => value === null || typeof value === 'string'
const isObject = (value: unknown): boolean => value === null || (typeof value === 'object' && !Array.isArray(value))
const argsWanted: Wanted = { go: 'map[string]*string', inner: 'string', isList: false, fits: isText }
const labelsWanted: Wanted = { go: 'map[string]string', inner: 'string', isList: false, fits: isText }
const namesWanted: Wanted = { go: '[]string', inner: 'string', isList: true, fits: isText }
const limitsWanted: Wanted = { go: '[]*units.Ulimit', inner: 'units.Ulimit', isList: true, fits: isObject }
const outputsWanted: Wanted = {
  go: '[]build.ImageBuildOutput',
  inner: 'build.ImageBuildOutput',
  isList: true,
  fits: isObject,
}

/** The JSON of a parameter; what it is otherwise if it was left out. */
function given<Value>(
  text: string | undefined,
  prefix: string,
  wanted: Wanted,
  style: ComplaintStyle,
  otherwise: Value,
): Value {
  if (!text) return otherwise
  const problem = jsonProblem(text)
  if (problem !== undefined) throw invalid(`${prefix}: ${problem}`)
  const value: unknown = JSON.parse(text)
  if (value === null) return otherwise
  const refuse = (found: unknown, go: string, path: readonly Step[]): Error =>
    invalid(`${prefix}: ${typeComplaint(style, { what: kindOf(found), go, path, root: '' })}`)
  if (typeof value !== 'object' || Array.isArray(value) !== wanted.isList) throw refuse(value, wanted.go, [])
  const wrong = Object.entries(value).find(([, inner]) => !wanted.fits(inner))
  if (wrong) throw refuse(wrong[1], wanted.inner, [{ key: wanted.isList ? Number(wrong[0]) : wrong[0] }])
  return value as Value
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function hostConfigOf(query: BuildCall['query'], style: ComplaintStyle): RequestedHostConfig {
  const ulimits = given<NonNullable<RequestedHostConfig['Ulimits']>>(
    query.ulimits,
    'error reading ulimit settings',
    limitsWanted,
    style,
    [],
  )
  const mode = query.networkmode ?? ''
  return {
    CgroupParent: query.cgroupparent ?? '',
    CpuShares: query.cpushares ?? 0,
    CpuPeriod: query.cpuperiod ?? 0,
    CpuQuota: query.cpuquota ?? 0,
    CpusetCpus: query.cpusetcpus ?? '',
    CpusetMems: query.cpusetmems ?? '',
    Memory: query.memory ?? 0,
    MemorySwap: query.memswap ?? 0,
    Ulimits: ulimits,
    ShmSize: query.shmsize ?? 0,
    NetworkMode: mode === '' || mode === 'default' ? 'bridge' : mode,
    LogConfig: { Type: 'none', Config: {} },
    ExtraHosts: [...query.extrahosts],
  }
}

/** Each name once. */
function tagsOf(names: readonly string[]): Reference[] {
  const tags = new Map<string, Reference>()
  for (const name of names) {
    if (name === '') continue
    const reference = readName(name)
    if (reference.digest !== undefined) throw broken('build tag cannot contain a digest')
    const tag = withDefaultTag(reference)
    tags.set(fullText(tag), tag)
  }
  return [...tags.values()]
}

/** A name that is none has no class of its own here (500). */
function readName(name: string): Reference {
  try {
    return parseReference(name)
  } catch (error) {
    throw error instanceof Refusal ? broken(error.message) : error
  }
}

/** The logins that the client sends along, by the host of a registry; what cannot be read counts as none. */
function loginsOf(header: string | string[] | undefined): BuildRequest['credentials'] {
  const logins = new Map<string, Credentials>()
  try {
    const value: unknown = JSON.parse(Buffer.from(String(header ?? ''), 'base64url').toString('utf8'))
    for (const [name, login] of Object.entries(value ?? {})) logins.set(hostOf(name), login as Credentials)
  } catch {
    // as dockerd, which lets a pull without a login find out
  }
  return (domain) => logins.get(domain === 'docker.io' ? 'index.docker.io' : domain)
}

/** Older clients name registries by whole addresses. */
const hostOf = (name: string): string => name.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
