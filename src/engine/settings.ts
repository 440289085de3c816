// How the daemon is configured: what daemon.json and the flags of dockerd say, as far as the API shows it.

import type { Host } from './host.ts'

export interface Ulimit {
  readonly Name: string
  readonly Hard: number
  readonly Soft: number
}

/** An entry of `runtimes` in daemon.json. */
export interface ConfiguredRuntime {
  readonly path?: string
  readonly runtimeArgs?: readonly string[]
  readonly runtimeType?: string
  readonly options?: Readonly<Record<string, unknown>>
}

/** An entry of `default-address-pools` in daemon.json. */
export interface AddressPool {
  /** as `10.10.0.0/16` */
  readonly base: string
  /** length of the prefix of each network that is taken out of it */
  readonly size: number
}

/** Keys are those of daemon.json (moby daemon/config/config.go), in camel case. What is not set has dockerd's default. */
export interface Settings {
  /** where it listens, as it is told at its start; /info warns of `tcp://` without TLS */
  readonly hosts: readonly string[]
  readonly tls: boolean
  readonly tlsverify: boolean
  readonly debug: boolean
  readonly experimental: boolean
  /** `key=value` */
  readonly labels: readonly string[]
  readonly liveRestore: boolean
  /** seconds; -1 waits for ever */
  readonly shutdownTimeout: number
  readonly init: boolean
  readonly initPath: string
  readonly logDriver: string
  readonly logOpts: Readonly<Record<string, string>>
  readonly defaultUlimits: Readonly<Record<string, Ulimit>>
  readonly defaultRuntime: string
  readonly runtimes: Readonly<Record<string, ConfiguredRuntime>>
  /** bytes */
  readonly defaultShmSize: number
  readonly defaultIpcMode: '' | 'shareable' | 'private'
  readonly defaultCgroupnsMode: '' | 'host' | 'private'
  readonly cgroupParent: string
  /** as `native.cgroupdriver=systemd` */
  readonly execOpts: readonly string[]
  readonly noNewPrivileges: boolean
  /** `builtin`, `unconfined`, or a path */
  readonly seccompProfile: string
  readonly selinuxEnabled: boolean
  readonly usernsRemap: string
  readonly rootless: boolean
  readonly nodeGenericResources: readonly string[]
  readonly cdiSpecDirs: readonly string[]
  readonly features: Readonly<Record<string, boolean>>
  readonly httpProxy: string
  readonly httpsProxy: string
  readonly noProxy: string
  readonly authorizationPlugins: readonly string[]
  readonly insecureRegistries: readonly string[]
  readonly registryMirrors: readonly string[]
  readonly maxConcurrentDownloads: number
  readonly maxConcurrentUploads: number
  readonly maxDownloadAttempts: number
  readonly containerd: string
  readonly containerdNamespace: string
  readonly containerdPluginsNamespace: string
  readonly swarmDefaultAdvertiseAddr: string
  readonly dns: readonly string[]
  readonly dnsOpts: readonly string[]
  readonly dnsSearch: readonly string[]
  readonly hostGatewayIps: readonly string[]
  readonly bip: string
  readonly bip6: string
  readonly fixedCidr: string
  readonly fixedCidrV6: string
  readonly defaultGateway: string
  readonly defaultGatewayV6: string
  readonly ipv6: boolean
  readonly icc: boolean
  /** where ports of the default bridge are published */
  readonly ip: string
  readonly ipForward: boolean
  readonly ipMasq: boolean
  readonly iptables: boolean
  readonly firewallBackend: '' | 'iptables' | 'nftables'
  readonly ip6tables: boolean
  readonly mtu: number
  readonly userlandProxy: boolean
  readonly allowDirectRouting: boolean
  readonly defaultAddressPools: readonly AddressPool[]
  /** options by network driver */
  readonly defaultNetworkOpts: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export const defaultSettings: Settings = {
  hosts: [],
  tls: false,
  tlsverify: false,
  debug: false,
  experimental: false,
  labels: [],
  liveRestore: false,
  shutdownTimeout: 15,
  init: false,
  initPath: '',
  logDriver: 'json-file',
  logOpts: {},
  defaultUlimits: {},
  defaultRuntime: 'runc',
  runtimes: {},
  defaultShmSize: 64 * 1024 * 1024,
  defaultIpcMode: '',
  defaultCgroupnsMode: '',
  cgroupParent: '',
  execOpts: [],
  noNewPrivileges: false,
  seccompProfile: 'builtin',
  selinuxEnabled: false,
  usernsRemap: '',
  rootless: false,
  nodeGenericResources: [],
  cdiSpecDirs: [],
  features: {},
  httpProxy: '',
  httpsProxy: '',
  noProxy: '',
  authorizationPlugins: [],
  insecureRegistries: [],
  registryMirrors: [],
  maxConcurrentDownloads: 3,
  maxConcurrentUploads: 5,
  maxDownloadAttempts: 5,
  containerd: '',
  containerdNamespace: 'moby',
  containerdPluginsNamespace: 'plugins.moby',
  swarmDefaultAdvertiseAddr: '',
  dns: [],
  dnsOpts: [],
  dnsSearch: [],
  hostGatewayIps: [],
  bip: '',
  bip6: '',
  fixedCidr: '',
  fixedCidrV6: '',
  defaultGateway: '',
  defaultGatewayV6: '',
  ipv6: false,
  icc: true,
  ip: '0.0.0.0',
  ipForward: true,
  ipMasq: true,
  iptables: true,
  firewallBackend: '',
  ip6tables: true,
  mtu: 1500,
  userlandProxy: true,
  allowDirectRouting: false,
  defaultAddressPools: [],
  defaultNetworkOpts: {},
}

/** The settings in force; a reload replaces them, all at once. */
export interface LiveSettings {
  now: Settings
  /**
   * The authorization plugins that are asked since a reload, which takes those of daemon.json alone; /info goes on to tell
   * of those that the daemon began with (moby cmd/dockerd: reloadConfig).
   */
  authorizedBy?: readonly string[] | undefined
}

/** The driver of control groups: systemd's where the host has version 2 of them (moby daemon/daemon_unix.go). */
export function cgroupDriver({ execOpts, rootless }: Settings, { cgroupVersion }: Host): string {
  const asked = execOpts.flatMap((option) => /^native\.cgroupdriver=(.+)$/.exec(option)?.[1] ?? []).at(-1)
  if (asked === 'systemd' || (asked === undefined && cgroupVersion === '2')) return 'systemd'
  return rootless ? 'none' : 'cgroupfs'
}

/** Whether containers have a cgroup namespace of their own, if they say nothing. */
export const isCgroupPrivate = ({ defaultCgroupnsMode }: Settings, { cgroupVersion }: Host): boolean =>
  defaultCgroupnsMode === '' ? cgroupVersion === '2' : defaultCgroupnsMode === 'private'

/** systemd takes slices only; undefined if nothing is wrong. */
export const cgroupParentProblem = (parent: string, settings: Settings, host: Host): string | undefined =>
  cgroupDriver(settings, host) === 'systemd' && !/^.+\.slice$/s.test(parent)
    ? 'cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"'
    : undefined
