// daemon.json: its keys become values of options, in the words of dockerd where they cannot.

import type { ComplaintStyle } from '../../engine/persona.ts'
import { OLD_GATEWAY, refuseConflicts } from './config-conflicts.ts'
import { checkedText, type Values } from './given-values.ts'
import { configPlace } from './json-place.ts'
import { complaintStyle, jsonPrefix } from './json-style.ts'
import type { Place } from './kind.ts'
import { kindOf } from './kinds.ts'
import type { Option } from './option.ts'
import type { ConfigObject } from './read-config-file.ts'
import { dockerdOptions, ownOptions } from './table.ts'

/** The key for mockerd's own options. */
const OWN = 'mockerd'

/**
 * What a daemon.json says, by flag. differs: `mockerd` is a key for mockerd's own options.
 *
 * Throws an Error with dockerd's words for unknown keys, for those that a flag gives, too, and for values of another type.
 * @param given what flags say
 */
export function configValues(config: ConfigObject, given: Values): Values {
  const { [OWN]: own = {}, ...docker } = config
  const style = complaintStyle(given.engine ?? (own as Values | null)?.engine)
  refuseConflicts(docker, given, dockerdOptions)
  return { ...dockerdValues(docker, style), ...ownValues(own, given) }
}

function dockerdValues(config: ConfigObject, style: ComplaintStyle): Values {
  const byKey = new Map(
    Object.entries(dockerdOptions).flatMap(([flag, { json = flag }]) => (json === false ? [] : [[json, flag]])),
  )
  const values: Values = {}
  for (const [key, value] of Object.entries(config)) {
    const at = configPlace(style, key)
    const flag = byKey.get(key)
    if (key === OLD_GATEWAY) takeOldGateway(values, value, at)
    else if (flag !== undefined) take(values, flag, dockerdOptions[flag]!, value, at)
    else if (key === 'proxies') {
      for (const [name, proxy] of Object.entries(value ?? {})) {
        take(values, name, dockerdOptions[name]!, proxy, at.within(name, 'Proxies'))
      }
    }
  }
  return values
}

/** It is one address, and now the only one of several. */
function takeOldGateway(values: Values, value: unknown, at: Place): void {
  const one: Values = {}
  take(one, OLD_GATEWAY, { kind: 'ip', help: '' }, value, at)
  if (one[OLD_GATEWAY] !== undefined) values[OLD_GATEWAY] = [one[OLD_GATEWAY]]
}

/** Throws where a flag says it, too, in the words that dockerd has for its own. */
function ownValues(own: unknown, given: Values): Values {
  if (typeof own !== 'object' || own === null || Array.isArray(own)) {
    throw new Error(`${OWN} must be a map of mockerd's own options`)
  }
  const values: Values = {}
  // the words that say most, whichever engine it is
  const place = configPlace('path', OWN)
  for (const [flag, value] of Object.entries(own)) {
    const option = Object.hasOwn(ownOptions, flag) ? ownOptions[flag]! : undefined
    if (option === undefined || option.json === false) {
      throw new Error(`the following directives don't match any configuration option: ${OWN}.${flag}`)
    }
    take(values, flag, option, value, place.within(flag, 'Options'))
    checkTexts(values[flag], option, `${OWN}.${flag}`)
  }
  refuseConflicts(own as ConfigObject, given, ownOptions)
  return values
}

function checkTexts(value: unknown, option: Option, key: string): void {
  for (const text of [value].flat()) {
    if (typeof text !== 'string') continue
    try {
      checkedText(option, text)
    } catch (error) {
      throw new Error(`invalid value ${JSON.stringify(text)} of ${key}: ${(error as Error).message}`)
    }
  }
}

/** What is empty says nothing, but for `false`: dockerd lays the defaults of its flags over it. */
function take(values: Values, flag: string, { kind }: Option, value: unknown, at: Place): void {
  let taken: unknown
  try {
    taken = kindOf(kind).decode(value, at)
  } catch (error) {
    throw new Error(`${jsonPrefix(at.style)}${(error as Error).message}`)
  }
  if (value !== null && !isEmpty(taken)) values[flag] = taken
}

/** A text, a number, a list or a map that says nothing. */
export const isEmpty = (value: unknown): boolean =>
  value === '' || value === 0 || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

/** Gives what `make` gives; what it throws becomes an Error with dockerd's words about the file. */
export function configuredBy<T>(file: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new Error(`unable to configure the Docker daemon with file ${file}: ${(error as Error).message}`)
  }
}
