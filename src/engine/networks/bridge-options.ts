// Options of the network driver `bridge` (moby daemon/libnetwork/drivers/bridge: parseNetworkOptions).
import { isIP } from 'node:net'
import { broken, invalid, Refusal } from '../../world/refusal.ts'
import type { Network } from './network.ts'

const MTU = 'com.docker.network.driver.mtu'
const prefix = 'com.docker.network.bridge.'
const addresses = [`${prefix}host_binding_ipv4`, 'com.docker.network.host_ipv4', 'com.docker.network.host_ipv6']
const gatewayModes = [`${prefix}gateway_mode_ipv4`, `${prefix}gateway_mode_ipv6`]
const knownModes = ['nat', 'nat-unprotected', 'routed', 'isolated']
/** bytes of the name of an interface, less one for its end (linux/if.h: IFNAMSIZ) */
const LONGEST_NAME = 15
const switches = ['default_bridge', 'enable_icc', 'enable_ip_masquerade', 'inhibit_ipv4'].map((name) => prefix + name)
/** Go: strconv.ParseBool */
const booleans = ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False']

/**
 * Throws for a value that is not of its option's type; unknown options do not matter.
 * @param internal whether the network is to be
 * @param hasModes whether the release knows modes of gateways
 */
export function checkBridgeOptions(
  options: Readonly<Record<string, string>>,
  internal: boolean,
  hasModes: boolean,
): void {
  for (const [name, value] of Object.entries(options)) {
    const wrong = (reason: string): Error => invalid(`failed to parse ${name} value: ${value} (${reason})`)
    const unread = (reader: string): Error =>
      wrong(`strconv.${reader}: parsing ${JSON.stringify(value)}: invalid syntax`)
    if (name === MTU && !/^[+-]?\d+$/.test(value)) throw unread('Atoi')
    if (name === MTU && Number(value) < 0) throw invalid(`invalid MTU number: ${value}`)
    if (switches.includes(name) && !booleans.includes(value)) throw unread('ParseBool')
    if (addresses.includes(name) && !isIP(value)) throw wrong('nil ip')
    if (!hasModes || !gatewayModes.includes(name)) continue
    if (!knownModes.includes(value)) throw wrong(`unknown gateway mode ${value}`)
    if (value === 'isolated' && !internal) {
      throw broken("gateway mode 'isolated' can only be used for an internal network")
    }
  }
}

/** The name of its interface on the host. */
const bridgeNameOf = ({ id, options }: Network): string => options[`${prefix}name`] || `br-${id.slice(0, 12)}`

/** Throws where another network has an interface of this name, or there can be none (bridge_linux.go: checkConflict). */
export function checkBridgeName(network: Network, others: Iterable<Network>): void {
  const name = bridgeNameOf(network)
  for (const other of others) {
    if (other.driver !== 'bridge' || bridgeNameOf(other) !== name) continue
    throw new Refusal(
      'forbidden',
      `cannot create network ${network.id} (${name}): conflicts with network ${other.id} (${name}): networks have same bridge name`,
    )
  }
  if (Buffer.byteLength(name) > LONGEST_NAME) throw broken('numerical result out of range')
}
