// What openapi/ says of one version: x-since and x-until applied, every reference followed.
import { compareVersions } from '../../src/api/version.ts'
import type { Contract, Json } from '../generate/contract.ts'
import { type Fact, type Facts, sortedEnum } from './facts.ts'

const PREFIX = '#/components/schemas/'

export function ownFacts({ document, schemas }: Contract, version: string): Facts {
  const reader = new Reader(schemas, version)
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(methods)) {
      reader.operation(`${method.toUpperCase()} ${path}`, operation)
    }
  }
  return reader.facts
}

class Reader {
  readonly facts: Facts = new Map()
  readonly #schemas: Record<string, Json>
  readonly #version: string

  constructor(schemas: Record<string, Json>, version: string) {
    this.#schemas = schemas
    this.#version = version
  }

  operation(name: string, operation: Json): void {
    if (!this.#isThere(operation)) return
    this.facts.set(name, marks(operation))
    for (const parameter of operation.parameters) {
      if (!this.#isThere(parameter)) continue
      const fact = this.#fact({ ...parameter, ...this.#resolve(parameter.schema ?? {}), ...specMarks(parameter) })
      this.facts.set(`${name} ? ${parameter.in} ${parameter.name}`, {
        ...fact,
        ...marks(parameter),
        // the published documents do not repeat it for the parts of a path
        required: parameter.required === true && parameter.in !== 'path',
      })
    }
    const body = operation.requestBody
    if (body && this.#isThere(body)) this.#value(`${name} body`, schemaOf(body), marks(body))
    for (const [status, response] of Object.entries<Json>(operation.responses ?? {})) {
      if (!this.#isThere(response)) continue
      this.facts.set(`${name} -> ${status}`, marks(response))
      for (const [header, thing] of Object.entries<Json>(response.headers ?? {})) {
        if (this.#isThere(thing)) this.facts.set(`${name} -> ${status} header ${header}`, marks(thing))
      }
      // what goes over the connection after a 101 is told elsewhere, and errors are all alike
      if (status.startsWith('2')) this.#value(`${name} ${status}`, schemaOf(response), marks(response))
    }
  }

  #value(place: string, schema: Json, mark: Fact): void {
    if (schema === undefined) return
    this.facts.set(`${place} . $`, { ...this.#fact(this.#resolve(schema)), required: false, ...mark })
    this.#inside(schema, `${place} . `, '', [])
  }

  /** Its fields, at any depth; a schema inside itself is not entered again. */
  #inside(given: Json, root: string, path: string, stack: readonly string[]): void {
    const schema = withoutNull(given)
    for (const part of schema.allOf ?? []) this.#inside(part, root, path, stack)
    if (schema.$ref) {
      const name = schema.$ref.slice(PREFIX.length)
      if (!stack.includes(name)) this.#inside(this.#schemas[name], root, path, [...stack, name])
    }
    for (const [key, property] of Object.entries<Json>(schema.properties ?? {})) {
      if (!this.#isThere(property)) continue
      const place = path === '' ? key : `${path}.${key}`
      const isRequired = (schema.required ?? []).includes(key)
      this.facts.set(root + place, { ...this.#fact(this.#resolve(property)), required: isRequired, ...marks(property) })
      this.#inside(property, root, place, stack)
    }
    if (schema.items) this.#inside(schema.items, root, `${path}[]`, stack)
    if (typeof schema.additionalProperties === 'object') {
      this.#inside(schema.additionalProperties, root, `${path}{}`, stack)
    }
  }

  #fact(schema: Json): Fact {
    const values = schema.enum ?? schema.items?.enum ?? (schema.items && this.#resolve(schema.items).enum)
    const sinceValues = schema['x-since-values'] ?? schema.items?.['x-since-values'] ?? {}
    const known = values?.filter((value: Json) => this.#has(sinceValues[value]))
    const published = schema['x-spec-default'] ?? schema.default
    return {
      type: schema['x-spec-type'] ?? this.#type(schema),
      // history.json keeps no objects
      default: published === undefined || typeof published === 'object' ? undefined : JSON.stringify(published),
      enum: sortedEnum(known),
    }
  }

  #type(given: Json): string {
    const schema = this.#resolve(given)
    const types: string[] = [schema.type ?? []].flat().filter((type: string) => type !== 'null')
    if (schema['x-string'] === 'request' && !types.includes('string')) types.push('string')
    if (types.length > 1) return types.sort().join('|')
    const type = types[0] ?? (schema.properties || schema.allOf ? 'object' : 'any')
    if (type === 'array') return `array<${this.#type(schema.items ?? {})}>`
    const values = schema.additionalProperties
    if (type !== 'object' || schema.properties || values === undefined || values === false) return type
    return `map<${values === true ? 'any' : this.#type(values)}>`
  }

  /** What a reference means, with what stands beside it. */
  #resolve(given: Json): Json {
    const schema = withoutNull(given)
    const only = schema.allOf?.length === 1 ? schema.allOf[0] : undefined
    const reference: string | undefined = schema.$ref ?? only?.$ref
    if (reference === undefined) return schema
    const { $ref: _, allOf: __, ...beside } = schema
    return { ...this.#resolve(this.#schemas[reference.slice(PREFIX.length)]), ...beside }
  }

  #isThere(thing: Json): boolean {
    const until = thing['x-until']
    return this.#has(thing['x-since']) && (until === undefined || compareVersions(this.#version, String(until)) <= 0)
  }

  #has(since: unknown): boolean {
    return since === undefined || compareVersions(this.#version, String(since)) >= 0
  }
}

const marks = (thing: Json): Fact => (thing['x-undocumented'] === true ? { undocumented: true } : {})

const specMarks = (thing: Json): Json =>
  Object.fromEntries(Object.entries(thing).filter(([key]) => key.startsWith('x-spec-') || key === 'x-since-values'))

const schemaOf = (holder: Json): Json => {
  const media = Object.values<Json>(holder.content ?? {})
  return (media.find((one) => one.schema?.$ref) ?? media[0])?.schema
}

/** `anyOf: [X, null]` is X: whether null is possible is not compared. */
function withoutNull(schema: Json): Json {
  const choices: Json[] | undefined = schema.anyOf ?? schema.oneOf
  const meant = choices?.filter((one) => one.type !== 'null')
  if (meant?.length !== 1) return schema
  const { anyOf: _, oneOf: __, ...beside } = schema
  return { ...meant[0], ...beside }
}
