// What the container services share: the tables they need and the parts below them.
import type { Machine, MachineOptions } from '../../runtime/machine.ts'
import type { NetworkNamespace } from '../../runtime/network/namespace.ts'
import type { StorageDriver } from '../../storage/driver.ts'
import type { LayerStore } from '../../storage/layers.ts'
import type { MemoryTreeOptions } from '../../storage/memory-tree.ts'
import type { Store } from '../../storage/store.ts'
import type { WritableTree } from '../../storage/tree.ts'
import type { Random } from '../../world/random.ts'
import type { World } from '../../world/world.ts'
import type { Host } from '../host.ts'
import type { ImagesForContainers } from '../images/for-containers.ts'
import type { DaemonMetrics } from '../metrics/daemon-metrics.ts'
import type { HostPorts } from '../networks/host-ports.ts'
import type { Networks } from '../networks/networks.ts'
import type { Difference } from '../persona.ts'
import type { LiveSettings } from '../settings.ts'
import type { Volumes } from '../volumes/volumes.ts'
import type { Words } from '../words.ts'
import type { DockerSocket } from './docker-socket.ts'
import type { HostFiles } from './host-files.ts'
import type { ContainerTable } from './table.ts'

export interface ContainerContext {
  readonly world: World
  /** chance of container ids, names and machines */
  readonly random: Random
  readonly host: Host
  /** How the daemon is configured. */
  readonly settings: LiveSettings
  readonly words: Words
  readonly differences: ReadonlySet<Difference>
  readonly table: ContainerTable
  readonly images: ImagesForContainers
  readonly volumes: Volumes
  readonly networks: Networks
  readonly ports: HostPorts
  /** the simulated host's own */
  readonly hostNetwork: NetworkNamespace
  readonly driver: StorageDriver
  readonly layers: LayerStore
  readonly store: Store
  /** the daemon's own, where containers may have it */
  readonly dockerSocket: DockerSocket
  /** what binds have as their source */
  readonly hostFiles: HostFiles
  /** an empty tree of its own: a tmpfs, a volume */
  newTree(options?: MemoryTreeOptions): WritableTree
  newMachine(options: MachineOptions): Machine
  /** When machines can be made; undefined if they can. */
  machinesComing(): Promise<unknown> | undefined
  readonly metrics: DaemonMetrics
  /** when this daemon came up, ms since 1970 */
  readonly began: number
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
