// GET /info: what there is, and on what it runs (moby daemon/info.go, info_unix.go).
import { rfc3339 } from '../../codec/timestamp.ts'
import { withoutCredentials } from '../../codec/url-credentials.ts'
import type { Engine } from '../engine.ts'
import type { Difference } from '../persona.ts'
import { isLikeRunc } from '../runtimes.ts'
import { cgroupDriver, type Settings } from '../settings.ts'
import { swarmStatus } from '../swarm/trouble.ts'
import { daemonWarnings } from './daemon-warnings.ts'
import { podmanInfo } from './podman-info.ts'
import { registryConfig } from './registry-config.ts'
import { securityOptions } from './security-options.ts'
import { driverStatus } from './storage.ts'
import { ARCHITECTURE } from './version.ts'

/** Everything that any API version shows, in the order of moby's api/types/system.Info. */
export function infoOf(engine: Engine): Record<string, unknown> {
  const { world, persona, host, driver } = engine
  const { now } = engine.settings
  for (const asked of ['system_info', 'operating_system', 'os_version']) engine.metrics.hostInfo.observe(asked, 0)
  const { info: traits } = persona
  const counts = countContainers(engine)
  const isCgroup1 = host.cgroupVersion === '1'
  const hasLimits = cgroupDriver(now, host) !== 'none'
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
      Authorization: now.authorizationPlugins.length > 0 ? now.authorizationPlugins : null,
      Log: traits.logDrivers,
    },
    MemoryLimit: hasLimits,
    SwapLimit: hasLimits,
    ...(isCgroup1 && { KernelMemory: hasLimits, KernelMemoryTCP: hasLimits }),
    CpuCfsPeriod: hasLimits,
    CpuCfsQuota: hasLimits,
    CPUShares: hasLimits,
    CPUSet: hasLimits,
    PidsLimit: hasLimits,
    IPv4Forwarding: now.ipForward,
    BridgeNfIptables: traits.bridgeFiltering,
    BridgeNfIp6tables: traits.bridgeFiltering,
    Debug: now.debug,
    ...busyness(engine, counts.running),
    OomKillDisable: isCgroup1 && hasLimits,
    SystemTime: rfc3339(world.clock.now()),
    LoggingDriver: now.logDriver,
    CgroupDriver: cgroupDriver(now, host),
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
    GenericResources: genericResources(now.nodeGenericResources),
    DockerRootDir: host.root,
    HttpProxy: withoutCredentials(now.httpProxy),
    HttpsProxy: withoutCredentials(now.httpsProxy),
    NoProxy: now.noProxy,
    Name: host.name,
    Labels: now.labels,
    ExperimentalBuild: now.experimental,
    ServerVersion: persona.version,
    Runtimes: runtimes(engine),
    DefaultRuntime: now.defaultRuntime,
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: nodeState,
      ControlAvailable: controlAvailable,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: now.liveRestore,
    Isolation: '',
    InitBinary: now.initPath || 'docker-init',
    ContainerdCommit: commit(persona.containerd, persona.differences),
    RuncCommit: commit(isLikeRunc(now.defaultRuntime, now) ? persona.runc : unknown, persona.differences),
    InitCommit: commit(persona.init, persona.differences),
    SecurityOptions: securityOptions(engine),
    ...(now.defaultAddressPools.length > 0 && {
      DefaultAddressPools: now.defaultAddressPools.map(({ base, size }) => ({ Base: base, Size: size })),
    }),
    ...(hasFirewall(now) && { FirewallBackend: { Driver: now.firewallBackend || 'iptables' } }),
    CDISpecDirs: deviceDirectories(engine),
    Containerd: {
      Address: now.containerd || '/run/containerd/containerd.sock',
      Namespaces: { Containers: now.containerdNamespace, Plugins: now.containerdPluginsNamespace },
    },
    Warnings: daemonWarnings(engine),
    ExecutionDriver: '<not supported>',
  }
  for (const field of traits.without) delete info[field]
  return persona.podman ? { ...info, ...podmanInfo(persona.podman, engine) } : info
}

/** libnetwork has not looked at iptables where it need not use them (moby libnetwork/controller_linux.go). */
const hasFirewall = ({ iptables, ip6tables, firewallBackend }: Settings): boolean =>
  iptables || ip6tables || firewallBackend === 'nftables'

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

/** By name in its order, as Go writes maps. */
function runtimes({ persona, settings: { now } }: Engine): Record<string, object> {
  const { runtimes, runtimeFeatures } = persona.info
  const status = runtimeFeatures && { status: { 'org.opencontainers.runtime-spec.features': runtimeFeatures } }
  const stock = runtimes.map((name): [string, object] => [name, { path: 'runc', ...status }])
  const configured = Object.entries(now.runtimes).map(([name, { path, runtimeArgs }]): [string, object] => [
    name,
    { ...(path && { path }), ...(runtimeArgs?.length && { runtimeArgs }), ...(path && status) },
  ])
  return Object.fromEntries([...stock, ...configured].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** `gpu=3` is a number of them, `gpu=UUID1` one by name; null where there are none. */
function genericResources(configured: readonly string[]): object[] | null {
  const resources = configured.map((text) => {
    const [Kind = '', Value = ''] = text.split('=')
    return /^\d+$/.test(Value)
      ? { DiscreteResourceSpec: { Kind, Value: Number(Value) } }
      : { NamedResourceSpec: { Kind, Value } }
  })
  return resources.length > 0 ? resources : null
}

function deviceDirectories({ persona, settings: { now } }: Engine): readonly string[] {
  if (persona.differences.has('no-device-specifications') || now.features.cdi === false) return []
  const { cdiSpecDirs } = now
  return cdiSpecDirs.length > 0 ? cdiSpecDirs.filter((path) => path !== '') : ['/etc/cdi', '/var/run/cdi']
}

const unknown = { commit: 'N/A' }

const commit = ({ commit }: { readonly commit: string }, differences: ReadonlySet<Difference>): object => ({
  ID: commit,
  ...((commit || differences.has('no-commit-is-expected-too')) && { Expected: commit }),
})
