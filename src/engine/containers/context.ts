// What the container services share: the tables they need and the parts below them.
import type { Machine, MachineOptions } from '../../runtime/machine.ts'
import type { StorageDriver } from '../../storage/driver.ts'
import type { WritableTree } from '../../storage/tree.ts'
import type { Random } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { Host } from '../host.ts'
import type { HostPorts } from '../networks/host-ports.ts'
import type { Networks } from '../networks/networks.ts'
import type { Volumes } from '../volumes/volumes.ts'
import type { Words } from '../words.ts'
import type { ImageConfig } from './config.ts'
import type { ContainerTable } from './table.ts'

/** What containers ask of images. */
export interface ContainerImages {
  /** Throws `No such image: X:tag`. */
  find(reference: string): ContainerImage
  /** A container holds on to its image until it lets go. */
  claim(imageId: string, containerId: string): void
  release(imageId: string, containerId: string): void
  /** References by which an image is known now: the first is shown by `docker ps`. */
  tags(imageId: string): readonly string[]
}

export interface ContainerImage {
  readonly id: string
  readonly config: ImageConfig
  /** id of the top layer in the storage driver; undefined for an image without layers */
  readonly layer: string | undefined
  /** bytes */
  readonly size: number
}

export interface ContainerContext {
  readonly world: World
  /** chance of container ids, names and machines */
  readonly random: Random
  readonly host: Host
  readonly words: Words
  readonly table: ContainerTable
  readonly images: ContainerImages
  readonly volumes: Volumes
  readonly networks: Networks
  readonly ports: HostPorts
  readonly driver: StorageDriver
  readonly hostFiles: WritableTree
  /** an empty tree of its own: a tmpfs, a volume */
  newTree(options?: { readonly size?: number; readonly mode?: number }): WritableTree
  newMachine(options: MachineOptions): Machine
  /** The next process number of the simulated host. */
  nextPid(): number
}

/** Says what happened to a container, with the attributes that all its events have. */
export function publish(
  context: Pick<ContainerContext, 'world'>,
  container: {
    readonly id: string
    readonly name: string
    readonly config: { readonly Image: string; readonly Labels: Record<string, string> }
  },
  action: string,
  more: Readonly<Record<string, string>> = {},
): void {
  const { id, name, config } = container
  context.world.events.publish({
    type: 'container',
    action,
    id,
    attributes: { ...config.Labels, ...more, image: config.Image, name },
  })
}
