// The options that new networks have if they are asked for without (moby daemon/network.go: createNetwork).
import { parseBoolean } from '../../codec/boolean.ts'
import { invalid } from '../../world/refusal.ts'
import type { Settings } from '../settings.ts'
import type { NetworkRequest } from './request.ts'

const families = { ipv4: 'com.docker.network.enable_ipv4', ipv6: 'com.docker.network.enable_ipv6' } as const

/** With the options that the daemon has for the driver; two of them are the request's own fields. */
export function withDefaults({ defaultNetworkOpts }: Settings, request: NetworkRequest): NetworkRequest {
  const defaults = defaultNetworkOpts[request.driver || 'bridge']
  const options: Record<string, string> = { ...defaults, ...request.options }
  const asked: { ipv4?: boolean; ipv6?: boolean } = {}
  for (const family of ['ipv4', 'ipv6'] as const) {
    const name = families[family]
    const value = options[name]
    if (request[family] !== undefined) delete options[name]
    else if (value !== undefined) {
      const isOn = parseBoolean(value)
      if (isOn === undefined) throw invalid(`driver-opt "${name}" is not a valid bool`)
      asked[family] = isOn
    }
  }
  return { ...request, options, ...asked }
}
