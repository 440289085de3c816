// The machine that a container gets when it starts: its mounts, limits, rights and networks, from its HostConfig.
import type { Cgroup, DeviceNode, MachineOptions } from '../../runtime/machine.ts'
import type { Mount } from '../../runtime/mounts.ts'
import { binary } from '../../runtime/programs.ts'
import { walk } from '../directories.ts'
import { usersOf } from '../user-namespace.ts'
import { capabilitySet } from './capabilities.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { cgroupPath, hasInit, hasNoNewPrivileges, hasSeccomp, ulimitsOf } from './daemon-defaults.ts'
import type { HostConfig } from './host-config.ts'
import { hostDevice } from './host-devices.ts'
import { tmpfsWords } from './mount-checks.ts'
import { clean, type MountPoint } from './mount-point.ts'
import { type MountWish, placeMounts } from './mount-points.ts'
import { namespaceOf } from './network-namespace.ts'
import { tmpfsMount } from './tmpfs.ts'
import { backingOf } from './volume-backing.ts'

/** The disk of the simulated host, as /proc/mounts names it. */
const DISK = '/dev/vda1'
/** microseconds */
const PERIOD = 100_000
const NANO = 1_000_000_000
/** bytes */
const PAGE = 4096

/**
 * Makes missing mount points in the container's files. Throws a StartError when something is in their way.
 * @param now ms since 1970
 */
export function machineOptions(context: ContainerContext, container: Container, now: number): MachineOptions {
  const { config, hostConfig } = container
  const { Memory, PidsLimit, Sysctls, OomScoreAdj, Privileged } = hostConfig
  const settings = context.settings.now
  const mounts = placeMounts(mountWishes(context, container, now), now)
  return {
    hostname: hostConfig.UTSMode === 'host' ? context.host.name : config.Hostname,
    ...(config.Domainname && { domainname: config.Domainname }),
    mounts,
    devices: devicesOf(hostConfig),
    services: context.dockerSocket.servicesIn(mounts),
    limits: { pids: PidsLimit ?? 0, memory: Memory },
    capabilities: capabilitySet(hostConfig),
    privileged: Privileged,
    noNewPrivileges: hasNoNewPrivileges(hostConfig, settings),
    seccomp: hasSeccomp(hostConfig, settings),
    oomScoreAdjust: OomScoreAdj ?? 0,
    ulimits: ulimitsOf(hostConfig, settings).map(({ Name = '', Soft = 0, Hard = 0 }) => ({
      name: Name,
      soft: Soft,
      hard: Hard,
    })),
    sysctls: Sysctls ?? {},
    users: usersOf(settings, hostConfig.UsernsMode),
    cgroup: cgroup(context, container),
    host: context.host,
    network: namespaceOf(context, container),
    outOfMemory() {
      container.state = { ...container.state, oomKilled: true }
      touch(container)
      publish(context, container, 'oom')
    },
  }
}

function mountWishes(context: ContainerContext, container: Container, now: number): MountWish[] {
  const { hostConfig } = container
  // the kernel rounds up to whole pages
  const shm = context.newTree({ tmpfs: true, size: Math.ceil(hostConfig.ShmSize / PAGE) * PAGE, mode: 0o1777 })
  const own = container.mounts.flatMap((point) => [mountOf(context, container, point), ...mountedBelow(context, point)])
  // what lies in another mount comes after it
  own.sort((one, other) => one.at.split('/').length - other.at.split('/').length)
  return [
    {
      at: '/',
      tree: container.tree,
      readonly: hostConfig.ReadonlyRootfs,
      ...layerMount(context, container.id),
      from: 'overlay',
    },
    {
      at: '/dev/shm',
      tree: shm,
      type: 'tmpfs',
      source: 'shm',
      options: `nosuid,nodev,noexec,relatime,size=${Math.ceil(hostConfig.ShmSize / 1024)}k`,
      from: 'shm',
    },
    ...own,
    ...(hasInit(hostConfig, context.settings.now) ? [initMount(context, now)] : []),
    ...container.etcFiles.map((mount) => ({
      ...mount,
      source: DISK,
      readonly: mount.readonly ?? hostConfig.ReadonlyRootfs,
      from: mount.at,
    })),
  ]
}

