// Reads the published definitions of every version, as history.json and shapes.json hold them.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fact, type Facts, sortedEnum } from './facts.ts'

// biome-ignore lint/suspicious/noExplicitAny: both files are data of many shapes, described in their README
type Json = any

export interface Published {
  /** oldest first */
  readonly versions: readonly string[]
  at(version: string): Facts
}

const minor = (version: string): number => Number(version.split('.')[1])

/** Where the definitions are: `$ENGINE_API`, or beside the repository; undefined if they are not there. */
export function findPublished(root: string): string | undefined {
  const directory = process.env.ENGINE_API ?? join(root, '..', 'shared', 'engine-api')
  return existsSync(join(directory, 'history.json')) ? directory : undefined
}

export function readPublished(directory: string): Published {
  const read = (name: string): Json => JSON.parse(readFileSync(join(directory, name), 'utf8'))
  const history = read('history.json')
  const shapes = read('shapes.json')
  const [first, last] = history.versions.map(minor)
  const versions = Array.from({ length: last - first + 1 }, (_, index) => `1.${first + index}`)
  return { versions, at: (version) => factsAt(history, shapes, minor(version), first, last) }
}

function factsAt(history: Json, shapes: Json, version: number, first: number, last: number): Facts {
  const facts: Facts = new Map()
  const isThere = (thing: Json, whole: Json = {}): boolean => {
    const since = minor(thing.since ?? whole.since ?? `1.${first}`)
    const until = minor(thing.until ?? whole.until ?? `1.${last}`)
    if (version < since || version > until) return false
    return !(thing.gaps ?? []).some(([from, to]: [string, string]) => minor(from) <= version && version <= minor(to))
  }
  const typeNamed = (name: string): string => {
    const definition = history.definitions[name]
    return definition ? plainType(valueAt(definition, 'type', version), typeNamed) : 'object'
  }
  const put = (place: string, thing: Json): void => void facts.set(place, factOf(thing, version, typeNamed))
  for (const [name, operation] of Object.entries<Json>(history.operations)) {
    if (!isThere(operation)) continue
    facts.set(name, {})
    const each = (things: Json, use: (key: string, thing: Json) => void): void => {
      for (const [key, thing] of Object.entries<Json>(things ?? {})) if (isThere(thing, operation)) use(key, thing)
    }
    each(operation.params, (key, thing) => key !== 'body' && put(`${name} ? ${key}`, thing))
    each(operation.responses, (key) => facts.set(`${name} -> ${key}`, {}))
    each(operation.headers, (key) => {
      const [status, header] = key.split(' ')
      facts.set(`${name} -> ${status} header ${header}`, {})
    })
    for (const [shape, fields] of Object.entries<Json>(shapes)) {
      if (!shape.startsWith(`${name} `)) continue
      each(fields, (path, thing) => put(`${shape} . ${path}`, thing))
    }
  }
  return facts
}

/** A fact of a thing in a version: it never changed, or what the last change not after it made it. */
function valueAt(thing: Json, key: string, version: number): Json {
  if (key in thing) return thing[key]
  let value: Json
  for (const [since, changed] of Object.entries<Json>(thing[`${key}@`] ?? {})) {
    if (minor(since) <= version) value = changed
  }
  return value ?? undefined
}

function factOf(thing: Json, version: number, typeNamed: (name: string) => string): Fact {
  const at = (key: string): Json => valueAt(thing, key, version)
  return {
    type: plainType(at('type'), typeNamed),
    required: at('required') === true,
    default: at('default') === undefined ? undefined : JSON.stringify(at('default')),
    enum: sortedEnum(at('enum')),
  }
}

/** Without formats and names: `array<Port>` is `array<object>`, `integer:int64` is `integer`. */
function plainType(type: string | undefined, typeNamed: (name: string) => string): string {
  if (type === undefined || type === 'any') return 'any'
  if (type.includes(' & ') || type.startsWith('recursive ')) return 'object'
  const [, outer, inner] = /^(array|map)(?:\([a-z]+\))?<(.*)>$/.exec(type) ?? []
  if (outer !== undefined) return `${outer}<${plainType(inner, typeNamed)}>`
  if (/^[A-Z]/.test(type)) return typeNamed(type)
  return type.split(':')[0]!
}
