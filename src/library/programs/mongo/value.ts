// Values of MongoDB's documents, and the order among them.
import { Buffer } from 'node:buffer'

/** A number that is no integer by its type though it is one by its value. */
export class Double {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

export class ObjectId {
  /** 24 digits */
  readonly hex: string
  constructor(hex: string) {
    this.hex = hex
  }
}

export class Moment {
  /** since 1970 */
  readonly ms: number
  constructor(ms: number) {
    this.ms = ms
  }
}

export class Regex {
  readonly source: string
  readonly options: string
  constructor(source: string, options: string) {
    this.source = source
    this.options = options
  }
}

/** A value that is kept and compared as it came: binary, timestamps, decimals, code, the smallest and the largest key. */
export class Raw {
  readonly type: number
  readonly bytes: Buffer
  constructor(type: number, bytes: Buffer) {
    this.type = type
    this.bytes = bytes
  }
}

export type Document = Map<string, Value>

/** A plain number is an int32 if it can be one, otherwise a double; a bigint is an int64. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Double
  | ObjectId
  | Moment
  | Regex
  | Raw
  | Document
  | Value[]

export const document = (fields: Readonly<Record<string, Value | undefined>>): Document =>
  new Map(Object.entries(fields).filter((pair): pair is [string, Value] => pair[1] !== undefined))

export const isNumber = (value: Value | undefined): value is number | bigint | Double =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof Double

export const numberOf = (value: number | bigint | Double): number =>
  value instanceof Double ? value.value : Number(value)

const LEAST = 0xff

/** Where a type stands in the order of all. */
function rank(value: Value | undefined): number {
  if (value instanceof Raw)
    return value.type === LEAST ? 0 : value.type === 0x7f ? 99 : value.type === 5 ? 7 : value.type === 0x13 ? 3 : 12
  if (value === undefined) return 1
  if (value === null) return 2
  if (isNumber(value)) return 3
  if (typeof value === 'string') return 4
  if (value instanceof Map) return 5
  if (Array.isArray(value)) return 6
  if (value instanceof ObjectId) return 8
  if (typeof value === 'boolean') return 9
  if (value instanceof Moment) return 10
  return 13
}

const sign = <T>(one: T, other: T): number => (one < other ? -1 : one > other ? 1 : 0)

/** Less than, equal or greater than 0. Values of other types are in the order of their types. */
export function compareValues(one: Value | undefined, other: Value | undefined): number {
  const order = rank(one) - rank(other)
  if (order !== 0) return order
  if (isNumber(one) && isNumber(other)) {
    return typeof one === 'bigint' && typeof other === 'bigint'
      ? sign(one, other)
      : sign(numberOf(one), numberOf(other))
  }
  if (one instanceof Map && other instanceof Map) return compareLists([...one].flat(), [...other].flat())
  if (Array.isArray(one) && Array.isArray(other)) return compareLists(one, other)
  if (one instanceof ObjectId && other instanceof ObjectId) return sign(one.hex, other.hex)
  if (one instanceof Moment && other instanceof Moment) return one.ms - other.ms
  if (one instanceof Raw && other instanceof Raw) return one.type - other.type || Buffer.compare(one.bytes, other.bytes)
  if (one instanceof Regex && other instanceof Regex)
    return sign(one.source + one.options, other.source + other.options)
  return sign(one as string | boolean, other as string | boolean)
}

function compareLists(one: readonly Value[], other: readonly Value[]): number {
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const order = compareValues(one[at], other[at])
    if (order !== 0) return order
  }
  return one.length - other.length
}

export const isSame = (one: Value | undefined, other: Value | undefined): boolean => compareValues(one, other) === 0

/** Whether two values may be put in an order by $lt and its like. */
export const isSameType = (one: Value | undefined, other: Value | undefined): boolean => rank(one) === rank(other)

export const isTrue = (value: Value | undefined): boolean =>
  isNumber(value) ? numberOf(value) !== 0 : value !== undefined && value !== null && value !== false
