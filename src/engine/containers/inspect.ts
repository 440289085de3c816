// `docker inspect` of a container (moby daemon/inspect.go).
import { sortedMap } from '../../codec/sorted-map.ts'
import { rfc3339 } from '../../codec/timestamp.ts'
import { sandboxOf } from './connection.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { endpointView } from './endpoint-view.ts'
import type { Health } from './health-state.ts'
import { shownHostConfig } from './host-config-view.ts'
import type { MountPoint } from './mount-point.ts'
import { portMap } from './ports.ts'
import { commandLine } from './start.ts'
import { isUp } from './state.ts'

/** Everything that is known, in dockerd's order; `size` adds what the layers hold. */
export function inspectContainer(
  context: ContainerContext,
  container: Container,
  size = false,
): Record<string, unknown> {
  const { id, state, hostConfig, config } = container
  const [path = '', ...args] = commandLine(container)
  const folder = `${context.host.root}/containers/${id}`
  const file = (name: string): string => (container.hostFolder === 'empty' ? '' : `${folder}/${name}`)
  return {
    Id: id,
    Created: rfc3339(container.created),
    Path: path,
    Args: args,
    State: {
      Status: state.status,
      Running: isUp(state) || state.status === 'restarting',
      Paused: state.status === 'paused',
      Restarting: state.status === 'restarting',
      OOMKilled: state.oomKilled,
      Dead: state.status === 'dead',
      Pid: state.pid,
      ExitCode: state.exitCode,
      Error: state.error,
      StartedAt: rfc3339(state.startedAt),
      FinishedAt: rfc3339(state.finishedAt),
      ...(container.health && { Health: healthView(container.health) }),
    },
    Image: container.imageId,
    ResolvConfPath: file('resolv.conf'),
    HostnamePath: file('hostname'),
    HostsPath: file('hosts'),
    LogPath: hostConfig.LogConfig.Type === 'json-file' && container.hostFolder === 'log' ? file(`${id}-json.log`) : '',
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: context.driver.name,
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    // the simulated host has no AppArmor: from the first start on there is no profile
    AppArmorProfile: container.hostFolder === 'empty' ? appArmorProfile(hostConfig.SecurityOpt) : '',
    ExecIDs: container.execs.size ? [...container.execs] : null,
    HostConfig: shownHostConfig(context, container),
    ...storageView(context, id),
    ...(size && sizes(context, container)),
    Mounts: container.mounts.filter((mount) => !mount.unlisted).map(mountView),
    Config: config,
    NetworkSettings: networkSettings(context, container),
  }
}

/** `--security-opt apparmor=PROFILE` */
const appArmorProfile = (options: readonly string[] | null): string =>
  options?.findLast((option) => /^apparmor[=:]/.test(option))?.slice('apparmor='.length) ?? ''

const joinedByDefault = ({ hostConfig, endpoints }: Container): boolean =>
  hostConfig.NetworkMode === 'bridge' && [...endpoints.values()].some(({ networkId }) => networkId !== '')

/** A containerd snapshotter has a field of its own since API 1.52; api/container-versions.ts shows it in the old form. */
function storageView(context: ContainerContext, id: string): object {
  const { name, snapshotter } = context.driver
  if (snapshotter) return { Storage: { RootFS: { Snapshot: { Name: name } } } }
  return { GraphDriver: { Data: layerData(context, id), Name: name } }
}

function layerData({ driver, differences }: ContainerContext, id: string): Record<string, unknown> | null {
  const { ID = id, ...data } = driver.describe(id)
  if (!differences.has('layer-ids-are-not-shown')) return { ...sortedMap({ ID, ...data }) }
  return Object.keys(data).length > 0 ? data : null
}

function healthView({ status, failingStreak, log }: Health): Record<string, unknown> {
  return {
    Status: status,
    FailingStreak: failingStreak,
    Log: log.map(({ start, end, exitCode, output }) => ({
      Start: rfc3339(start),
      End: rfc3339(end),
      ExitCode: exitCode,
      Output: output,
    })),
  }
}

/** bytes that the container wrote, and those together with its image's */
export function sizes(context: ContainerContext, container: Container): { SizeRw: number; SizeRootFs: number } {
  const written = context.driver.usage(container.id)
  return { SizeRw: written, SizeRootFs: written + imageSize(context, container.imageId) }
}

/** bytes; the image may have been removed by force */
function imageSize(context: ContainerContext, imageId: string): number {
  try {
    return context.images.find(imageId).size
  } catch {
    return 0
  }
}

/** How inspect shows a mount; fields without a value are left out of what has none. */
export function mountView(mount: MountPoint): Record<string, unknown> {
  return {
    Type: mount.type,
    ...(mount.name !== undefined && !mount.unnamed && { Name: mount.name }),
    Source: mount.source,
    Destination: mount.destination,
    ...(mount.driver !== undefined && { Driver: mount.driver }),
    Mode: mount.mode,
    RW: mount.writable,
    Propagation: mount.propagation,
  }
}

function networkSettings(context: ContainerContext, container: Container): Record<string, unknown> {
  const bridge = container.endpoints.get('bridge')?.address
  const isRemembered = container.hadSandbox && context.differences.has('sandboxes-are-remembered')
  const sandbox = isRemembered ? sandboxOf(container) : container.sandbox
  return {
    // the name that dockerd was given, once the container has joined anything by default
    Bridge: context.host.bridge === 'none' && joinedByDefault(container) ? 'none' : '',
    SandboxID: sandbox,
    SandboxKey: sandbox && `${context.host.execRoot}/netns/${sandbox.slice(0, 12)}`,
    Ports: portMap(container),
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: bridge?.endpointId ?? '',
    Gateway: bridge?.gateway ?? '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: bridge?.ip ?? '',
    IPPrefixLen: bridge?.prefix ?? 0,
    IPv6Gateway: '',
    MacAddress: bridge?.mac ?? '',
    Networks: sortedMap(
      Object.fromEntries([...container.endpoints].map(([name, endpoint]) => [name, endpointView(endpoint)])),
    ),
  }
}
