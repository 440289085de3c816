// Puts an engine together from its nouns, in their order: images, volumes and networks, containers, execs.
import type { Duplex } from 'node:stream'
import type { Registry } from '../registry/registry.ts'
import type * as Machines from '../runtime/create-machine.ts'
import type { ProgramTable } from '../runtime/programs.ts'
import type { StorageDriver } from '../storage/driver.ts'
import type { LayerStore } from '../storage/layers.ts'
import { memoryTree } from '../storage/memory-tree.ts'
import { noStore, type Store } from '../storage/store.ts'
import { type GoBack, together } from '../world/checkpoint.ts'
import type { Late } from '../world/late.ts'
import { unsupported } from '../world/refusal.ts'
import { settle } from '../world/turns.ts'
import type { World } from '../world/world.ts'
import { createBuilds } from './builder/builds.ts'
import { checkpointOfContainers } from './containers/checkpoint.ts'
import { createContainers } from './containers/containers.ts'
import type { ContainerContext } from './containers/context.ts'
import { DockerSocket } from './containers/docker-socket.ts'
import { HostFiles, type HostMount } from './containers/host-files.ts'
import { hostInterfaces } from './containers/interfaces.ts'
import { putContainers } from './containers/keep.ts'
import { logOptionsProblem } from './containers/logging/config.ts'
import { hostNamespace } from './containers/network-namespace.ts'
import { restoreContainers, resumeContainers } from './containers/restore.ts'
import { shutDownContainers } from './containers/shut-down.ts'
import { isUp } from './containers/state.ts'
import { ContainerTable } from './containers/table.ts'
import type { Engine } from './engine.ts'
import { newEngineId } from './engine-id.ts'
import { createExecs } from './execs/execs.ts'
import type { Host } from './host.ts'
import { createImageArchives } from './images/archives.ts'
import { imagesForBuilder } from './images/for-builder.ts'
import { imagesForContainers } from './images/for-containers.ts'
import { createImageState, createImages, type Images } from './images/images.ts'
import { putImages } from './images/keep.ts'
import { checkpointOfImages } from './images/state.ts'
import type { Transfers } from './images/transfers.ts'
import { DaemonMetrics } from './metrics/daemon-metrics.ts'
import { timed } from './metrics/timed.ts'
import { HostPorts } from './networks/host-ports.ts'
import { createNetworks } from './networks/networks.ts'
import type { Publisher } from './networks/publisher.ts'
import type { Persona } from './persona.ts'
import { defaultSettings, type LiveSettings, type Settings } from './settings.ts'
import { settingsProblem } from './settings-checks.ts'
import { createVolumes } from './volumes/volumes.ts'

export interface EngineParts {
  readonly world: World
  readonly persona: Persona
  readonly host: Host
  /** What is configured otherwise than by default. */
  readonly settings?: Partial<Settings> | undefined
  readonly driver: StorageDriver
  readonly layers: LayerStore
  /** Where everything is kept that is to outlive the process; nowhere if left out. */
  readonly store?: Store
  /** `ID` of /info; made up if left out */
  readonly engineId?: (fresh: string) => string
  readonly registry: Registry
  readonly transfers: Transfers
  readonly programs: ProgramTable
  /** What makes machines, which no container needs before it starts. */
  readonly machines: Late<typeof Machines>
  /** directories of the real host that binds may have as their source */
  readonly hostMounts?: readonly HostMount[]
  /** opens real ports behind published ones; they are state only if left out */
  readonly publisher?: Publisher | undefined
  /** answers clients in containers, who have the daemon's socket among their files */
  readonly serve?: (stream: Duplex) => void
}

/** The first process number that the simulated host gives to a container; those before are its own daemons. */
const FIRST_PID = 2000
/** Between the main processes of two containers: room for what runs in them. */
const PID_STEP = 47

