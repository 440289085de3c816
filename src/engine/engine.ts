// The engine: a record of services, one per noun, and what they stand on.
import type { Registry } from '../registry/registry.ts'
import type { ProgramTable } from '../runtime/programs.ts'
import type { StorageDriver } from '../storage/driver.ts'
import type { LayerStore } from '../storage/layers.ts'
import type { Store } from '../storage/store.ts'
import type { World } from '../world/world.ts'
import type { Builds } from './builder/builds.ts'
import type { GoneBack } from './containers/checkpoint.ts'
import type { Containers } from './containers/containers.ts'
import type { Resumed } from './containers/restore.ts'
import type { Execs } from './execs/execs.ts'
import type { Host } from './host.ts'
import type { ImageArchives } from './images/archives.ts'
import type { Images } from './images/images.ts'
import type { DaemonMetrics } from './metrics/daemon-metrics.ts'
import type { HostPorts } from './networks/host-ports.ts'
import type { Networks } from './networks/networks.ts'
import type { Persona } from './persona.ts'
import type { LiveSettings } from './settings.ts'
import type { SwarmState } from './swarm/trouble.ts'
import type { Volumes } from './volumes/volumes.ts'

/** A state of an engine. */
export interface Checkpoint {
  /** Goes back to it, any number of times. */
  goBack(): Promise<GoneBack>
  /** What somebody sees of it who looks at the engine, at once and without changing anything. Processes go on. */
  look<Seen>(at: () => Seen): Seen
}

export interface Engine {
  readonly world: World
  readonly persona: Persona
  readonly host: Host
  /** How the daemon is configured. */
  readonly settings: LiveSettings
  readonly driver: StorageDriver
  readonly programs: ProgramTable
  readonly registry: Registry
  readonly images: Images
  readonly archives: ImageArchives
  readonly volumes: Volumes
  readonly networks: Networks
  readonly containers: Containers
  readonly execs: Execs
  readonly builds: Builds
  /** Why it does not answer for a swarm. */
  readonly swarm: SwarmState
  /** The ports of the simulated host. */
  readonly ports: HostPorts
  /** `ID` of /info */
  readonly id: string
  readonly metrics: DaemonMetrics
  /** Whether it can go back to an earlier state: not if it keeps its state on a disk, or its storage cannot. */
  readonly canGoBack: boolean
  /**
   * What the engine is like now can be gone back to, any number of times: images, containers with their files and logs,
   * volumes, networks, ids that come next. Time goes on. Throws where the storage cannot do so.
   */
  checkpoint(): Checkpoint
  /** Puts all that it is made of there but the layers, at once. */
  putInto(store: Store): void
  readonly layers: LayerStore
  /** Starts the containers of an earlier run whose restart policy says so, and those that ran in a snapshot. */
  resume(): Resumed
  /** The daemon listens at this path: binds of it, or of a directory above, let containers talk to the daemon. */
  listensAt(path: string): void
  /** Opens the real ports behind those of containers, as far as that can be done. */
  openPorts(): Promise<void>
  /** Stops every container, and leaves it to be started again. */
  shutDown(): Promise<void>
  /** Ends every container without further ado. */
  close(): void
}