/** As the kernel lists an overlay's layers, or what else the driver mounts. */
function layerMount({ driver }: ContainerContext, id: string): Pick<Mount, 'type' | 'source' | 'options'> {
  const mount = driver.mount?.(id)
  if (mount !== undefined) return mount
  const { LowerDir, UpperDir, WorkDir } = driver.describe(id)
  const layers = LowerDir ? `,lowerdir=${LowerDir},upperdir=${UpperDir},workdir=${WorkDir}` : ''
  return { type: 'overlay', options: `relatime${layers}` }
}

function mountOf(context: ContainerContext, container: Container, point: MountPoint): MountWish {
  const { type, source, destination, tree, writable, subpath, layer } = point
  const ino = subpath === undefined ? point.ino : walk(tree, subpath)
  if (type !== 'tmpfs') {
    const mount: Mount =
      layer === undefined
        ? { at: destination, tree, type: 'ext4', source: DISK, readonly: !writable || !('create' in tree) }
        : { at: destination, tree, readonly: true, ...layerMount(context, layer) }
    return { ...mount, ...(ino !== undefined && { ino }), ...backingOf(context, container, point), from: source }
  }
  const there = walk(container.tree, destination)
  const found = there === undefined ? undefined : container.tree.stat(there).mode
  const asked = tmpfsOptions(container.hostConfig, point)
  return { ...tmpfsMount(point, asked, context.newTree, context.host.memory, found), from: 'tmpfs' }
}

/** `--device`: those that lie below /dev. */
function devicesOf({ Devices }: HostConfig): DeviceNode[] {
  return (Devices ?? []).flatMap(({ PathOnHost = '', PathInContainer }) => {
    const found = hostDevice(PathOnHost)
    const at = clean(PathInContainer || PathOnHost)
    return found && at.startsWith('/dev/') ? [{ ...found, name: at.slice('/dev/'.length) }] : []
  })
}

/** What is mounted on the host below the source of a bind comes along. */
function mountedBelow({ hostFiles }: ContainerContext, { type, source, destination, alone }: MountPoint): MountWish[] {
  if (type !== 'bind' || alone) return []
  return [...hostFiles.mountedBelow(source)].map(({ rest, tree }) => ({
    at: `${destination}/${rest}`,
    tree,
    type: 'ext4',
    source: DISK,
    readonly: true,
    from: `${source}/${rest}`,
  }))
}

/** Those of `--tmpfs`, or of `--mount type=tmpfs` in the same words. */
function tmpfsOptions({ Mounts }: HostConfig, { destination, mode }: MountPoint): string {
  const asked = (Mounts ?? []).find(({ Target = '' }) => clean(Target) === destination)?.TmpfsOptions
  if (!asked) return mode
  const { SizeBytes, Mode } = asked
  const words = [SizeBytes ? `size=${SizeBytes}` : '', Mode ? `mode=${Mode.toString(8)}` : '', ...tmpfsWords(asked)]
  return words.filter(Boolean).join(',')
}

/** The host's docker-init, laid over the container's files. */
function initMount(context: ContainerContext, mtime: number): MountWish {
  const tree = context.newTree()
  const content = binary('docker-init')
  const ino = tree.create(tree.root, 'docker-init', { kind: 'file', mode: 0o755, mtime, content })
  const at = '/sbin/docker-init'
  return { at, tree, ino, readonly: true, type: 'ext4', source: DISK, from: '/usr/bin/docker-init' }
}

function cgroup({ host, settings }: ContainerContext, { id, hostConfig }: Container): Cgroup {
  const {
    NanoCpus,
    CpuQuota,
    CpuPeriod,
    CpuShares,
    CpusetCpus,
    CpusetMems,
    MemorySwap,
    MemoryReservation,
    OomKillDisable,
  } = hostConfig
  const quota = NanoCpus > 0 ? Math.round((NanoCpus * PERIOD) / NANO) : CpuQuota
  return {
    version: host.cgroupVersion,
    path: hostConfig.CgroupnsMode === 'private' ? '/' : cgroupPath(hostConfig, id, settings.now, host),
    cpuQuota: quota,
    cpuPeriod: NanoCpus > 0 ? PERIOD : CpuPeriod,
    cpuShares: CpuShares,
    oomKillDisable: OomKillDisable === true,
    cpus: CpusetCpus,
    memories: CpusetMems,
    memorySwap: MemorySwap,
    memoryReservation: MemoryReservation,
  }
}
