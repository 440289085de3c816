// Which keys of daemon.json dockerd does not take: unknown ones, and those that a flag gives, too.
import { withoutCredentials } from '../../codec/url-credentials.ts'
import type { Values } from './given-values.ts'
import { goText } from './go-text.ts'
import { kindOf } from './kinds.ts'
import type { Option, Options } from './option.ts'
import type { ConfigObject } from './read-config-file.ts'

/** Maps that are one value; what is in other maps counts as if it were not in one. */
const flat = new Set(['default-network-opts', 'log-opts', 'runtimes', 'default-ulimits', 'features', 'builder'])
/** Keys that are passed over. */
const passedOver = new Set(['features', 'builder', 'deprecated-key-path', 'allow-nondistributable-artifacts'])
/** What the key of an IP address was called when there was one only. */
export const OLD_GATEWAY = 'host-gateway-ip'
const NEW_GATEWAY = 'host-gateway-ips'

/** The key of its own that dockerd has for options that gather values. */
const namedKey = ({ json }: Option): string | undefined =>
  typeof json === 'string' && !json.includes('.') ? json : undefined

function flatKeys(config: ConfigObject): ConfigObject {
  const entries = Object.entries(config).flatMap(([key, value]) => {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isMap && !flat.has(key) ? Object.entries(value) : [[key, value] as const]
  })
  return Object.fromEntries(entries)
}

/** Throws an Error with dockerd's words (moby daemon/config/config.go: findConfigurationConflicts). */
export function refuseConflicts(config: ConfigObject, given: Values, options: Options): void {
  const keys = flatKeys(config)
  const named = new Set(Object.values(options).map(namedKey))
  const unknown = Object.keys(keys).filter((key) => {
    const option = Object.hasOwn(options, key) ? options[key]! : undefined
    const isFlag = option !== undefined && !(option.json === false && option.until !== undefined)
    return !isFlag && !named.has(key) && !passedOver.has(key)
  })
  if (unknown.length > 0) {
    throw new Error(`the following directives don't match any configuration option: ${unknown.join(', ')}`)
  }
  const complaints: string[] = []
  const twice = Object.keys(given)
    .filter((flag) => Object.hasOwn(options, flag))
    .sort()
    .flatMap((flag) => {
      const key = namedKey(options[flag]!) ?? flag
      return Object.hasOwn(keys, key) && key !== 'runtimes' ? [conflict(key, flag, keys[key], given, options)] : []
    })
  if (Object.hasOwn(keys, OLD_GATEWAY)) {
    if (Object.hasOwn(keys, NEW_GATEWAY)) {
      complaints.push(`${OLD_GATEWAY} and ${NEW_GATEWAY} must not both be specified in the config file`)
    }
    if (OLD_GATEWAY in given) twice.push(conflict(OLD_GATEWAY, OLD_GATEWAY, keys[OLD_GATEWAY], given, options))
  }
  if (twice.length > 0) {
    complaints.push(
      `the following directives are specified both as a flag and in the configuration file: ${twice.join(', ')}`,
    )
  }
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
}

function conflict(key: string, flag: string, inFile: unknown, given: Values, options: Options): string {
  const shown = [kindOf(options[flag]!.kind).show(given[flag]), goText(inFile)]
  const [fromFlag, fromFile] = key === 'http-proxy' || key === 'https-proxy' ? shown.map(withoutCredentials) : shown
  return `${key}: (from flag: ${fromFlag}, from file: ${fromFile})`
}
