// Options of the network driver `bridge` (moby daemon/libnetwork/drivers/bridge: parseNetworkOptions).
import { invalid } from '../../world/refusal.ts'

const MTU = 'com.docker.network.driver.mtu'
const prefix = 'com.docker.network.bridge.'
const switches = ['default_bridge', 'enable_icc', 'enable_ip_masquerade', 'inhibit_ipv4'].map((name) => prefix + name)
/** Go: strconv.ParseBool */
const booleans = ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False']

/** Throws invalid (400) for a value that is not of its option's type; unknown options do not matter. */
export function checkBridgeOptions(options: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(options)) {
    const wrong = (reader: string): Error =>
      invalid(
        `failed to parse ${name} value: ${value} (strconv.${reader}: parsing ${JSON.stringify(value)}: invalid syntax)`,
      )
    if (name === MTU && !/^[+-]?\d+$/.test(value)) throw wrong('Atoi')
    if (name === MTU && Number(value) < 0) throw invalid(`invalid MTU number: ${value}`)
    if (switches.includes(name) && !booleans.includes(value)) throw wrong('ParseBool')
  }
}
