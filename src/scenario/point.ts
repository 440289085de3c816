// Where in a call a rule acts.
import { bytesOf } from './bytes-of.ts'
import type { PointSpec, WhenSpec } from './language.ts'
import type { Place } from './place.ts'
import type { Unit } from './units.ts'

export interface Point {
  readonly place: Place
  readonly direction: 'reply' | 'request'
  /** At `body`: behind so many of these. */
  readonly behind?: { readonly unit: Unit; readonly amount: number }
}

const PLACES: Readonly<Record<Exclude<PointSpec, object>, Place>> = {
  accept: 'accept',
  request: 'request',
  'before-headers': 'reply',
  'after-headers': 'body',
  end: 'end',
  sent: 'sent',
}

/** The beginning of the operation, unless `when` says more. */
export function pointOf({ point, direction = 'reply', event }: WhenSpec): Point {
  if (event !== undefined) return { place: 'event', direction }
  if (point === undefined) return { place: 'request', direction }
  if (typeof point === 'object') {
    const [[unit, amount]] = Object.entries(point.after) as [[Unit, number | string]]
    return { place: 'body', direction, behind: { unit, amount: bytesOf(amount) } }
  }
  const place = PLACES[point]
  return point === 'after-headers' ? { place, direction, behind: { unit: 'bytes', amount: 0 } } : { place, direction }
}
