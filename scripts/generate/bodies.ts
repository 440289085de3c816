// What the decoder of JSON bodies goes by, with Go's names for its complaints: src/gen/bodies.ts.
import { readFileSync } from 'node:fs'
import { type Contract, ContractError, type Json } from './contract.ts'

interface GoTypes {
  roots: Record<string, string>
  anonymous: string[]
  bases: Record<string, string>
  types: Record<string, string | null>
}

const goTypes: GoTypes = JSON.parse(readFileSync(new URL('go-types.json', import.meta.url), 'utf8'))

type Structs = Record<string, Json>

export function bodyTable(contract: Contract): string {
  const structs: Structs = {}
  const rows = contract.operations.flatMap((operation) => {
    if (operation.body === undefined) return []
    const go = goTypes.roots[operation.id]
    const shape = shapeOf(contract, structs, { $ref: `#/components/schemas/${operation.body}` }, '')
    if (go) shape.go = go
    const named = shape.kind === 'struct' && !goTypes.anonymous.includes(shape.go)
    const root = named ? shape.go.replace(/^.*\./, '') : ''
    return [`  ${operation.id}: ${JSON.stringify({ root, shape })},`]
  })
  const lines = Object.entries(structs).map(([name, fields]) => `  ${JSON.stringify(name)}: ${JSON.stringify(fields)},`)
  return `// Made from openapi/ and scripts/generate/go-types.json by scripts/generate.ts: the JSON bodies of requests.
import type { OperationId } from './operations.ts'

export type Shape =
  | { readonly kind: 'any' | 'string' | 'boolean' | 'number' | 'words'; readonly go: string }
  | { readonly kind: 'integer'; readonly go: string; readonly base: IntegerBase }
  | { readonly kind: 'list'; readonly go: string; readonly items: Shape; readonly length?: number }
  | { readonly kind: 'map'; readonly go: string; readonly values: Shape }
  /** \`fields\` is a name in \`structs\`. */
  | { readonly kind: 'struct'; readonly go: string; readonly fields: string }

export type IntegerBase = 'int' | 'int64' | 'uint' | 'uint16' | 'uint32' | 'uint64'

/** \`gated\`: requests of versions before \`since\` do not have it; without this, only older engines do not know it. */
export type Field = Shape & { readonly since?: string; readonly gated?: true }

export const structs: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
${lines.join('\n')}
}

/** \`root\` is how Go's messages call the outermost struct. */
export const bodies: { readonly [Id in OperationId]?: { readonly root: string; readonly shape: Shape } } = {
${rows.join('\n')}
}
`
}

/** @param at where the schema is written, as in go-types.json; empty for one that is only a reference */
function shapeOf(contract: Contract, structs: Structs, schema: Json, at: string): Json {
  const reference = referenceIn(schema)
  if (reference) {
    const shape = shapeOf(contract, structs, contract.schemas[reference], reference)
    const go = goTypes.types[at]
    return go ? { ...shape, go } : shape
  }
  const type = typeOf(schema)
  const go = goTypes.types[at]
  if (go === 'strslice.StrSlice') return { kind: 'words', go }
  if (type === 'string') return { kind: 'string', go: go ?? 'string' }
  if (type === 'boolean') return { kind: 'boolean', go: 'bool' }
  if (type === 'number') return { kind: 'number', go: go ?? 'float64' }
  if (type === 'integer') return integer(go ?? (schema.format === 'int64' ? 'int64' : 'int'))
  if (type === 'array') {
    const items = shapeOf(contract, structs, schema.items ?? {}, `${at}[]`)
    const length = /^\[(\d+)\]/.exec(go ?? '')?.[1]
    const list = { kind: 'list', go: go ?? `[]${items.go}`, items: pointee(items) }
    return length ? { ...list, length: Number(length) } : list
  }
  if (type === 'object') return objectShape(contract, structs, schema, at)
  return { kind: 'any', go: 'interface {}' }
}

function objectShape(contract: Contract, structs: Structs, schema: Json, at: string): Json {
  const go = goTypes.types[at]
  const values = schema.additionalProperties
  if (typeof values === 'object' && !schema.properties && !schema.allOf) {
    const shape = shapeOf(contract, structs, values, `${at}{}`)
    return { kind: 'map', go: go ?? `map[string]${shape.go}`, values: pointee(shape) }
  }
  const fields: Record<string, Json> = {}
  const shape = { kind: 'struct', go: go ?? 'struct {}', fields: at }
  if (at in structs) return shape
  structs[at] = fields
  collect(contract, structs, schema, at, fields)
  return shape
}

/** The fields of a schema and of what it is composed of. */
function collect(contract: Contract, structs: Structs, schema: Json, at: string, fields: Record<string, Json>): void {
  for (const part of schema.allOf ?? []) {
    const name = referenceIn(part)
    collect(contract, structs, name ? contract.schemas[name] : part, name ?? at, fields)
  }
  for (const [name, property] of Object.entries<Json>(schema.properties ?? {})) {
    const place = `${at}.${name}`
    if (goTypes.types[place] === null) continue
    const shape = pointee(shapeOf(contract, structs, property, place))
    const since = property['x-since'] && String(property['x-since'])
    // `request` too: the daemon ignores it in older requests, but shows it in their replies.
    const gated = (since !== undefined && [true, 'request'].includes(property['x-gated'])) || undefined
    fields[name] = { ...shape, since, gated }
  }
}

/** Where nothing but a reference is said, maybe with `null` beside it: the name of what is meant. */
function referenceIn(schema: Json): string | undefined {
  const alternatives = schema.anyOf ?? schema.oneOf ?? (schema.allOf?.length === 1 ? schema.allOf : undefined)
  const meant = alternatives?.filter((one: Json) => one.type !== 'null')
  const reference: string | undefined = schema.$ref ?? (meant?.length === 1 ? meant[0].$ref : undefined)
  return reference?.replace('#/components/schemas/', '')
}

function typeOf(schema: Json): string | undefined {
  if (schema.allOf || schema.properties) return 'object'
  const types = [schema.type].flat().filter((type) => type !== 'null')
  return types.length === 1 ? types[0] : undefined
}

function integer(go: string): Json {
  const base = goTypes.bases[go] ?? go
  if (!/^u?int(16|32|64)?$/.test(base)) throw new ContractError(`go-types.json names no integer: ${go}.`)
  return { kind: 'integer', go, base }
}

/** Go's messages about a value do not tell that it is behind a pointer. */
const pointee = (shape: Json): Json => ({ ...shape, go: shape.go.replace(/^\*/, '') })
