// Every operation, parameter and field, in every API version from 1.24 to 1.56, against openapi/ itself.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileGate } from '../../src/api/gate.ts'
import { json } from '../../src/api/reply.ts'
import { compareVersions } from '../../src/api/version.ts'
import { engine293 } from '../../src/daemon/personas/29.3.ts'
import type { OperationId } from '../../src/gen/operations.ts'
import { type Route, routes } from '../../src/gen/routes.ts'
import { createWaist, type Waist } from './waist.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema is data of many shapes
type Json = any

const contract: Json = JSON.parse(readFileSync(new URL('../../src/gen/openapi.json', import.meta.url), 'utf8'))
const oldest = 24
const newest = '1.56'
const versions = Array.from({ length: 56 - oldest + 1 }, (_, index) => `1.${oldest + index}`)

const operationOf = ({ path, method }: Route): Json => contract.paths[path][method.toLowerCase()]

/** Newer than all that are played, so that nothing of the contract is missing. */
const engineOf = (apiVersion: string): Waist => createWaist({ persona: engine293, apiVersion, minApiVersion: '1.24' })

/** Whether an engine of `newest` lets a request of this version have it. */
function isShown(thing: Json, version: string, gates: readonly unknown[]): boolean {
  const asked = gates.includes(thing['x-gated']) ? version : newest
  const { 'x-since': since = '1.0', 'x-until': until = '9.0' } = thing
  return compareVersions(String(since), asked) <= 0 && compareVersions(asked, String(until)) <= 0
}

const bodySchemaOf = (route: Route): Json => {
  const schema = operationOf(route).requestBody?.content?.['application/json']?.schema
  return schema && resolve(schema)
}

const minimumOf = (route: Route): string => String(operationOf(route)['x-min-version'] ?? '1.0')
const isRefused = (route: Route, version: string): boolean => compareVersions(version, minimumOf(route)) < 0

/** What a request of this version calls, or `refused`. */
async function bodyOf(waist: Waist, operation: OperationId, version: string, body: unknown): Promise<unknown> {
  return waist.call(operation, { version, body: JSON.stringify(body) }).then(
    (call) => call.body,
    () => 'refused',
  )
}

describe('An engine', () => {
  test.each(versions)('of API %s has the operations of its time', async (version) => {
    const waist = engineOf(version)
    for (const route of routes) {
      const { 'x-since': since = '1.0', 'x-until': until = '9.0' } = operationOf(route)
      const isThere = compareVersions(String(since), version) <= 0 && compareVersions(version, String(until)) <= 0
      const said = await waist.refusal(route.operation, { version, body: '{}' })
      expect([route.operation, said === 'missing: page not found']).toEqual([route.operation, !isThere])
    }
  })
})

