// The configuration as dockerd prints it when it has read it again.
import { goJson } from '../../codec/go-json.ts'
import { withoutCredentials } from '../../codec/url-credentials.ts'
import type { Engine } from '../../engine/engine.ts'
import { isCgroupPrivate } from '../../engine/settings.ts'
import { isEmpty } from '../options/daemon-json.ts'
import type { Values } from '../options/given-values.ts'
import { dockerdOptions } from '../options/table.ts'

/** Keys in the order of dockerd's structures (moby daemon/config: Config, CommonConfig, … of 28.5). */
const order = [
  ...['authorization-plugins', 'exec-opts', 'storage-driver', 'storage-opts', 'labels', 'network-diagnostic-port'],
  ...['pidfile', 'raw-logs', 'data-root', 'exec-root', 'group', 'proxies', 'live-restore'],
  ...['max-concurrent-downloads', 'max-concurrent-uploads', 'max-download-attempts', 'shutdown-timeout', 'debug'],
  ...['hosts', 'log-level', 'log-format', 'tls', 'tlsverify', 'tlscacert', 'tlscert', 'tlskey'],
  ...['swarm-default-advertise-addr', 'swarm-raft-heartbeat-tick', 'swarm-raft-election-tick', 'metrics-addr'],
  ...['dns', 'dns-opts', 'dns-search', 'host-gateway-ips', 'log-driver', 'log-opts'],
  ...['bridge', 'fixed-cidr', 'ipv6', 'fixed-cidr-v6', 'mtu', 'ip', 'bip', 'bip6', 'default-gateway'],
  ...['default-gateway-v6', 'icc', 'iptables', 'ip6tables', 'ip-forward', 'ip-forward-no-drop', 'ip-masq'],
  ...['userland-proxy', 'userland-proxy-path', 'allow-direct-routing', 'default-address-pools'],
  ...['network-control-plane-mtu', 'default-network-opts', 'registry-mirrors', 'insecure-registries', 'experimental'],
  ...['node-generic-resources', 'containerd', 'cri-containerd', 'features', 'builder', 'containerd-namespace'],
  ...['containerd-plugin-namespace', 'runtimes', 'default-runtime', 'cdi-spec-dirs', 'default-init', 'cgroup-parent'],
  ...['selinux-enabled', 'userns-remap', 'default-ulimits', 'init', 'init-path', 'seccomp-profile'],
  ...['default-shm-size', 'no-new-privileges', 'default-ipc-mode', 'default-cgroupns-mode', 'resolv-conf', 'rootless'],
]

/** What dockerd shows even if there is nothing in it, and what it has where nothing was said. */
const usual: Values = {
  group: 'docker',
  proxies: {},
  'max-concurrent-downloads': 3,
  'max-concurrent-uploads': 5,
  'max-download-attempts': 5,
  'log-level': 'info',
  'log-format': 'text',
  'swarm-default-advertise-addr': '',
  'swarm-raft-heartbeat-tick': 0,
  'swarm-raft-election-tick': 0,
  'metrics-addr': '',
  'network-control-plane-mtu': 1500,
  experimental: false,
  builder: { GC: {}, Entitlements: {} },
  'default-ipc-mode': 'private',
  'resolv-conf': '/etc/resolv.conf',
}

/** What is set now, whoever said it: flags, daemon.json, or dockerd's defaults. */
export function configurationJson(
  { settings: { now }, host }: Engine,
  options: object,
  hosts: readonly string[],
): string {
  const values: Values = { ...usual, 'data-root': host.root, 'exec-root': host.execRoot }
  for (const [flag, { json = flag, setting }] of Object.entries(dockerdOptions)) {
    const value = setting === undefined ? (options as Values)[flag] : now[setting]
    if (json !== false && value !== undefined && value !== false && !isEmpty(value)) place(values, json, value)
  }
  const { defaultAddressPools: pools } = now
  Object.assign(values, {
    hosts,
    'default-address-pools': { Values: pools.length > 0 ? pools : null },
    'containerd-plugin-namespace': now.containerdPluginsNamespace,
    'default-cgroupns-mode': isCgroupPrivate(now, host) ? 'private' : 'host',
  })
  const fields = order.flatMap((key) => (values[key] === undefined ? [] : [`"${key}":${goJson(values[key])}`]))
  return `{${fields.join(',')}}`
}

/** `proxies.http-proxy` is within `proxies`, where there may be passwords. */
function place(values: Values, key: string, value: unknown): void {
  const [outer = '', inner] = key.split('.')
  values[outer] =
    inner === undefined ? value : { ...(values[outer] as object), [inner]: withoutCredentials(String(value)) }
}
