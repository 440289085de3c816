// What a network interface is called inside a container (moby libnetwork/osl/interface_linux.go).
import { Buffer } from 'node:buffer'
import { broken } from '../../world/refusal.ts'
import type { EndpointSettings } from './endpoint.ts'
import type { Network } from './network.ts'

/** of an endpoint */
const nameOption = 'com.docker.network.endpoint.ifname'
/** of a bridge network */
const prefixOption = 'com.docker.network.container_iface_prefix'
/** bytes, as Linux has it */
const longest = 15

/**
 * The name that is asked for, or the first free one. Throws what dockerd says of the kernel's refusal.
 * @param taken by the container's other interfaces
 * @param onHost makes up what the interface is called before it is renamed: `veth6c52b3f`
 */
export function interfaceName(
  { driver, options }: Network,
  { DriverOpts }: EndpointSettings,
  taken: readonly string[],
  onHost: () => string,
): string {
  const asked = DriverOpts?.[nameOption]
  if (!asked) return firstFree((driver === 'bridge' && options[prefixOption]) || 'eth', taken)
  const problem = whyRefused(asked, taken)
  if (problem === undefined) return asked
  const before = onHost()
  throw broken(
    `failed to add interface ${before} to sandbox: error renaming interface "${before}" to "${asked}": ${problem}`,
  )
}

function firstFree(prefix: string, taken: readonly string[]): string {
  for (let number = 0; ; number++) if (!taken.includes(`${prefix}${number}`)) return `${prefix}${number}`
}

/** linux net/core/dev.c: dev_valid_name; a longer one is no attribute of netlink. */
function whyRefused(name: string, taken: readonly string[]): string | undefined {
  if (Buffer.byteLength(name) > longest) return 'numerical result out of range'
  if (name === '.' || name === '..' || /[/:\s]/.test(name)) return 'invalid argument'
  return name === 'lo' || taken.includes(name) ? 'file exists' : undefined
}