describe('A request', () => {
  const waist = engineOf(newest)
  const known = routes.filter((route) => operationOf(route)['x-until'] === undefined)

  test.each(versions)('of API %s is refused what came with a minimum version of its own', async (version) => {
    for (const route of known) {
      const said = await waist.refusal(route.operation, { version, body: '{}' })
      const refused = said.endsWith(`requires minimum API version ${minimumOf(route)}`)
      expect([route.operation, refused]).toEqual([route.operation, isRefused(route, version)])
    }
  })

  const samples: Readonly<Record<string, string>> = { boolean: '1', integer: '7', number: '7' }
  const sampleOf = ({ name, schema }: Json): string =>
    name === 'filters' ? '{"label":["a"]}' : schema.default === true ? '0' : (samples[schema.type] ?? 'other')

  test.each(versions)('of API %s has the parameters of its time', async (version) => {
    const wrong: string[] = []
    for (const route of known) {
      if (isRefused(route, version)) continue
      const { operation } = route
      const parameters: Json[] = operationOf(route).parameters?.filter((one: Json) => one.in === 'query') ?? []
      const all = parameters.map((one) => `${one.name}=${encodeURIComponent(sampleOf(one))}`)
      const body = bodySchemaOf(route)?.type === 'array' ? '[]' : '{}'
      for (const [index, parameter] of parameters.entries()) {
        const seen = async (query: readonly string[]): Promise<unknown> =>
          waist.call(operation, { version, query: query.join('&'), body }).then(
            (call) => (call.query as Record<string, unknown>)[parameter.name],
            () => 'refused',
          )
        const [withIt, without] = [await seen(all), await seen(all.toSpliced(index, 1))]
        const isTaken = JSON.stringify(without) !== JSON.stringify(withIt)
        if (isTaken !== isShown(parameter, version, [true, 'request']))
          wrong.push(`${operation} ${isTaken ? 'takes' : 'ignores'} ${parameter.name}: ${without} ${withIt}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test.each(versions)('of API %s has the fields of its time', async (version) => {
    const wrong: string[] = []
    for (const route of known) {
      const schema = bodySchemaOf(route)
      if (route.body !== 'json' || !schema || isRefused(route, version)) continue
      for (const { path, value, field } of fieldsOf(schema)) {
        const body = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)
        const has = async (asked: string): Promise<boolean> =>
          hasPath(await bodyOf(waist, route.operation, asked, body), path)
        // what no version has (Go knows no such field) is not about versions
        if (!(await has(newest))) continue
        const isRead = await has(version)
        if (isRead !== field.every((one) => isShown({ ...one, 'x-until': undefined }, version, [true, 'request'])))
          wrong.push(`${route.operation} ${isRead ? 'reads' : 'ignores'} ${path.join('.')}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

interface Field {
  readonly path: readonly string[]
  readonly value: unknown
  /** The field and those that it is in. */
  readonly field: readonly Json[]
}

const resolve = (schema: Json): Json =>
  schema.$ref ? { ...contract.components.schemas[schema.$ref.split('/').at(-1)], ...without$ref(schema) } : schema

const without$ref = ({ $ref, ...rest }: Json): Json => rest

/** Fields that are known by name, three deep. */
function fieldsOf(schema: Json, depth = 0): Field[] {
  const { properties = {}, allOf = [] } = resolve(schema)
  const own = Object.entries<Json>(properties).flatMap(([name, property]) => {
    const value = exampleOf(property)
    const inner = depth < 2 && value !== undefined && typeof value === 'object' ? fieldsOf(property, depth + 1) : []
    const field = value === undefined ? [] : [{ path: [name], value, field: [property] }]
    return [...field, ...inner.map((one) => ({ ...one, path: [name, ...one.path], field: [property, ...one.field] }))]
  })
  return [...own, ...allOf.flatMap((part: Json) => fieldsOf(part, depth))]
}

function exampleOf(property: Json): unknown {
  const { type, enum: values, properties, allOf, additionalProperties } = resolve(property)
  const kind = Array.isArray(type) ? type[0] : type
  if (kind === 'string') return values?.[0] ?? 'a'
  if (kind === 'boolean') return true
  if (kind === 'integer' || kind === 'number') return 1
  if (kind === 'array') return []
  return properties || allOf || additionalProperties || kind === 'object' ? {} : undefined
}

function hasPath(value: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path
  if (name === undefined) return true
  return typeof value === 'object' && value !== null && name in value && hasPath((value as Json)[name], rest)
}

describe('A reply', () => {
  const replies = routes.flatMap((route) => {
    const responses = Object.entries<Json>(operationOf(route).responses)
    const schema = responses.find(([status]) => status.startsWith('2'))?.[1].content?.['application/json']?.schema
    // lines of a stream are written in the form of their time
    return schema && !operationOf(route)['x-stream'] ? [[route, schema] as const] : []
  })

  test.each(versions)('of API %s has the fields of its time', (version) => {
    for (const [{ operation }, schema] of replies) {
      const everything = json(fullValue(schema, undefined))
      const gate = compileGate(operation, version, newest)
      const shown = gate ? gate(everything) : everything
      expect({ operation, shown }).toEqual({ operation, shown: json(fullValue(schema, version)) })
    }
  })
})

/** A value with every field that the version has, or with every field at all. */
function fullValue(schema: Json, version: string | undefined, within: readonly string[] = []): unknown {
  const name = schema.$ref?.split('/').at(-1)
  if (name !== undefined && within.includes(name)) return null
  const inner = name === undefined ? within : [...within, name]
  const whole = resolve(schema)
  const meant = (whole.anyOf ?? whole.oneOf)?.find((one: Json) => one.type !== 'null')
  if (meant) return fullValue(meant, version, inner)
  if (whole.items) return [fullValue(whole.items, version, inner)]
  const parts = (whole.allOf ?? []).map((part: Json) => fullValue(part, version, inner))
  const fields = Object.entries<Json>(whole.properties ?? {})
    .filter(([, property]) => version === undefined || isShown(property, version, [true]))
    .map(([key, property]) => [key, fullValue(property, version, inner)])
  const values =
    typeof whole.additionalProperties === 'object' ? { key: fullValue(whole.additionalProperties, version, inner) } : {}
  if (parts.length + fields.length === 0 && Object.keys(values).length === 0) return 'value'
  return Object.assign({}, values, ...parts, Object.fromEntries(fields))
}
