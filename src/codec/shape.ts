// What a value that a person wrote must look like: one description checks it, and is its JSON Schema.
import { parseDuration } from './duration.ts'
import { ramInBytes } from './size.ts'

export type Path = readonly (string | number)[]
/** Hears what is wrong with the value at a path: the end of a sentence. `key` when it is the last name of the path. */
export type Complain = (path: Path, sentence: string, about?: 'key') => void
export type JsonSchema = Readonly<Record<string, unknown>>

/** T is what a value is that passes the check. */
export interface Shape<T> {
  readonly schema: JsonSchema
  /** `a text`, as sentences name it */
  readonly name: string
  /** Whether a value is of this kind at all; `either` chooses by it. */
  is(value: unknown): boolean
  check(value: unknown, path: Path, complain: Complain): void
  /** never there; the compiler infers T from it */
  readonly sample?: T
}

function plain<T>(name: string, schema: JsonSchema, is: (value: unknown) => boolean): Shape<T> {
  return {
    name,
    schema,
    is,
    check(value, path, complain) {
      if (!is(value)) complain(path, `must be ${name}, not ${kindOf(value)}`)
    },
  }
}

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return JSON.stringify(value)
}

export const text: Shape<string> = plain('a text', { type: 'string' }, (value) => typeof value === 'string')
export const flag: Shape<boolean> = plain('true or false', { type: 'boolean' }, (value) => typeof value === 'boolean')
export const number: Shape<number> = plain('a number', { type: 'number' }, Number.isFinite)
export const anything: Shape<unknown> = plain('anything', {}, (value) => value !== undefined)

export const whole = (least: number, most: number): Shape<number> =>
  plain(
    `a whole number from ${least} to ${most}`,
    { type: 'integer', minimum: least, maximum: most },
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  )

/** A text of a certain form, which `name` describes with an example. */
export const textLike = (name: string, pattern: RegExp): Shape<string> =>
  plain(name, { type: 'string', pattern: pattern.source }, (value) => typeof value === 'string' && pattern.test(value))

export const oneOf = <const T extends string>(...words: readonly T[]): Shape<T> =>
  plain(words.map((word) => JSON.stringify(word)).join(' or '), { enum: words }, (value) => words.includes(value as T))

/** `1m30s`, as Go writes durations; not negative. */
export const duration: Shape<string> = plain(
  'a duration like 500ms or 1m30s',
  { type: 'string', pattern: '^(0|(\\d+(\\.\\d*)?(ns|us|µs|ms|s|m|h))+)$' },
  (value) => typeof value === 'string' && (parseDuration(value) ?? -1) >= 0,
)

/** `64m`, `1.5g` */
export const size: Shape<string> = plain(
  'a size like 64m or 1g',
  { type: 'string', pattern: '^\\d+(\\.\\d+)? ?[bkmgtBKMGT]?[iI]?[bB]?$' },
  (value) => {
    try {
      return typeof value === 'string' && ramInBytes(value) >= 0
    } catch {
      return false
    }
  },
)

export const list = <T>(of: Shape<T>): Shape<readonly T[]> => ({
  name: 'a list',
  schema: { type: 'array', items: of.schema },
  is: Array.isArray,
  check(value, path, complain) {
    if (!Array.isArray(value)) complain(path, `must be a list, not ${kindOf(value)}`)
    else for (const [index, item] of value.entries()) of.check(item, [...path, index], complain)
  },
})

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

/** Any names, all values alike. `key` is what the names must look like. */
export const map = <T>(of: Shape<T>, key?: Shape<string>): Shape<Readonly<Record<string, T>>> => ({
  name: 'a map',
  schema: { type: 'object', additionalProperties: of.schema, ...(key && { propertyNames: key.schema }) },
  is: isMap,
  check(value, path, complain) {
    if (!isMap(value)) return complain(path, `must be a map, not ${kindOf(value)}`)
    for (const [name, item] of Object.entries(value)) {
      if (key && !key.is(name)) complain([...path, name], `must be named by ${key.name}`, 'key')
      of.check(item, [...path, name], complain)
    }
  },
})

export type Fields<T> = { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> }

/** These names and no others; `needed` are those that may not be left out. */
export const record = <T extends object>(fields: Fields<T>, needed: readonly (keyof T & string)[] = []): Shape<T> => {
  const entries = Object.entries<Shape<unknown>>(fields)
  return {
    name: 'a map',
    schema: {
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
      ...(needed.length > 0 && { required: needed }),
      additionalProperties: false,
    },
    is: isMap,
    check(value, path, complain) {
      if (!isMap(value)) return complain(path, `must be a map, not ${kindOf(value)}`)
      for (const name of needed) if (value[name] === undefined) complain(path, `must have "${name}"`)
      for (const [name, item] of Object.entries(value)) {
        const field = entries.find(([known]) => known === name)?.[1]
        if (!field) complain([...path, name], `is not known; known are ${Object.keys(fields).join(', ')}`, 'key')
        else if (item !== undefined) field.check(item, [...path, name], complain)
      }
    },
  }
}

/** One of several shapes: the first that is of the value's kind checks it. */
export const either = <T>(...shapes: readonly Shape<T>[]): Shape<T> => {
  const name = shapes.map((shape) => shape.name).join(' or ')
  return {
    name,
    schema: { anyOf: shapes.map(({ schema }) => schema) },
    is: (value) => shapes.some((shape) => shape.is(value)),
    check(value, path, complain) {
      const shape = shapes.find((one) => one.is(value))
      if (shape) shape.check(value, path, complain)
      else complain(path, `must be ${name}, not ${kindOf(value)}`)
    },
  }
}

/** The shape with a word of explanation for editors. */
export const described = <T>(shape: Shape<T>, description: string): Shape<T> => ({
  ...shape,
  schema: { ...shape.schema, description },
})

/** A mistake as a sentence: `programs./usr/bin/shop.exit must be a whole number, not "no"`. */
export const mistake = (path: Path, sentence: string): string => `${path.join('.') || 'it'} ${sentence}`
