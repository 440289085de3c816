// Making networks: what dockerd checks, in its order (moby daemon/network.go, daemon/libnetwork/controller.go).
import { newId } from '../../world/ids.ts'
import type { Random } from '../../world/random.ts'
import { broken, conflict, invalid, missing, Refusal } from '../../world/refusal.ts'
import type { Host } from '../host.ts'
import type { Persona } from '../persona.ts'
import type { LiveSettings } from '../settings.ts'
import { type Block, overlaps as overlapsBlock, parseBlock } from './address-block.ts'
import type { AddressPools } from './address-pools.ts'
import { freeSubnet } from './addresses.ts'
import { firstAddress6, freeBlock6 } from './addresses6.ts'
import { checkBridgeName, checkBridgeOptions } from './bridge-options.ts'
import { bridgeConfig4, bridgeConfig6, bridgeOptions, networkFailure } from './default-bridge.ts'
import { withDefaults } from './default-options.ts'
import { checkMode } from './driver-options.ts'
import { checkIpam, isSubnet6 } from './ipam-checks.ts'
import { isPredefined, type Network } from './network.ts'
import type { NetworkRequest } from './request.ts'
import { formatAddress, overlaps, parseSubnet, type Subnet } from './subnet.ts'

export interface NetworkContext {
  readonly byId: ReadonlyMap<string, Network>
  readonly random: Random
  readonly persona: Persona
  now(): number
  readonly settings: LiveSettings
  readonly pools: AddressPools
  /** Whether there are no more addresses in a network; of a blank, for new ones. */
  isExhausted(id: string): boolean
}

/** What a network of IPv6 is told that must choose its own subnet. */
const NO_BLOCK =
  'could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network'

const drivers = ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay']

const forbidden = (reason: string): Refusal => new Refusal('forbidden', reason)

/** Throws what dockerd refuses a network with; changes nothing. */
export function newNetwork(context: NetworkContext, request: NetworkRequest): Network {
  const { byId, persona } = context
  const { words } = persona
  const checksLate = persona.differences.has('networks-are-checked-late')
  const { name, ipam, configFrom = '' } = request
  const asked = ipam?.config ?? []
  if (isPredefined(name)) throw forbidden(`operation is not permitted on predefined ${name} network `)
  if (request.driver === 'overlay') {
    throw new Refusal(
      checksLate ? 'broken' : 'forbidden',
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    )
  }
  if (!checksLate) checkIpam(asked)
  if (name.trim() === '') throw new Refusal(checksLate ? 'broken' : 'invalid', words.emptyNetworkName())
  if ([...byId.values()].some((network) => network.name === name)) {
    throw conflict(`network with name ${name} already exists`)
  }
  if (request.configOnly) return configNetwork(context, withDefaults(context.settings.now, request))
  const settings = configFrom
    ? withSettingsOf(findConfig(byId, configFrom), request)
    : withDefaults(context.settings.now, request)
  const driver = settings.driver || 'bridge'
  checkDriver(driver, settings, persona)
  const network = build(context, { ...settings, driver, ...allocate(context, driver, settings) }, false)
  if (driver === 'bridge') checkBridgeName(network, byId.values())
  return network
}

/** The blocks that the network is to have: those that were asked for, or free ones. */
function allocate(
  { byId, persona, pools, isExhausted }: NetworkContext,
  driver: string,
  { ipv4 = true, ipv6 = false, ipam }: NetworkRequest,
): { readonly subnet: Subnet | undefined; readonly subnet6: Block | undefined } {
  const asked = (ipam?.config ?? []).map(({ Subnet = '' }) => Subnet)
  const subnets = asked.flatMap(subnetOf)
  const subnets6 = asked.flatMap((text) => (isSubnet6(text) ? (parseBlock(text) ?? []) : []))
  const others = [...byId.values()]
  const clash =
    subnets.some((subnet, index) =>
      [...others.flatMap((other) => other.subnet ?? []), ...subnets.slice(0, index)].some((one) =>
        overlaps(one, subnet),
      ),
    ) ||
    (ipv6 && subnets6.some((block) => others.some((other) => other.subnet6 && overlapsBlock(other.subnet6, block))))
  if (clash) throw forbidden(persona.words.poolOverlaps())
  if (driver === 'bridge' && (subnets.length > 1 || (ipv6 && subnets6.length > 1))) {
    throw forbidden("bridge driver doesn't support multiple subnets")
  }
  if (ipv6 && subnets6.length === 0 && !pools.hasOwnBlocks && persona.differences.has('no-ipv6-by-default')) {
    throw missing(NO_BLOCK)
  }
  const free = (): Subnet => {
    const subnet = isExhausted('') ? undefined : freeSubnet(others, pools.subnets())
    if (subnet) return subnet
    const reason = persona.words.poolsExhausted()
    // a class of its own until Engine 27 (libnetwork/ipam)
    throw reason.startsWith('could not find') ? missing(reason) : invalid(reason)
  }
  return {
    subnet: ipv4 ? (subnets[0] ?? free()) : undefined,
    subnet6: ipv6 ? (subnets6[0] ?? freeBlock6(others, pools.blocks())) : undefined,
  }
}

/** None for one of IPv6. */
function subnetOf(text: string): Subnet[] {
  const subnet = parseSubnet(text)
  if (!subnet && !isSubnet6(text)) throw invalid(`Invalid subnet ${text} : invalid CIDR address: ${text}`)
  return subnet ? [subnet] : []
}

