// Kinds of options that gather values by name.
import { booleanProblem, parseBoolean } from '../../codec/boolean.ts'
import type { ConfiguredRuntime } from '../../engine/settings.ts'
import { goText } from './go-text.ts'
import { boolAt, fieldAt, itemsAt, objectAt, stringAt } from './json-place.ts'
import { commas, type Kind, type Place } from './kind.ts'

/** The `=` that comes first parts them; without one the value is undefined. */
export function cut(text: string): readonly [string, string | undefined] {
  const equals = text.indexOf('=')
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)]
}

export function entriesOf<T>(
  value: unknown,
  at: Place,
  go: string,
  item: (one: unknown, at: Place) => T,
): Record<string, T> {
  if (value === null) return {}
  const entries = Object.entries(objectAt(value, at, go))
  return Object.fromEntries(entries.map(([key, one]) => [key, item(one, at.within(key))]))
}

const texts = (value: unknown, at: Place): Record<string, string> => entriesOf(value, at, 'map[string]string', stringAt)

export const map: Kind<Record<string, string>> = {
  type: 'map',
  gathers: true,
  add(before = {}, text) {
    const [key, value = ''] = cut(text)
    return { ...before, [key]: value }
  },
  decode: texts,
  show: goText,
  split: commas,
}

/** moby internal/opts/opts.go: `name` is `name=true`. */
export const set: Kind<Record<string, boolean>> = {
  type: 'map',
  gathers: true,
  add(before = {}, text) {
    const [key, value = 'true'] = cut(text)
    if (key === '') throw new Error(`invalid option name: ${text}`)
    const problem = booleanProblem(value)
    if (problem !== undefined) throw new Error(problem)
    return { ...before, [key]: parseBoolean(value)! }
  },
  decode: (value, at) => entriesOf(value, at, 'map[string]bool', boolAt),
  show: goText,
  split: commas,
}

/** `bridge=com.docker.network.driver.mtu=1234` */
export const mapmap: Kind<Record<string, Record<string, string>>> = {
  type: 'mapmap',
  gathers: true,
  add(before = {}, text) {
    const [root, rest = ''] = cut(text)
    const [key, value] = cut(rest)
    if (value === undefined) {
      throw new Error(`invalid value ${JSON.stringify(text)} for map option, should be root-key=key=value`)
    }
    return { ...before, [root]: { ...before[root], [key]: value } }
  },
  decode: (value, at) => entriesOf(value, at, 'map[string]map[string]string', texts),
  show: goText,
  split: commas,
}

/** The names are all that is shown (moby opts/runtime.go). */
export const runtimes: Kind<Record<string, ConfiguredRuntime>> = {
  type: 'runtime',
  gathers: true,
  add(before = {}, text) {
    const [left, right = ''] = cut(text)
    const [name, path] = [left.trim().toLowerCase(), right.trim()]
    if (name === '' || path === '') throw new Error(`invalid runtime argument: ${text}`)
    if (name === 'runc') throw new Error(`runtime name '${name}' is reserved`)
    if (Object.hasOwn(before, name)) throw new Error(`runtime '${name}' was already defined`)
    return { ...before, [name]: { path } }
  },
  decode: (value, at) => entriesOf(value, at, 'map[string]system.Runtime', runtimeAt),
  show: (value) => `[${Object.keys(value).join(' ')}]`,
  split: commas,
}

function runtimeAt(value: unknown, at: Place): ConfiguredRuntime {
  const runtime = objectAt(value ?? {}, at, 'system.Runtime')
  const field = (name: string): ReturnType<typeof fieldAt> => fieldAt(runtime, 'Runtime', name, at)
  const [path, args, type, options] = [field('path'), field('runtimeArgs'), field('runtimeType'), field('options')]
  return {
    ...(path.value !== null && { path: stringAt(path.value, path.at) }),
    ...(args.value !== null && { runtimeArgs: itemsAt(args.value, args.at, '[]string', stringAt) }),
    ...(type.value !== null && { runtimeType: stringAt(type.value, type.at) }),
    ...(options.value !== null && { options: objectAt(options.value, options.at, 'map[string]interface {}') }),
  }
}