export function createEngine(parts: EngineParts): Engine {
  const { world, persona, host, driver, layers, programs } = parts
  const { words } = persona
  const settings: LiveSettings = { now: { ...defaultSettings, ...parts.settings } }
  const problem = settingsProblem(settings.now, host) ?? logOptionsProblem(settings.now)
  if (problem) throw new Error(`failed to start daemon: ${problem}`)
  const store = storeFor(parts, settings.now)
  const table = new ContainerTable(words)
  const imageState = createImageState(world, layers, driver, persona, store)
  const metrics = new DaemonMetrics()
  const images = countedImages(createImages(imageState, parts.registry, parts.transfers), world, metrics)
  const newTree: ContainerContext['newTree'] = (options) => memoryTree({ mtime: world.clock.now(), ...options })
  const volumes = createVolumes({ world, host, persona, newTree, store })
  const networks = createNetworks({ world, host, persona, settings, store })
  const random = world.random.fork('containers')
  const machines = random.fork('machines')
  const hostNetwork = hostNamespace(table, hostInterfaces)
  let pid = FIRST_PID
  const hostTree = memoryTree()
  const context: ContainerContext = {
    world,
    random,
    host,
    settings,
    words,
    differences: persona.differences,
    table,
    images: imagesForContainers(imageState, (id) => isUp(table.find(id).state)),
    volumes,
    networks,
    ports: new HostPorts(parts.publisher, (port) => hostNetwork.connect('127.0.0.1', port)),
    hostNetwork,
    driver,
    layers,
    store,
    dockerSocket: new DockerSocket(hostTree, world.clock.now(), parts.serve ?? ((stream) => stream.destroy())),
    hostFiles: new HostFiles(hostTree, parts.hostMounts ?? [], world.clock.now()),
    newTree,
    newMachine: (options) =>
      parts.machines.code!.createMachine(options, { clock: world.clock, random: machines, programs }),
    machinesComing: () => (parts.machines.code ? undefined : parts.machines.load()),
    metrics,
    began: world.clock.now(),
    nextPid: () => (pid += PID_STEP),
  }
  const execs = createExecs(context)
  const freshId = newEngineId(world.random.fork('engine'), persona.differences)
  const checkpointOfRest = (): GoBack => {
    const lastPid = pid
    return together(
      driver.checkpoint!(),
      layers.checkpoint(),
      checkpointOfImages(imageState),
      volumes.checkpoint(),
      networks.checkpoint(),
      execs.checkpoint(),
      machines.checkpoint(),
      world.events.checkpoint(),
      () => {
        pid = lastPid
      },
    )
  }
  restoreContainers(context)
  layers.collect()
  for (const { state } of table.all()) pid = Math.max(pid, state.pid)
  return {
    world,
    persona,
    host,
    settings,
    driver,
    programs,
    registry: parts.registry,
    images,
    archives: createImageArchives(imageState, host),
    volumes,
    networks,
    metrics,
    swarm: { trouble: 'none' },
    ports: context.ports,
    containers: createContainers(context),
    execs,
    builds: createBuilds(context, imagesForBuilder(imageState, parts.registry, parts.transfers)),
    id: parts.engineId?.(freshId) ?? freshId,
    listensAt: (path) => context.dockerSocket.standAt(path, world.clock.now()),
    layers,
    putInto(other) {
      networks.putInto(other.networks)
      volumes.putInto(other)
      putImages(imageState, other)
      putContainers(context, other)
    },
    openPorts: () => context.ports.reopen(),
    resume: () => resumeContainers(context),
    shutDown: () => shutDownContainers(context),
    canGoBack: !store.isKept && driver.checkpoint !== undefined,
    checkpoint() {
      if (store.isKept) throw unsupported('a daemon with a data root cannot go back to an earlier state')
      if (!driver.checkpoint) throw unsupported(`the storage driver ${driver.name} cannot go back to an earlier state`)
      const inContainers = checkpointOfContainers(context)
      const goBackInRest = checkpointOfRest()
      return {
        async goBack() {
          inContainers.leave()
          // what was told to end has its turn to do so
          await settle()
          goBackInRest()
          const report = inContainers.enter()
          await context.ports.reopen()
          return report
        },
        look(at) {
          const now = {
            inContainers: checkpointOfContainers(context, inContainers.all),
            goBackInRest: checkpointOfRest(),
          }
          goBackInRest()
          inContainers.show()
          try {
            return at()
          } finally {
            now.goBackInRest()
            now.inContainers.show()
          }
        },
      }
    },
    close() {
      for (const container of table.all()) {
        container.doomed = true
        container.restartTimer?.cancel()
        container.machine?.destroy()
      }
    },
  }
}

/** On a disk nothing goes on but what was told to, and only if the daemon is still told so. */
function storeFor({ store = noStore }: EngineParts, { liveRestore }: Settings): Store {
  const { live, ...rest } = store
  return store.isKept && live?.goesOn && !liveRestore ? rest : store
}

/** Notes how long the actions take that dockerd's metrics tell of. */
function countedImages(images: Images, { clock }: World, { imageActions }: DaemonMetrics): Images {
  return {
    ...images,
    history: timed(clock, imageActions, 'history', images.history),
    remove: timed(clock, imageActions, 'delete', images.remove),
    pull: timed(clock, imageActions, 'pull', images.pull),
    push: timed(clock, imageActions, 'push', images.push),
  }
}
