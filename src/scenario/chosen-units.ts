// Some of the objects of a list or a stream, by their number or by what is in them.
import type { Reply } from '../api/reply.ts'
import type { Bytes } from '../api/wire.ts'
import { anything, described, type Fields, map, oneOf, type Shape } from '../codec/shape.ts'
import { positive } from './arguments.ts'
import { jsonOf, withJson } from './json-body.ts'
import { includesValue } from './match-value.ts'
import type { Moment } from './moment.ts'
import { type Unit, unitsOf } from './units.ts'
import { oneOrMore } from './when-shape.ts'

export type CountedUnit = Exclude<Unit, 'bytes'>

export interface Choice {
  /** `objects` if left out */
  readonly unit?: CountedUnit | undefined
  readonly nth?: number | readonly number[] | undefined
  readonly every?: number | undefined
  readonly first?: number | undefined
  readonly where?: Readonly<Record<string, unknown>> | undefined
}

export const unitField: Shape<CountedUnit> = described(
  oneOf<CountedUnit>('objects', 'events', 'frames', 'chunks'),
  'What is counted; objects if left out. Of a body that is a list: its items.',
)

export const choiceFields: Fields<Choice> = {
  unit: unitField,
  nth: described(oneOrMore(positive), 'Those with these numbers, from 1.'),
  every: described(positive, 'Each n-th.'),
  first: described(positive, 'The first n.'),
  where: described(map(anything), 'Those that have these fields.'),
}

export function explainChoice({ unit = 'objects', nth, every, first, where }: Choice): string {
  const one = unit.slice(0, -1)
  const parts: string[] = []
  if (nth !== undefined) parts.push(`${one} ${[nth].flat().join(', ')}`)
  if (every !== undefined) parts.push(`every ${every}th ${one}`)
  if (first !== undefined) parts.push(`the first ${first} ${unit}`)
  const named = parts.join(' of ') || `every ${one}`
  return where ? `${named} with ${JSON.stringify(where)}` : named
}

/** Whether a unit is meant; asked once for each, in their order. Those that `where` leaves out are not counted. */
export function chooser({ nth, every, first, where }: Choice): (unit: Uint8Array) => boolean {
  const numbers = nth === undefined ? undefined : new Set([nth].flat())
  let seen = 0
  return (unit) => {
    if (where && !fits(unit, where)) return false
    seen++
    return (!numbers || numbers.has(seen)) && (every === undefined || seen % every === 0) && seen <= (first ?? seen)
  }
}

function fits(unit: Uint8Array, where: Readonly<Record<string, unknown>>): boolean {
  try {
    return includesValue(JSON.parse(Buffer.from(unit).toString()), where)
  } catch {
    return false
  }
}

/** Changes the row of units: the items of a body that is a list, else the pieces of the stream. */
export function changeUnits(moment: Moment, unit: CountedUnit, change: (units: Bytes) => Bytes): void {
  if (moment.place === 'body') {
    moment.shape((bytes) => change(unitsOf(bytes, unit)))
    return
  }
  moment.change(async (reply): Promise<Reply> => {
    const whole = unit === 'objects' ? jsonOf(reply) : undefined
    if (!whole || !Array.isArray(whole.value)) {
      moment.shape((bytes) => change(unitsOf(bytes, unit)), { reframe: true })
      return reply
    }
    const items: unknown[] = []
    for await (const item of change(eachItem(whole.value))) items.push(JSON.parse(Buffer.from(item).toString()))
    return withJson(reply, items)
  })
}

async function* eachItem(items: readonly unknown[]): AsyncGenerator<Uint8Array> {
  for (const item of items) yield Buffer.from(JSON.stringify(item))
}
