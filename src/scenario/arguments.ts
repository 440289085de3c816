// Forms that the arguments of many steps have.
import { type Complain, either, type Path, record, type Shape, size, whole } from '../codec/shape.ts'
import type { Unit } from './units.ts'

/** `- reset`, or `- reset:` with nothing behind it. */
export type Nothing = null
export const nothing: Nothing = null

export const noArguments: Shape<Nothing> = {
  name: 'nothing',
  schema: { type: 'null' },
  is: (value) => value === null || value === undefined,
  check(value, path, complain) {
    if (value !== null && value !== undefined) complain(path, 'takes no arguments')
  },
}

export const orNothing = <T>(shape: Shape<T>): Shape<T | null> => either<T | null>(noArguments, shape)

const MANY = 2 ** 31

/** `{ objects: 3 }`: so many of one unit. */
export type Counted = Readonly<Partial<Record<Unit, number | string>>>

export const natural: Shape<number> = whole(0, MANY)
export const positive: Shape<number> = whole(1, MANY)

/** A number of bytes, or a text such as `64k`. */
export const byteCount: Shape<number | string> = either<number | string>(natural, size)

export const countedFields: { readonly [U in Unit]-?: Shape<number | string> } = {
  bytes: byteCount,
  chunks: natural as Shape<number | string>,
  frames: natural as Shape<number | string>,
  objects: natural as Shape<number | string>,
  events: natural as Shape<number | string>,
}

/** The unit that is named; undefined with none or several. */
export function unitOf(counted: Counted): Unit | undefined {
  const named = (Object.keys(countedFields) as Unit[]).filter((unit) => counted[unit] !== undefined)
  return named.length === 1 ? named[0] : undefined
}

/** A record that names exactly one unit. */
export function oneUnit<T extends Counted>(shape: Shape<T>): Shape<T> {
  return {
    ...shape,
    check(value: unknown, path: Path, complain: Complain) {
      shape.check(value, path, complain)
      if (shape.is(value) && unitOf(value as Counted) === undefined) {
        complain(path, `must count one of ${Object.keys(countedFields).join(', ')}`)
      }
    },
  }
}

export const counted: Shape<Counted> = oneUnit(record<Counted>(countedFields))
