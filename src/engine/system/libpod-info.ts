// GET /libpod/info: what Podman tells of its host and its storage (podman libpod/define/info.go, libpod/info.go).
import { civil } from '../../codec/calendar.ts'
import { parseRfc3339 } from '../../codec/timestamp.ts'
import type { Engine } from '../engine.ts'
import type { PodmanTraits } from '../persona.ts'
import { driverStatus } from './storage.ts'
import { ARCHITECTURE } from './version.ts'

/** Those of containers/common that a container has when nothing else is asked for. */
const capabilities = [
  ...['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FOWNER', 'CAP_FSETID', 'CAP_KILL', 'CAP_NET_BIND_SERVICE'],
  ...['CAP_SETFCAP', 'CAP_SETGID', 'CAP_SETPCAP', 'CAP_SETUID', 'CAP_SYS_CHROOT'],
]

/** How many containers and volumes Podman can have at once. */
const LOCKS = 2048

/** In Podman's order. What it measures (processors, free memory, uptime) is that of a machine at rest. */
export function libpodInfo(engine: Engine, traits: PodmanTraits): object {
  const { persona } = engine
  const built = (parseRfc3339(persona.buildTime) ?? 0) / 1000
  return {
    host: hostOf(engine, traits),
    store: storeOf(engine),
    registries: {},
    plugins: { volume: ['local'], network: traits.networkPlugins, log: persona.info.logDrivers, authorization: null },
    version: {
      APIVersion: persona.version,
      Version: persona.version,
      GoVersion: persona.goVersion,
      GitCommit: persona.gitCommit,
      BuiltTime: ansiTime(built),
      Built: built,
      OsArch: `linux/${ARCHITECTURE.go}`,
      Os: 'linux',
    },
  }
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (number: number): string => String(number).padStart(2, '0')

/** Go's time.ANSIC: `Wed Apr  2 13:43:09 2025`. */
function ansiTime(seconds: number): string {
  const { year, month, day, hour, minute, second, weekday } = civil(seconds)
  const time = [hour, minute, second].map(two).join(':')
  return `${days[weekday]} ${months[month - 1]} ${String(day).padStart(2)} ${time} ${year}`
}

function hostOf({ persona, host, containers, volumes }: Engine, traits: PodmanTraits): object {
  const { conmon, runtime } = traits
  const [distribution = '', version = ''] = persona.platform.split('/').at(-1)!.split('-')
  const taken = [...containers.all()].length + volumes.list({}).length
  return {
    arch: ARCHITECTURE.go,
    buildahVersion: traits.buildah,
    cgroupManager: host.cgroupVersion === '1' ? 'cgroupfs' : 'systemd',
    cgroupVersion: `v${host.cgroupVersion}`,
    cgroupControllers: ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc'],
    conmon: { package: conmon.package, path: '/usr/bin/conmon', version: conmon.version },
    cpus: host.processors,
    cpuUtilization: { userPercent: 0, systemPercent: 0, idlePercent: 100 },
    databaseBackend: 'sqlite',
    distribution: { distribution, version },
    eventLogger: 'journald',
    freeLocks: LOCKS - taken,
    hostname: host.name,
    idMappings: { gidmap: null, uidmap: null },
    kernel: host.kernel,
    logDriver: 'journald',
    memFree: host.memory,
    memTotal: host.memory,
    networkBackend: 'netavark',
    networkBackendInfo: { backend: 'netavark', dns: {} },
    ociRuntime: {
      name: runtime.name,
      package: runtime.package,
      path: `/usr/bin/${runtime.name}`,
      version: runtime.version,
    },
    os: 'linux',
    remoteSocket: { path: '/run/podman/podman.sock', exists: true },
    rootlessNetworkCmd: 'pasta',
    serviceIsRemote: false,
    security: {
      apparmorEnabled: false,
      capabilities: capabilities.join(','),
      rootless: false,
      seccompEnabled: true,
      seccompProfilePath: '/usr/share/containers/seccomp.json',
      selinuxEnabled: false,
    },
    slirp4netns: { executable: '', package: '', version: '' },
    pasta: { executable: '', package: '', version: '' },
    swapFree: 0,
    swapTotal: 0,
    uptime: '0h 0m 0.00s',
    variant: '',
    linkmode: 'dynamic',
  }
}

function storeOf(engine: Engine): object {
  const { host, driver, containers, images } = engine
  const states = [...containers.all()].map(({ state }) => state.status)
  const [running, paused] = ['running', 'paused'].map((wanted) => states.filter((status) => status === wanted).length)
  return {
    configFile: '/usr/share/containers/storage.conf',
    containerStore: {
      number: states.length,
      paused,
      running,
      stopped: states.length - running! - paused!,
    },
    graphDriverName: driver.name === 'overlay2' ? 'overlay' : driver.name,
    graphOptions: {},
    graphRoot: host.root,
    graphRootAllocated: 0,
    graphRootUsed: 0,
    graphStatus: Object.fromEntries(driverStatus(engine) ?? []),
    imageCopyTmpDir: '/var/tmp',
    imageStore: { number: images.list({ all: true, filters: {}, sharedSize: false }).length },
    runRoot: '/run/containers/storage',
    volumePath: `${host.root}/volumes`,
    transientStore: false,
  }
}
