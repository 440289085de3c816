// The containers of an earlier run, and what becomes of them when the daemon starts (moby daemon/daemon.go: restore).
import { fieldsOf, textOf } from '../../storage/data-root/parse.ts'
import { FileError } from '../../storage/file-error.ts'
import { Refusal } from '../../world/refusal.ts'
import type { Blank } from './blanks.ts'
import type { GoneBack } from './checkpoint.ts'
import { type Container, touch } from './container.ts'
import type { ContainerContext } from './context.ts'
import { etcMountsOf } from './etc-files.ts'
import { goOn } from './go-on.ts'
import type { HostSpot } from './host-files.ts'
import { prepareInitLayer } from './init-layer.ts'
import { type ContainerRecord, etcKey, keepTree, type LiveRecord } from './keep.ts'
import type { MountPoint } from './mount-point.ts'
import { newContainer } from './new-container.ts'
import { parsePort } from './ports.ts'
import { removeQuietly } from './remove.ts'
import { startWhenReady } from './start.ts'
import { exited, isUp, type State } from './state.ts'

/** What dockerd says of a container whose end nobody has seen. */
const UNKNOWN_END = 255

/** Takes over the containers of earlier runs; a record that is no good is left out, with its files as they are. */
export function restoreContainers(context: ContainerContext): void {
  const records: ContainerRecord[] = []
  for (const value of context.store.containers.all()) {
    let id = 'unknown'
    try {
      id = textOf(fieldsOf(value), 'id')
      records.push(checked(value))
    } catch (error) {
      context.store.containers.refuse(id, error)
    }
  }
  records.sort((one, other) => one.created - other.created)
  for (const record of records) {
    try {
      context.table.add(restored(context, record))
    } catch (error) {
      context.store.containers.refuse(record.id, error)
    }
  }
}

function checked(value: unknown): ContainerRecord {
  const fields = fieldsOf(value)
  for (const name of ['id', 'name', 'imageId']) textOf(fields, name)
  for (const name of ['config', 'hostConfig', 'state']) fieldsOf(fields[name])
  for (const name of ['mounts', 'endpoints', 'blanks']) {
    if (!Array.isArray(fields[name])) throw new Error(`its ${name} are no list`)
  }
  return value as ContainerRecord
}

function restored(context: ContainerContext, record: ContainerRecord): Container {
  const { id, name, created, imageId, layer, config, hostConfig, blanks, place } = record
  const { layers, store, driver, images } = context
  const options = {
    init: prepareInitLayer(created),
    size: driver.sizeOf?.(hostConfig.StorageOpt ?? {}),
    place,
  }
  const files = layers.remount(id, layer, options, (tree) => store.containerTrees.fill(id, tree))
  const container = newContainer(
    context,
    {
      id,
      name,
      created,
      imageId,
      layer,
      config,
      hostConfig,
      blanks: new Set(blanks as readonly Blank[]),
      tree: keepTree(context, id, files),
      mounts: record.mounts.map((mount) => restoredMount(context, id, mount)),
      endpoints: new Map(record.endpoints.map(([network, end]) => [network, { ...end, address: undefined }])),
    },
    true,
  )
  const live = liveOf(context, id)
  container.state = live ? record.state : afterwards(record.state, context.world.clock.now())
  container.restartCount = record.restartCount
  container.stoppedByHand = record.stoppedByHand
  container.hostFolder = record.hostFolder
  container.hadSandbox = record.hadSandbox
  if (record.isWatched) container.health = { status: 'starting', failingStreak: 0, log: [] }
  if (live) goOnAs(context, container, live)
  if (imageId !== '') images.claim(imageId, id)
  return container
}

function liveOf({ store }: ContainerContext, id: string): LiveRecord | undefined {
  const value = store.live?.get(id)
  if (value === undefined) return undefined
  const fields = fieldsOf(value)
  for (const name of ['published', 'addresses']) {
    if (!Array.isArray(fields[name])) throw new Error(`its ${name} are no list`)
  }
  return value as LiveRecord
}

