// What the daemon's configuration decides for a container that does not decide it itself. Most of it is not written into the
// container: it follows the daemon (moby daemon/oci_linux.go, container_operations.go, daemon_unix.go).
import type { Host } from '../host.ts'
import { cgroupDriver, type Settings, type Ulimit } from '../settings.ts'
import type { HostConfig } from './host-config.ts'

/** Its own limits, and those of the daemon that it has not. */
export function ulimitsOf({ Ulimits }: HostConfig, { defaultUlimits }: Settings): readonly Partial<Ulimit>[] {
  const own = Ulimits ?? []
  const names = new Set(own.map(({ Name }) => Name))
  return [...own, ...Object.values(defaultUlimits).filter(({ Name }) => !names.has(Name))]
}

/** Whether process 1 is docker-init; it never is where the container shares the processes of others. */
export const hasInit = ({ Init, PidMode }: HostConfig, { init }: Settings): boolean => PidMode === '' && (Init ?? init)

/** The value of the last option of that name, as `unconfined` of `seccomp=unconfined`. */
function securityOption({ SecurityOpt }: HostConfig, name: string): string | undefined {
  const pattern = new RegExp(`^${name}(?:[=:](.*))?$`, 's')
  const matches = (SecurityOpt ?? []).map((option) => pattern.exec(option)).filter((match) => match !== null)
  return matches.length > 0 ? (matches.at(-1)![1] ?? 'true') : undefined
}

export function hasNoNewPrivileges(hostConfig: HostConfig, { noNewPrivileges }: Settings): boolean {
  const asked = securityOption(hostConfig, 'no-new-privileges')
  return asked === undefined ? noNewPrivileges : /^(1|t|true)$/i.test(asked)
}

/** Whether a seccomp profile is in force. */
export const hasSeccomp = (hostConfig: HostConfig, { seccompProfile }: Settings): boolean =>
  !hostConfig.Privileged && (securityOption(hostConfig, 'seccomp') ?? seccompProfile) !== 'unconfined'

/** The container's place among the host's control groups. */
export function cgroupPath(hostConfig: HostConfig, id: string, settings: Settings, host: Host): string {
  const parent = hostConfig.CgroupParent || settings.cgroupParent
  if (cgroupDriver(settings, host) !== 'systemd') return `/${(parent || 'docker').replace(/^\/+/, '')}/${id}`
  const slice = parent || (settings.rootless ? 'user.slice' : 'system.slice')
  return `${slicePath(slice)}/docker-${id}.scope`
}

/** systemd finds the slices above in the name: `a-b.slice` lies in `a.slice`. */
function slicePath(slice: string): string {
  const words = slice.replace(/\.slice$/, '').split('-')
  return words.map((_, index) => `/${words.slice(0, index + 1).join('-')}.slice`).join('')
}

export interface NameServers {
  readonly servers: readonly string[]
  readonly search: readonly string[]
  readonly options: readonly string[]
}

/** Each of the three is the container's if it says anything of it, else the daemon's. */
export function nameServersOf({ Dns, DnsSearch, DnsOptions }: HostConfig, settings: Settings): NameServers {
  const { dns, dnsSearch, dnsOpts } = settings
  return {
    servers: Dns?.length ? Dns : dns,
    search: DnsSearch?.length ? DnsSearch : dnsSearch,
    options: DnsOptions?.length ? DnsOptions : dnsOpts,
  }
}
