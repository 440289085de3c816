// Decodes a JSON body as dockerd does: null for anything, names in any case, and Go's complaints about types.
import { JsonReader, put } from '../codec/json-reader.ts'
import type { ComplaintStyle } from '../engine/persona.ts'
import type { Field, IntegerBase, Shape, structs as Structs } from '../gen/bodies.ts'
import { type Step, typeComplaint } from './type-complaint.ts'
import { compareVersions } from './version.ts'

/** The body is JSON but not of the right types. The message is Go's, without what dockerd puts in front. */
export class JsonTypeError extends Error {}

export interface Decoding {
  readonly shape: Shape
  readonly structs: typeof Structs
  /** How Go's messages call the outermost struct; may be empty. */
  readonly root: string
  readonly style: ComplaintStyle
  /** The newest version that the engine speaks: it does not know later fields. */
  readonly engineVersion: string
  /** The version of the request: gated fields that came later are left out. */
  readonly version: string
}

export interface Decoded {
  readonly value: unknown
  /** Whether more than blanks stands behind the value. */
  readonly more: boolean
}

const GO_KINDS = { object: 'object', array: 'array', string: 'string', number: 'number', bool: 'bool', null: 'null' }

/**
 * The first value in the text, in the contract's spelling, without fields that the contract does not have. A null is
 * left out of an object and becomes an empty value elsewhere.
 * @throws JsonSyntaxError, JsonTypeError (only when all of it is JSON, as Go: the first type that does not fit)
 */
export function decodeBody(text: string, decoding: Decoding): Decoded {
  const reader = new JsonReader(text, decoding.style === 'path' ? 'new' : 'old')
  const decoder = new Decoder(reader, decoding)
  return decoder.decode()
}

class Decoder {
  readonly #reader: JsonReader
  readonly #decoding: Decoding
  readonly #path: Step[] = []
  #complaint: string | undefined

  constructor(reader: JsonReader, decoding: Decoding) {
    this.#reader = reader
    this.#decoding = decoding
  }

  decode(): Decoded {
    const value = this.#value(this.#decoding.shape)
    if (this.#complaint !== undefined) throw new JsonTypeError(this.#complaint)
    return { value: value ?? emptyOf(this.#decoding.shape), more: this.#reader.more() }
  }

  #value(shape: Shape): unknown {
    const kind = this.#reader.kind()
    if (kind === 'null') return this.#reader.literal() ?? undefined
    switch (shape.kind) {
      case 'any':
        return this.#reader.value()
      case 'string':
        return kind === 'string' ? this.#reader.string() : this.#mismatch(shape.go)
      case 'boolean':
        return kind === 'bool' ? this.#reader.literal() : this.#mismatch(shape.go)
      case 'number':
        return kind === 'number' ? Number(this.#reader.number()) : this.#mismatch(shape.go)
      case 'integer':
        return kind === 'number' ? this.#integer(shape.go, shape.base) : this.#mismatch(shape.go)
      case 'words':
        return this.#words()
      case 'list':
        return kind === 'array' ? this.#list(shape.items, shape.length) : this.#mismatch(shape.go)
      case 'map':
        return kind === 'object' ? this.#map(shape.values, shape.go) : this.#mismatch(shape.go)
      case 'struct':
        return kind === 'object' ? this.#struct(shape.fields, shape.go) : this.#mismatch(shape.go)
    }
  }

  #integer(go: string, base: IntegerBase): number {
    const text = this.#reader.number()
    if (!fits(text, base)) this.#complain(`number ${text}`, go)
    return Number(text) || 0
  }

  /** A list of texts, or one text: it comes out as a list (api/types/strslice). */
  #words(): string[] | undefined {
    const kind = this.#reader.kind()
    const value = this.#reader.value()
    if (typeof value === 'string') return [value]
    if (Array.isArray(value) && value.every((word) => typeof word === 'string' || word === null)) {
      return value.map((word) => word ?? '')
    }
    const { root, style } = this.#decoding
    const path = style === 'path' ? [] : this.#path
    this.#complaint ??= typeComplaint(style, { what: GO_KINDS[kind], go: 'string', path, root })
    return undefined
  }

  /** @param length of a Go array: what is missing is empty, what is too much is passed over */
  #list(items: Shape, length: number | undefined): unknown[] {
    const list: unknown[] = []
    this.#reader.array((index) => {
      if (length !== undefined && index >= length) return this.#reader.skip()
      this.#path.push({ key: index })
      list.push(this.#value(items) ?? emptyOf(items))
      this.#path.pop()
    })
    while (length !== undefined && list.length < length) list.push(emptyOf(items))
    return list
  }

  /** A null in it is nothing at all where Go has lists or pointers, and else what Go begins with. */
  #map(values: Shape, go: string): object {
    const empty = values.kind === 'list' || go.includes(']*') ? null : emptyOf(values)
    const map = {}
    this.#reader.object((key) => {
      this.#path.push({ key })
      put(map, key, this.#value(values) ?? empty)
      this.#path.pop()
    })
    return map
  }

  #struct(name: string, go: string): object {
    const fields = knownFields(name, this.#decoding)
    const struct: Record<string, unknown> = {}
    this.#reader.object((key) => {
      const field = fields.get(key) ?? fields.get(key.toLowerCase())
      if (field === undefined) return this.#reader.skip()
      this.#path.push({ key, field: { struct: name, go, name: field.name } })
      const value = this.#value(field.shape)
      this.#path.pop()
      if (value !== undefined && field.kept) struct[field.name] = value
    })
    return struct
  }

  #mismatch(go: string): undefined {
    this.#complain(GO_KINDS[this.#reader.kind()], go)
    this.#reader.skip()
  }

  #complain(what: string, go: string): void {
    const { root, style } = this.#decoding
    this.#complaint ??= typeComplaint(style, { what, go, path: this.#path, root })
  }
}

interface KnownField {
  readonly name: string
  readonly shape: Field
  /** Else it is read, and refused where it is of the wrong type, but not for requests of this version. */
  readonly kept: boolean
}

const known = new Map<string, ReadonlyMap<string, KnownField>>()

/** The fields of a struct that the engine knows, by their names and by those in small letters. */
function knownFields(struct: string, decoding: Decoding): ReadonlyMap<string, KnownField> {
  const { engineVersion, version, structs } = decoding
  const key = `${struct} ${engineVersion} ${version}`
  const before = known.get(key)
  if (before) return before
  const fields = new Map<string, KnownField>()
  for (const [name, shape] of Object.entries(structs[struct] ?? {})) {
    const { since = '0', gated } = shape
    if (compareVersions(since, engineVersion) > 0) continue
    const field = { name, shape, kept: gated !== true || compareVersions(since, version) <= 0 }
    fields.set(name.toLowerCase(), field)
    fields.set(name, field)
  }
  known.set(key, fields)
  return fields
}

/** What Go has where nothing was said. */
export function emptyOf(shape: Shape): unknown {
  switch (shape.kind) {
    case 'string':
      return ''
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return 0
    case 'list':
    case 'words':
      return []
    case 'map':
    case 'struct':
      return {}
    default:
      return null
  }
}

const ranges: Readonly<Record<IntegerBase, readonly [bigint, bigint]>> = {
  int: [-(2n ** 63n), 2n ** 63n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint: [0n, 2n ** 64n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
}

function fits(text: string, base: IntegerBase): boolean {
  if (!/^-?\d+$/.test(text)) return false
  if (text.length < 5 && text.charAt(0) !== '-') return true
  const [least, most] = ranges[base]
  const value = BigInt(text)
  return value >= least && value <= most
}
