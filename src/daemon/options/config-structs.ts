// Which struct of dockerd's configuration has a key of daemon.json (moby daemon/config/config.go, config_linux.go).

const structs: Readonly<Record<string, string>> = {
  TLSOptions: 'tlscacert tlscert tlskey',
  DNSConfig: 'dns dns-opts dns-search host-gateway-ip host-gateway-ips',
  LogConfig: 'log-driver log-opts',
  BridgeConfig:
    'iptables ip6tables ip-forward ip-forward-no-drop ip-masq userland-proxy userland-proxy-path allow-direct-routing',
  'BridgeConfig.DefaultBridgeConfig': 'ipv6 fixed-cidr-v6 mtu ip bip bip6 default-gateway default-gateway-v6 icc',
  'BridgeConfig.DefaultBridgeConfig.commonBridgeConfig': 'bridge fixed-cidr',
  NetworkConfig: 'default-address-pools network-control-plane-mtu default-network-opts',
  ServiceOptions: 'insecure-registries registry-mirrors',
}

/** Those of Linux alone, which are in no other struct. */
const ofLinux = new Set(
  'runtimes cgroup-parent selinux-enabled userns-remap default-ulimits cpu-rt-period cpu-rt-runtime init init-path seccomp-profile default-shm-size no-new-privileges default-ipc-mode default-cgroupns-mode rootless'.split(
    ' ',
  ),
)

/** `CommonConfig.DNSConfig`; undefined for those that `Config` has itself. */
export function embeddedIn(key: string): string | undefined {
  if (ofLinux.has(key)) return undefined
  const [within] = Object.entries(structs).find(([, keys]) => keys.split(' ').includes(key)) ?? []
  return within === undefined ? 'CommonConfig' : `CommonConfig.${within}`
}
