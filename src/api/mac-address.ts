// The MAC address of a new container: once one for the whole container, from API 1.44 on one for each network
// (moby daemon/server/router/container: handleMACAddressBC).
import type { ContainerConfig } from '../engine/containers/config.ts'
import type { RequestedHostConfig } from '../engine/containers/host-config.ts'
import type { EndpointSettings } from '../engine/networks/endpoint.ts'
import { invalid } from '../world/refusal.ts'
import { compareVersions } from './version.ts'

type Endpoints = Readonly<Record<string, EndpointSettings | null>>

interface Told {
  readonly config: ContainerConfig
  readonly endpoints: Endpoints | undefined
  readonly warnings: readonly string[]
}

/** Moves the container's address into the network of its network mode, and the other way round for inspect. */
export function withMacAddress(
  config: ContainerConfig,
  hostConfig: RequestedHostConfig,
  asked: unknown,
  version: string,
): Told {
  const endpoints = (asked ?? {}) as Endpoints
  const isOld = compareVersions(version, '1.44') < 0
  const mode = hostConfig.NetworkMode || 'default'
  const main = Object.hasOwn(endpoints, mode) || mode !== 'default' ? mode : 'bridge'
  const wanted = config.MacAddress
  if (!wanted) {
    if (isOld) return { config, endpoints: withoutAddresses(endpoints), warnings: [] }
    const own = endpoints[main]?.MacAddress
    return { config: own ? { ...config, MacAddress: own } : config, endpoints, warnings: [] }
  }
  if (['host', 'none'].includes(mode) || mode.startsWith('container:')) {
    throw invalid('conflicting options: mac-address and the network mode')
  }
  const given = endpoints[main]
  if (!isOld && given?.MacAddress && given.MacAddress !== wanted) {
    throw invalid(
      'the container-wide MAC address must match the endpoint-specific MAC address for the main network, or be left empty',
    )
  }
  return {
    config,
    endpoints: { ...endpoints, [main]: { ...given, MacAddress: wanted } },
    warnings: isOld
      ? []
      : ['The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.'],
  }
}

/** Older clients could not choose them, so what they say is not heard. */
function withoutAddresses(endpoints: Endpoints): Endpoints {
  return Object.fromEntries(
    Object.entries(endpoints).map(([name, settings]) => [name, settings && { ...settings, MacAddress: '' }]),
  )
}
