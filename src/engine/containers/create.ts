// Making a container: checks, names, its layer, its mounts. All of it is there afterwards, or nothing.

import type { Platform } from '../../registry/manifest.ts'
import { FileError } from '../../storage/file-error.ts'
import type { WritableTree } from '../../storage/tree.ts'
import { newId } from '../../world/ids.ts'
import { newName } from '../../world/names.ts'
import { broken, conflict, invalid } from '../../world/refusal.ts'
import { walk } from '../directories.ts'
import type { UsableImage } from '../images/for-containers.ts'
import type { Endpoint, EndpointSettings } from '../networks/endpoint.ts'
import { isPredefined } from '../networks/network.ts'
import type { Networks } from '../networks/networks.ts'
import { blanksOf } from './blanks.ts'
import { checkConfig, checkHostConfig } from './checks.ts'
import { type Config, type ContainerConfig, mergeConfig } from './config.ts'
import type { Container } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { completeHostConfig, type HostConfig, type RequestedHostConfig } from './host-config.ts'
import { prepareInitLayer } from './init-layer.ts'
import { keepTree, saveFiles } from './keep.ts'
import { touchLinked } from './links.ts'
import { findOrNone } from './membership.ts'
import { withPropagation } from './mount-request.ts'
import { checkSources, inheritedMounts, mountRequests, realiseMounts } from './mounts.ts'
import { checkNetworkMode } from './network-mode.ts'
import { newContainer } from './new-container.ts'
import { resolveReferences } from './references.ts'

export interface CreateRequest {
  /** A name is made up if there is none. */
  readonly name?: string | undefined
  readonly config: ContainerConfig
  readonly hostConfig?: RequestedHostConfig | undefined
  readonly platform?: Platform | undefined
  readonly endpoints?: Readonly<Record<string, EndpointSettings | null>> | undefined
}

/** dockerd makes containers of nothing too, if there is a command. */
const noImage: UsableImage = { id: '', config: {}, layer: undefined, size: 0 }

/** moby daemon/names: RestrictedNamePattern */
const NAME = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

/** The name without its slash; throws when it may not be one, or is taken. */
export function checkName(context: ContainerContext, name: string): string {
  if (!NAME.test(name)) {
    throw invalid(`Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
  }
  const plain = name.replace(/^\//, '')
  const owner = context.table.ownerOf(plain)
  if (owner !== undefined) {
    throw conflict(
      `Conflict. The container name "/${plain}" is already in use by container "${owner}". You have to remove (or rename) that container to be able to reuse that name.`,
    )
  }
  return plain
}

export function createContainer(context: ContainerContext, request: CreateRequest): Container {
  const { world, host, words, table, images, layers } = context
  const hostConfig = completeHostConfig(request.hostConfig, context)
  checkNetworkMode(request.config, hostConfig, words)
  checkConfig(request.config, words)
  checkHostConfig(hostConfig, context)
  resolveReferences(table, hostConfig)
  const endpoints = byNetworkName(request.endpoints)
  context.networks.checkEndpoints(endpoints)
  const image = request.config.Image ? images.find(request.config.Image, request.platform) : noImage
  const id = newId(context.random)
  const config = mergeConfig(request.config, image.config, id, words)
  if (hostConfig.NetworkMode === 'host' && !request.config.Hostname) config.Hostname = host.name
  checkConfig(config, words)
  const requests = mountRequests(config, hostConfig).map((asked) => withPropagation(asked, host.root))
  checkSources(requests, context.hostFiles)
  const name = request.name
    ? checkName(context, request.name)
    : newName(context.random, (candidate) => table.ownerOf(candidate) !== undefined)

  const storage = hostConfig.StorageOpt ?? {}
  const refusal = context.driver.refusal?.(storage)
  if (refusal) throw broken(refusal)

  const undo: (() => void)[] = []
  try {
    const mounted = layers.mount(id, image.layer, {
      init: prepareInitLayer(world.clock.now()),
      size: context.driver.sizeOf?.(storage),
    })
    undo.push(() => layers.unmount(id))
    const tree = keepTree(context, id, () => mounted)
    undo.push(() => context.store.containerTrees.delete(id))
    makeWorkingDirectory(tree, config.WorkingDir, world.clock.now())
    const services = {
      world,
      volumes: context.volumes,
      hostFiles: context.hostFiles,
      mountsOf: (other: string) => table.find(other).mounts,
      newTree: () => context.newTree(),
      mountImage(name: string) {
        const layer = newId(context.random)
        const files = layers.mount(layer, images.find(name).layer)
        undo.push(() => layers.unmount(layer))
        return { tree: files, layer, source: context.driver.describe(layer).MergedDir ?? '' }
      },
    }
    undo.push(() => forgetVolumes(context, id))
    const own = realiseMounts(requests, id, tree, services)
    const inherited = inheritedMounts(hostConfig, new Set(own.map((mount) => mount.destination)), services)
    const container = newContainer(context, {
      id,
      name,
      created: world.clock.now(),
      imageId: image.id,
      layer: image.layer,
      config,
      hostConfig,
      blanks: blanksOf(request.hostConfig),
      tree,
      mounts: [...own, ...inherited],
      endpoints: endpointsOf(context.networks, config, hostConfig, endpoints),
    })
    if (image !== noImage) images.claim(image.id, id)
    table.add(container)
    touchLinked(table, container)
    container.changed()
    saveFiles(context, container)
    publish(context, container, 'create')
    return container
  } catch (error) {
    for (const step of undo.reverse()) step()
    throw error
  }
}

function makeWorkingDirectory(tree: WritableTree, path: string, mtime: number): void {
  if (!path || path === '/') return
  try {
    const ino = walk(tree, path, { mode: 0o755, mtime })
    if (ino !== undefined && tree.stat(ino).kind !== 'directory') throw new FileError('ENOTDIR', path)
  } catch (error) {
    if (error instanceof FileError) throw broken(`Cannot mkdir: ${path} is not a directory`)
    throw error
  }
}

/** Lets go of what a container has claimed; an anonymous volume that was made for it alone goes too. */
function forgetVolumes(context: ContainerContext, id: string): void {
  for (const volume of [...context.volumes.all()]) {
    if (!volume.claims.delete(id)) continue
    if (volume.anonymous && volume.claims.size === 0) context.volumes.remove(volume.name)
  }
}

/** The command line calls the default network `default`. */
function byNetworkName(asked: CreateRequest['endpoints'] = {}): Record<string, EndpointSettings | null> {
  return Object.fromEntries(
    Object.entries(asked).map(([name, settings]) => [name === 'default' ? 'bridge' : name, settings]),
  )
}

/**
 * The networks asked for by name; if there are none, that of the network mode, which may be an id (moby
 * daemon/container_operations.go: updateContainerNetworkSettings).
 */
function endpointsOf(
  networks: Networks,
  config: Config,
  hostConfig: HostConfig,
  asked: Readonly<Record<string, EndpointSettings | null>>,
): Map<string, Endpoint> {
  const endpoints = new Map<string, Endpoint>()
  const given = new Map(Object.entries(asked).map(([name, settings]) => [name, settings ?? {}]))
  const add = (name: string, settings: EndpointSettings): void => {
    endpoints.set(name, { settings, networkId: '', names: null, address: undefined })
  }
  const mode = hostConfig.NetworkMode
  const own = isPredefined(mode) ? undefined : findOrNone(networks, mode)
  for (const [name, settings] of given) add(name === own?.id ? own.name : name, settings)
  if (given.size === 0 && !mode.startsWith('container:') && !config.NetworkDisabled) add(own?.name ?? mode, {})
  return endpoints
}
