// GET /info: what there is, and on what it runs (moby daemon/info.go, info_unix.go).
import { rfc3339 } from '../../codec/timestamp.ts'
import type { Engine } from '../engine.ts'
import type { Difference } from '../persona.ts'
import { swarmStatus } from '../swarm/trouble.ts'
import { podmanInfo } from './podman-info.ts'
import { registryConfig } from './registry-config.ts'
import { driverStatus, storageWarnings } from './storage.ts'
import { ARCHITECTURE } from './version.ts'

/** Everything that any API version shows, in the order of moby's api/types/system.Info. */
export function infoOf(engine: Engine): Record<string, unknown> {
  const { world, persona, host, driver } = engine
  for (const asked of ['system_info', 'operating_system', 'os_version']) engine.metrics.hostInfo.observe(asked, 0)
  const { info: traits } = persona
  const counts = countContainers(engine)
  const isCgroup1 = host.cgroupVersion === '1'
  const [nodeState, controlAvailable] = swarmStatus(engine.swarm)
  const info: Record<string, unknown> = {
    ID: engine.id,
    Containers: counts.all,
    ContainersRunning: counts.running,
    ContainersPaused: counts.paused,
    ContainersStopped: counts.stopped,
    Images: engine.images.list({ all: true, filters: {}, sharedSize: false }).length,
    Driver: driver.name,
    DriverStatus: driverStatus(engine),
    Plugins: {
      Volume: ['local'],
      Network: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
      Authorization: null,
      Log: traits.logDrivers,
    },
    MemoryLimit: true,
    SwapLimit: true,
    ...(isCgroup1 && { KernelMemory: true, KernelMemoryTCP: true }),
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    BridgeNfIptables: traits.bridgeFiltering,
    BridgeNfIp6tables: traits.bridgeFiltering,
    Debug: false,
    ...busyness(engine, counts.running),
    OomKillDisable: isCgroup1,
    SystemTime: rfc3339(world.clock.now()),
    LoggingDriver: 'json-file',
    CgroupDriver: isCgroup1 ? 'cgroupfs' : 'systemd',
    CgroupVersion: host.cgroupVersion,
    NEventsListener: world.events.listening,
    KernelVersion: host.kernel,
    OperatingSystem: host.system,
    OSVersion: host.systemVersion,
    OSType: 'linux',
    Architecture: ARCHITECTURE.machine,
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: registryConfig(traits.registryConfig, engine.registry.named),
    NCPU: host.processors,
    MemTotal: host.memory,
    GenericResources: null,
    DockerRootDir: host.root,
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: host.name,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: persona.version,
    Runtimes: runtimes(engine),
    DefaultRuntime: 'runc',
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: nodeState,
      ControlAvailable: controlAvailable,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: commit(persona.containerd, persona.differences),
    RuncCommit: commit(persona.runc, persona.differences),
    InitCommit: commit(persona.init, persona.differences),
    SecurityOptions: [`name=seccomp,profile=${traits.seccompProfile}`, ...(isCgroup1 ? [] : ['name=cgroupns'])],
    FirewallBackend: { Driver: 'iptables' },
    CDISpecDirs: persona.differences.has('no-device-specifications') ? [] : ['/etc/cdi', '/var/run/cdi'],
    Containerd: {
      Address: '/run/containerd/containerd.sock',
      Namespaces: { Containers: 'moby', Plugins: 'plugins.moby' },
    },
    Warnings: storageWarnings(engine),
    ExecutionDriver: '<not supported>',
  }
  for (const field of traits.without) delete info[field]
  return persona.podman ? { ...info, ...podmanInfo(persona.podman, engine) } : info
}

interface Counts {
  readonly all: number
  readonly running: number
  readonly paused: number
  readonly stopped: number
}

/** A container that waits for its restart counts as running (moby daemon/container: StateString). */
function countContainers({ containers }: Engine): Counts {
  let all = 0
  let running = 0
  let paused = 0
  for (const { state } of containers.all()) {
    all++
    if (state.status === 'paused') paused++
    else if (state.status === 'running' || state.status === 'restarting') running++
  }
  return { all, running, paused, stopped: all - running - paused }
}

/** differs: mockerd has no goroutines; the numbers grow with its containers and listeners as dockerd's do. */
function busyness({ world }: Engine, running: number): { NFd: number; NGoroutines: number } {
  const listening = world.events.listening
  return { NFd: 24 + 6 * running + listening, NGoroutines: 42 + 8 * running + 2 * listening }
}

function runtimes({ persona }: Engine): Record<string, object> {
  const { runtimes, runtimeFeatures } = persona.info
  const runtime = {
    path: 'runc',
    ...(runtimeFeatures && { status: { 'org.opencontainers.runtime-spec.features': runtimeFeatures } }),
  }
  return Object.fromEntries(runtimes.map((name) => [name, runtime]))
}

const commit = ({ commit }: { readonly commit: string }, differences: ReadonlySet<Difference>): object => ({
  ID: commit,
  ...((commit || differences.has('no-commit-is-expected-too')) && { Expected: commit }),
})
