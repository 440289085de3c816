// Values of daemon.json of the wrong type, in the words of Go's encoding/json.
import { type Step, typeComplaint } from '../../api/type-complaint.ts'
import type { ComplaintStyle } from '../../engine/persona.ts'
import { embeddedIn } from './config-structs.ts'
import type { Place } from './kind.ts'

/** The place of a key of the file. */
export const configPlace = (style: ComplaintStyle, key: string): Place =>
  placeAt(style, 'Config', [stepTo(key, 'Config', embeddedIn(key))])

/** The beginning of what has a decoder of its own. */
export const freshPlace = ({ style }: Place): Place => placeAt(style, '', [])

function placeAt(style: ComplaintStyle, root: string, path: readonly Step[]): Place {
  return {
    style,
    complain(what, go) {
      throw new Error(typeComplaint(style, { what, go, path, root }))
    },
    within: (key, struct) =>
      placeAt(style, root, [...path, struct === undefined ? { key } : stepTo(String(key), struct)]),
  }
}

const stepTo = (key: string, struct: string, embedded?: string): Step => ({
  key,
  field: { struct, go: struct, name: key, embedded },
})

/** How Go calls a value in such a sentence; a number that is no whole one is named itself. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value !== null && typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** Throws for what is no map. */
export function objectAt(value: unknown, at: Place, go: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return at.complain(jsonKind(value), go)
  return value as Readonly<Record<string, unknown>>
}

/** A field of a struct, which Go finds in small letters and in large ones; null where it is not there. */
export function fieldAt(object: Readonly<Record<string, unknown>>, struct: string, name: string, at: Place): Field {
  const key = Object.keys(object).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name
  return { value: object[key] ?? null, at: at.within(key, struct) }
}

interface Field {
  readonly value: unknown
  readonly at: Place
}

/** A list, item by item; empty for null. Throws for what is no list. */
export function itemsAt<T>(value: unknown, at: Place, go: string, item: (one: unknown, at: Place) => T): T[] {
  if (value === null) return []
  if (!Array.isArray(value)) return at.complain(jsonKind(value), go)
  return value.map((one: unknown, index) => item(one, at.within(index)))
}

/** Empty for null, as Go leaves it. */
export function stringAt(value: unknown, at: Place): string {
  if (value === null) return ''
  return typeof value === 'string' ? value : at.complain(jsonKind(value), 'string')
}

export function boolAt(value: unknown, at: Place): boolean {
  if (value === null) return false
  return typeof value === 'boolean' ? value : at.complain(jsonKind(value), 'bool')
}

/** differs: a number that is written as `1e3` counts as it is; Go refuses it. */
export function integerAt(value: unknown, at: Place, go = 'int'): number {
  if (value === null) return 0
  if (typeof value !== 'number') return at.complain(jsonKind(value), go)
  return Number.isSafeInteger(value) ? value : at.complain(`number ${value}`, go)
}
