// The operations of the noun Container: making, listing, changing.

import { checkStartFrom } from '../engine/containers/checkpoints.ts'
import type { ContainerConfig } from '../engine/containers/config.ts'
import type { Container } from '../engine/containers/container.ts'
import type { RequestedHostConfig } from '../engine/containers/host-config.ts'
import type { WaitCondition, WaitResult } from '../engine/containers/waiters.ts'
import { createWarnings } from '../engine/containers/warnings.ts'
import type { Engine } from '../engine/engine.ts'
import { parsePlatform } from '../registry/platform.ts'
import { invalid } from '../world/refusal.ts'
import type { Call } from './call.ts'
import { detailsFor } from './container-versions.ts'
import type { Handler, OperationTable } from './handler.ts'
import { inspectText } from './inspect-text.ts'
import { withMacAddress } from './mac-address.ts'
import { empty, json, type Reply } from './reply.ts'
import { compareVersions } from './version.ts'

const find = (engine: Engine, call: { readonly path: { readonly id: string } }): Container =>
  engine.containers.find(call.path.id)

/** Fields of the body that are not the container's Config. */
const beside = new Set(['HostConfig', 'NetworkingConfig'])

const create: Handler<'ContainerCreate'> = (engine, { query, body, version }) => {
  const { HostConfig, NetworkingConfig, ...config } = body
  if (!Object.keys(body).some((key) => !beside.has(key))) throw invalid(engine.persona.words.emptyConfig())
  const leavesBlank = HostConfig === undefined && engine.persona.differences.has('blank-settings-stay-blank')
  const asked = leavesBlank ? undefined : olderDefaults(HostConfig as RequestedHostConfig | undefined, version, engine)
  const mac = withMacAddress(config as ContainerConfig, asked ?? {}, NetworkingConfig?.EndpointsConfig, version)
  const container = engine.containers.create({
    name: query.name,
    platform: query.platform ? parsePlatform(query.platform) : undefined,
    config: mac.config,
    hostConfig: asked,
    endpoints: mac.endpoints,
  })
  const warnings = [...mac.warnings, ...createWarnings(asked ?? {}, engine.host, engine.settings.now)]
  return json({ Id: container.id, Warnings: warnings }, 201)
}

/** What clients of an older API mean by leaving a field out (moby server/router/container: postContainersCreate). */
function olderDefaults(asked: RequestedHostConfig = {}, version: string, engine: Engine): RequestedHostConfig {
  return {
    ...asked,
    ...(compareVersions(version, '1.42') >= 0 && { KernelMemory: 0 }),
    ...(!asked.IpcMode && compareVersions(version, '1.40') < 0 && { IpcMode: 'shareable' }),
    ...(!asked.CgroupnsMode &&
      compareVersions(version, '1.41') < 0 &&
      engine.host.cgroupVersion === '1' && { CgroupnsMode: 'host' as const }),
  }
}

const list: Handler<'ContainerList'> = (engine, { query }) => ({
  kind: 'text',
  status: 200,
  type: 'application/json',
  text: engine.containers.list({ all: query.all, limit: query.limit ?? 0, size: query.size, filters: query.filters }),
})

const wait: Handler<'ContainerWait'> = (engine, call) => {
  const { condition } = call.query
  const { differences, words } = engine.persona
  const isLax = differences.has('wait-conditions-are-not-checked')
  if (!isCondition(condition) && !isLax) throw invalid(words.invalidWaitCondition(condition))
  const container = find(engine, call)
  const known = isCondition(condition) ? condition : ''
  const result = engine.containers.lifecycle.wait(container, known || 'not-running')
  const nothing = differences.has('wait-tells-of-no-error') ? null : undefined
  const head = { status: 200, type: 'application/json' }
  if (!(result instanceof Promise)) return { kind: 'text', ...head, text: waitText(result, nothing), chunked: true }
  return { kind: 'stream', ...head, chunks: waitReply(result, nothing) }
}

const isCondition = (text: string): text is WaitCondition | '' =>
  ['', 'not-running', 'next-exit', 'removed'].includes(text)

