// The network `bridge`, which a daemon makes at its start as it is told (moby daemon/daemon_unix.go: initBridgeDriver).
import type { Settings } from '../settings.ts'
import {
  type Address,
  type Block,
  contains,
  formatAddress,
  formatBlock,
  parseAddress,
  parseBlock,
} from './address-block.ts'
import type { IpamConfig } from './network.ts'

type BridgeSettings = Pick<
  Settings,
  | 'bip'
  | 'bip6'
  | 'defaultGateway'
  | 'defaultGatewayV6'
  | 'fixedCidr'
  | 'fixedCidrV6'
  | 'icc'
  | 'ip'
  | 'ipMasq'
  | 'iptables'
  | 'ipv6'
  | 'mtu'
>

export function bridgeOptions({ icc, ip, ipMasq, iptables, mtu }: BridgeSettings): Readonly<Record<string, string>> {
  return {
    'com.docker.network.bridge.default_bridge': 'true',
    'com.docker.network.bridge.enable_icc': String(icc),
    'com.docker.network.bridge.enable_ip_masquerade': String(ipMasq && iptables),
    'com.docker.network.bridge.host_binding_ipv4': ip,
    'com.docker.network.bridge.name': 'docker0',
    'com.docker.network.driver.mtu': String(mtu),
  }
}

/** What is said of the addresses of one family: flag by flag, with how the flags are called. */
interface Family {
  readonly bip: readonly [name: string, value: string]
  readonly range: readonly [name: string, value: string]
  readonly gateway: readonly [key: string, value: string]
  /** a block that nobody has */
  readonly free: () => Block
}

export function bridgeConfig4(settings: BridgeSettings, free: () => Block): IpamConfig {
  const { bip, fixedCidr, defaultGateway } = settings
  return configOf({
    bip: ['bip', bip],
    range: ['fixed-cidr', fixedCidr],
    gateway: ['DefaultGatewayIPv4', defaultGateway],
    free,
  })
}

export function bridgeConfig6(settings: BridgeSettings, free: () => Block): IpamConfig {
  const { bip6, fixedCidrV6, defaultGatewayV6 } = settings
  return configOf({
    bip: ['bip6', bip6],
    range: ['fixed-cidr-v6', fixedCidrV6],
    gateway: ['DefaultGatewayIPv6', defaultGatewayV6],
    free,
  })
}

/** Throws an Error with dockerd's words for what cannot be. */
function configOf({ bip, range, gateway, free }: Family): IpamConfig {
  const own = readBlock(bip)
  const part = readBlock(range)
  const subnet = own ?? part ?? free()
  const address = own && parseAddress(bip[1].split('/')[0]!)
  if (address?.value === subnet.base)
    throw failed(`failed to allocate gateway (${formatAddress(address)}): Address already in use`)
  const [key, other] = gateway
  if (other !== '' && !isIn(subnet, parseAddress(other))) {
    throw failed(`auxiliary address: (${key}:${other}) must belong to the master pool: ${formatBlock(subnet)}`)
  }
  // where only the range is told, nothing is said of the bridge's own address
  const first = own || part ? undefined : { value: subnet.base + 1n, bits: subnet.bits }
  const shown = address ?? first
  return {
    Subnet: formatBlock(subnet),
    ...(part && { IPRange: formatBlock(part) }),
    ...(shown && { Gateway: formatAddress(shown) }),
    ...(other !== '' && { AuxiliaryAddresses: { [key]: other } }),
  }
}

const isIn = (subnet: Block, address: Address | undefined): boolean =>
  address !== undefined && contains(subnet, address)

function readBlock([name, text]: readonly [string, string]): Block | undefined {
  if (text === '') return undefined
  const block = parseBlock(text)
  if (!block) throw networkFailure(`parse ${name} failed: invalid CIDR address: ${text}`)
  return block
}

const failed = (reason: string): Error => networkFailure(`error creating default "bridge" network: ${reason}`)

/** The daemon does not start for its networks. */
export const networkFailure = (reason: string): Error =>
  new Error(`failed to start daemon: Error initializing network controller: ${reason}`)