/** It is what it was while the daemon ran: in its networks, with its ports and its health. */
function goOnAs(context: ContainerContext, container: Container, live: LiveRecord): void {
  const { store, networks, ports } = context
  container.restartCancelled = live.restartCancelled
  container.restartWait = live.restartWait
  container.sandbox = live.sandbox
  container.published = new Map(live.published)
  if (live.health) container.health = { ...live.health }
  for (const [name, address] of live.addresses) {
    const endpoint = container.endpoints.get(name)
    const network = [...networks.all()].find(({ id }) => id === endpoint?.networkId)
    if (!endpoint || !network) throw new Error(`it is in a network that is not there: ${name}`)
    endpoint.address = address
    network.members.set(container.id, { name: container.name, address })
  }
  for (const [port, bindings] of live.published) {
    const [, protocol] = parsePort(port)!
    for (const { HostIp, HostPort } of bindings) ports.takeAgain(HostIp ?? '', Number(HostPort), protocol)
  }
  const etc = context.newTree()
  store.containerTrees.fill(etcKey(container.id), etc)
  container.etcFiles = etcMountsOf(etc)
}

/** Nothing runs any more that ran. */
function afterwards(state: State, now: number): State {
  if (isUp(state)) return exited(state, UNKNOWN_END, now)
  return state.status === 'restarting' ? { ...state, status: 'exited' } : state
}

function restoredMount(context: ContainerContext, id: string, mount: ContainerRecord['mounts'][number]): MountPoint {
  const { type, name, source, layer } = mount
  if (type === 'bind') {
    return { ...mount, ...(foundSource(context, source) ?? { tree: context.newTree() }) }
  }
  if (type === 'volume' && name !== undefined) {
    const volume = context.volumes.create({ name })
    context.volumes.claim(name, id)
    return { ...mount, tree: volume.tree }
  }
  if (layer !== undefined) return { ...mount, tree: imageFiles(context, layer, name ?? '') }
  return { ...mount, tree: context.newTree() }
}

/** Nothing where a directory of the real host is not there any more. */
function foundSource({ hostFiles, world }: ContainerContext, source: string): HostSpot | undefined {
  try {
    return hostFiles.find(source, { mode: 0o755, mtime: world.clock.now() })
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

/** An image that is gone meanwhile has no files to show. */
function imageFiles({ images, layers, newTree }: ContainerContext, layer: string, name: string): MountPoint['tree'] {
  try {
    return layers.mount(layer, images.find(name).layer)
  } catch (error) {
    if (error instanceof Refusal) return newTree()
    throw error
  }
}

/** What became of the containers of a snapshot that ran. */
export type Resumed = Pick<GoneBack, 'restarted' | 'failed'>

/** The restart policies' turn when the daemon starts; what was to go with its end goes. */
export function resumeContainers(context: ContainerContext): Resumed {
  const restarted: string[] = []
  const failed: Record<string, string> = {}
  for (const container of [...context.table.all()]) {
    if (context.store.live?.get(container.id) !== undefined) {
      if (goOn(context, container, failed)) restarted.push(container.name)
      continue
    }
    if (isUp(container.state)) continue
    if (container.hostConfig.AutoRemove) removeQuietly(context, container, { volumes: true })
    else if (isToStart(container)) startAgain(context, container)
  }
  return { restarted, failed }
}

function startAgain(context: ContainerContext, container: Container): void {
  container.restartCount = 0
  touch(container)
  const forgive = (error: unknown): void => {
    // why it did not start is in its state
    if (!(error instanceof Refusal)) throw error
  }
  try {
    startWhenReady(context, container)?.catch(forgive)
  } catch (error) {
    forgive(error)
  }
}

/** moby daemon/internal/restartmanager: ShouldRestart, without a daemon that has been up */
function isToStart({ state, hostConfig, stoppedByHand, restartCount }: Container): boolean {
  const { Name, MaximumRetryCount } = hostConfig.RestartPolicy
  if (state.status !== 'exited') return false
  if (Name === 'always') return true
  if (Name === 'unless-stopped') return !stoppedByHand
  if (Name !== 'on-failure' || state.exitCode === 0) return false
  return MaximumRetryCount === 0 || restartCount < MaximumRetryCount
}