/** The head of the reply goes out at once; the body when the condition is met. */
async function* waitReply(waiting: Promise<WaitResult>, nothing: NoError): AsyncGenerator<string> {
  yield waitText(await waiting, nothing)
}

/** What stands for an error where there is none. */
type NoError = null | undefined

const waitText = ({ exitCode, error }: WaitResult, nothing: NoError): string =>
  `${JSON.stringify({ StatusCode: exitCode, Error: error === undefined ? nothing : { Message: error } })}\n`

const inspect: Handler<'ContainerInspect'> = (engine, call) => {
  const container = find(engine, call)
  if (call.query.size) return json(detailsFor(call.version, engine.persona, engine.containers.inspect(container, true)))
  return { kind: 'text', status: 200, type: 'application/json', text: inspectText(engine, container, call.version) }
}

const rename: Handler<'ContainerRename'> = (engine, call) => {
  engine.containers.rename(call.path.id, call.query.name ?? '')
  return empty(204)
}

const remove: Handler<'ContainerDelete'> = async (engine, { path, query }) => {
  await engine.containers.remove(path.id, { force: query.force, volumes: query.v, link: query.link })
  return empty(204)
}

/** An operation on one container that answers 204. */
const act =
  (action: (engine: Engine, container: Container, call: Call) => void | Promise<void>) =>
  (engine: Engine, call: Call & { readonly path: { readonly id: string } }): Reply | Promise<Reply> => {
    const done = action(engine, find(engine, call), call)
    return done instanceof Promise ? done.then(() => empty(204)) : empty(204)
  }

const starting = act((engine, container) => engine.containers.lifecycle.start(container))

export const containerOperations: Pick<
  OperationTable,
  | 'ContainerCreate'
  | 'ContainerList'
  | 'ContainerInspect'
  | 'ContainerChanges'
  | 'ContainerRename'
  | 'ContainerUpdate'
  | 'ContainerDelete'
  | 'ContainerPrune'
  | 'ContainerStart'
  | 'ContainerStop'
  | 'ContainerRestart'
  | 'ContainerKill'
  | 'ContainerPause'
  | 'ContainerUnpause'
  | 'ContainerWait'
> = {
  ContainerCreate: create,
  ContainerList: list,
  ContainerInspect: inspect,
  ContainerChanges: (engine, call) => {
    const changes = engine.containers.watch.changes(find(engine, call))
    return json(changes.length > 0 ? changes.map(({ path, kind }) => ({ Path: path, Kind: kind })) : null)
  },
  ContainerRename: rename,
  ContainerUpdate: (engine, call) => {
    const warnings = engine.containers.update(call.path.id, call.body as RequestedHostConfig)
    return json({ Warnings: warnings.length > 0 ? warnings : null })
  },
  ContainerDelete: remove,
  ContainerPrune: (engine, { query }) => {
    const { deleted, reclaimed } = engine.containers.prune(query.filters)
    return json({ ContainersDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: reclaimed })
  },
  ContainerStart: (engine, call) => {
    const { checkpoint = '', 'checkpoint-dir': directory = '' } = call.query
    checkStartFrom(engine, () => find(engine, call), checkpoint, directory)
    return starting(engine, call)
  },
  ContainerStop: (engine, call) => stopping(engine, call, 'stop'),
  ContainerRestart: (engine, call) => stopping(engine, call, 'restart'),
  ContainerKill: async (engine, { path, query }) => {
    await engine.containers.lifecycle.kill(path.id, query.signal)
    return empty(204)
  },
  ContainerPause: act((engine, container) => engine.containers.lifecycle.pause(container)),
  ContainerUnpause: act((engine, container) => engine.containers.lifecycle.unpause(container)),
  ContainerWait: wait,
}

async function stopping(
  engine: Engine,
  call: Call<'ContainerStop'> | Call<'ContainerRestart'>,
  verb: 'stop' | 'restart',
): Promise<Reply> {
  const { t: timeout, signal } = call.query
  await engine.containers.lifecycle[verb](call.path.id, { timeout, signal })
  return empty(204)
}
