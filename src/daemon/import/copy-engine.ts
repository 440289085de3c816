// Copies what an engine has into a daemon of ours, through the APIs of both.

import { removeAll } from '../../storage/remove.ts'
import type { WritableTree } from '../../storage/tree.ts'
import { createBody } from './container-body.ts'
import { copyFiles, copyVolume } from './container-files.ts'
import type { EngineClient } from './engine-client.ts'
import { type Container, type ImageSummary, type Network, nameOf, type Volume } from './inspected.ts'

export interface CopyOptions {
  readonly from: EngineClient
  readonly to: EngineClient
  /** The files of a container of the copy. */
  readonly treeOf: (container: string) => WritableTree
  /** Hears of what could not be copied, a sentence each. */
  readonly warn: (sentence: string) => void
}

/** How many of each have been copied. */
export interface Copied {
  images: number
  networks: number
  volumes: number
  containers: number
}

/** Asks the engine only for what it has, and changes nothing there. Rejects when it does not answer. */
export async function copyEngine(options: CopyOptions): Promise<Copied> {
  const { from } = options
  const copied: Copied = { images: 0, networks: 0, volumes: 0, containers: 0 }
  const step = async (what: keyof Copied, name: string, copy: () => Promise<unknown>): Promise<void> => {
    try {
      await copy()
      copied[what]++
    } catch (error) {
      options.warn(`${what.slice(0, -1)} ${name} was not copied: ${(error as Error).message}`)
    }
  }
  const images = await from.json<ImageSummary[]>('GET', '/images/json')
  const listed = await from.json<{ Id: string }[]>('GET', '/containers/json?all=1')
  const containers = await Promise.all(listed.map(({ Id }) => from.json<Container>('GET', `/containers/${Id}/json`)))
  // what refers to others comes behind them
  containers.sort((one, other) => (one.Created < other.Created ? -1 : 1))

  for (const image of images) await step('images', nameOfImage(image), () => copyImage(options, image))
  for (const network of await from.json<Network[]>('GET', '/networks')) {
    if (isBuiltIn(network)) continue
    await step('networks', network.Name, () => copyNetwork(options, network))
  }
  const { Volumes } = await from.json<{ Volumes: Volume[] | null }>('GET', '/volumes')
  for (const volume of Volumes ?? []) {
    await step('volumes', volume.Name, () => makeVolume(options, volume, containers))
  }
  const names = new Map(images.flatMap(({ Id, RepoTags }) => namesOf(RepoTags).map((name) => [name, Id] as const)))
  for (const container of containers) {
    await step('containers', nameOf(container), () => copyContainer(options, container, names, containers))
  }
  return copied
}

const namesOf = (tags: readonly string[] | null): string[] =>
  (tags ?? []).filter((tag) => tag !== '<none>:<none>').flatMap((tag) => [tag, ...tag.split(/:latest$/).slice(0, -1)])

const nameOfImage = ({ Id, RepoTags }: ImageSummary): string => namesOf(RepoTags)[0] ?? Id

async function copyImage({ from, to }: CopyOptions, { Id, RepoTags }: ImageSummary): Promise<void> {
  const tags = (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>')
  const names = new URLSearchParams((tags.length > 0 ? tags : [Id]).map((name): [string, string] => ['names', name]))
  await to.done('POST', '/images/load?quiet=1', await from.stream('GET', `/images/get?${names}`))
}

const isBuiltIn = ({ Name, Scope }: Network): boolean => ['bridge', 'host', 'none'].includes(Name) || Scope === 'swarm'

async function copyNetwork({ to }: CopyOptions, network: Network): Promise<void> {
  const { Name, Driver, Internal, Attachable, EnableIPv4, EnableIPv6, IPAM, Options, Labels } = network
  const { ConfigOnly, ConfigFrom } = network
  const from = (ConfigFrom as { Network?: string } | undefined)?.Network ? { ConfigFrom } : { IPAM }
  await to.done('POST', '/networks/create', {
    ...{ Name, Driver, Internal, Attachable, EnableIPv4, EnableIPv6, Options, Labels, ConfigOnly },
    ...from,
  })
}

async function makeVolume(options: CopyOptions, volume: Volume, containers: readonly Container[]): Promise<void> {
  const { from, to, warn } = options
  const { Name, Driver, Options, Labels } = volume
  await to.done('POST', '/volumes/create', {
    Name,
    Driver,
    ...(Options && { DriverOpts: Options }),
    ...(Labels && { Labels }),
  })
  for (const container of containers) {
    const mount = container.Mounts.find((one) => one.Type === 'volume' && one.Name === Name)
    if (!mount) continue
    const place = { container: container.Id, path: mount.Destination, volume: Name, image: container.Image }
    return copyVolume(from, to, place)
  }
  warn(`volume ${Name} is empty in the copy: no container shows what is in it`)
}

async function copyContainer(
  { from, to, treeOf, warn }: CopyOptions,
  container: Container,
  images: ReadonlyMap<string, string>,
  all: readonly Container[],
): Promise<void> {
  const { Id: id, State } = container
  const name = nameOf(container)
  await to.done('POST', `/containers/create?name=${name}`, createBody(container, images, all))
  const tree = treeOf(name)
  const mounted = container.Mounts.map(({ Destination }) => Destination)
  await copyFiles(from, to, { id, name, mounted }, (path) => removePath(tree, path))
  if (!State.Running) return
  await to.done('POST', `/containers/${name}/start`)
  const now = await to.json<Container>('GET', `/containers/${name}/json`)
  if (!now.State.Running) warn(`container ${name} ran and does not run in the copy: its program is not simulated`)
  else if (State.Paused) await to.done('POST', `/containers/${name}/pause`)
}

function removePath(tree: WritableTree, path: string): void {
  const names = path.split('/').filter((name) => name !== '')
  const last = names.pop()
  let directory: number | undefined = tree.root
  for (const name of names) directory = directory === undefined ? undefined : tree.lookup(directory, name)
  if (directory === undefined || last === undefined || tree.lookup(directory, last) === undefined) return
  removeAll(tree, directory, last)
}