function checkDriver(driver: string, request: NetworkRequest, { differences }: Persona): void {
  const { ingress, scope, ipv4, ipv6, ipam, options, internal = false } = request
  if (!drivers.includes(driver)) throw missing(`plugin "${driver}" not found`)
  if (scope === 'swarm') throw forbidden('cannot create a swarm scoped network when swarm is not active')
  if (ingress) throw forbidden('Ingress network can only be global scope network')
  if (ipv4 === false && !ipv6) throw invalid('IPv4 or IPv6 must be enabled')
  if (driver === 'host' || driver === 'null') throw forbidden(`only one instance of "${driver}" network is allowed`)
  const ipamDriver = ipam?.driver || 'default'
  if (ipamDriver !== 'default' && ipamDriver !== 'null') throw missing(`plugin "${ipamDriver}" not found`)
  if (driver === 'bridge') checkBridgeOptions(options ?? {}, internal, !differences.has('no-gateway-modes'))
  // this driver has addresses for nobody
  if (ipamDriver === 'null' && driver !== 'overlay') throw invalid(`${ipv4 === false ? 'ipv6' : 'ipv4'} pool is empty`)
  checkMode(driver, options ?? {})
}

/** A network that only keeps settings has none of its own and the driver `null`. */
function configNetwork(context: NetworkContext, request: NetworkRequest): Network {
  const { internal, attachable, ingress, configFrom } = request
  if (internal || attachable || ingress) {
    throw forbidden(
      'configuration network can only contain network specific fields. Network operator fields like [ ingress | internal | attachable | scope ] are not supported.',
    )
  }
  if (configFrom) throw forbidden('a configuration network cannot depend on another configuration network')
  return build(context, { ...request, driver: 'null', subnet: undefined, subnet6: undefined }, false)
}

function findConfig(byId: ReadonlyMap<string, Network>, name: string): Network {
  const network = [...byId.values()].find((candidate) => candidate.configOnly && candidate.name === name)
  if (!network) throw missing(`configuration network "${name}" does not exist`)
  return network
}

function withSettingsOf({ ipv4, ipv6, options, labels, ipam }: Network, request: NetworkRequest): NetworkRequest {
  const own = [request.options, request.labels, request.ipam?.options, request.ipam?.config]
  if (request.ipv6 || own.some((value) => value && Object.keys(value).length > 0)) {
    throw forbidden('user specified configurations are not supported if the network depends on a configuration network')
  }
  return { ...request, ipv4, ipv6, options, labels, ipam }
}

function build(
  { random, now }: NetworkContext,
  request: NetworkRequest & {
    readonly driver: string
    readonly subnet: Subnet | undefined
    readonly subnet6: Block | undefined
  },
  builtIn: boolean,
): Network {
  const { subnet, subnet6, ipam } = request
  const config = ipam?.config?.length ? ipam.config : null
  const first = config?.find(({ Subnet = '' }) => !isSubnet6(Subnet))
  const range = first?.IPRange ? parseSubnet(first.IPRange) : undefined
  const gateway = subnet ? first?.Gateway || formatAddress(Math.max(range?.base ?? 0, subnet.base + 1)) : ''
  const first6 = config?.find(({ Subnet = '' }) => isSubnet6(Subnet))
  const gateway6 = subnet6 ? first6?.Gateway || firstAddress6(subnet6) : ''
  const reserved = [first, first6].flatMap((one) => Object.entries(one?.AuxiliaryAddresses ?? {}))
  for (const [name, address] of reserved) {
    if (address === gateway || address === gateway6) {
      throw broken(`failed to allocate secondary ip address (${name}:${address}): Address already in use`)
    }
  }
  return {
    id: newId(random),
    name: request.name,
    created: now(),
    driver: request.driver,
    internal: request.internal ?? false,
    attachable: request.attachable ?? false,
    ingress: request.ingress ?? false,
    ipv4: request.ipv4 ?? true,
    ipv6: request.ipv6 ?? false,
    configOnly: request.configOnly ?? false,
    configFrom: request.configFrom ?? '',
    options: request.options ?? {},
    labels: request.labels ?? {},
    ipam: { driver: ipam?.driver || 'default', options: ipam?.options ?? null, config },
    subnet,
    range,
    gateway,
    subnet6,
    range6: first6?.IPRange ? parseBlock(first6.IPRange) : undefined,
    gateway6,
    reserved: new Set(reserved.map(([, address]) => address)),
    members: new Map(),
    builtIn,
  }
}

const noSubnet = { subnet: undefined, subnet6: undefined }

/** What every daemon has from its start. Throws an Error with dockerd's words for a bridge that cannot be. */
export function builtInNetworks(context: NetworkContext, host: Host): Network[] {
  return [
    ...(host.bridge === 'none' ? [] : [build(context, bridgeOf(context), true)]),
    build(context, { name: 'host', driver: 'host', ...noSubnet }, true),
    build(context, { name: 'none', driver: 'null', ...noSubnet }, true),
  ]
}

function bridgeOf({ pools, settings, persona }: NetworkContext): Parameters<typeof build>[1] {
  const { now } = settings
  const failed = (reason: string): Error => networkFailure(`error creating default "bridge" network: ${reason}`)
  const four = bridgeConfig4(now, () => {
    const subnet = freeSubnet([], pools.subnets())
    if (!subnet) throw failed(persona.words.poolsExhausted())
    return { base: BigInt(subnet.base), prefix: subnet.prefix, bits: 32 }
  })
  const freeBlock = (): Block => {
    if (!pools.hasOwnBlocks && persona.differences.has('no-ipv6-by-default')) throw failed(NO_BLOCK)
    return freeBlock6([], pools.blocks())
  }
  const six = now.ipv6 ? bridgeConfig6(now, freeBlock) : undefined
  return {
    name: 'bridge',
    driver: 'bridge',
    ipv6: now.ipv6,
    options: bridgeOptions(now),
    subnet: parseSubnet(four.Subnet!),
    subnet6: six && parseBlock(six.Subnet!),
    ipam: { config: six ? [four, six] : [four] },
  }
}
