// The merged contract, as the reply checks need it: closed against unknown fields, one set of schemas per version.
import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { compareVersions } from '../../src/api/version.ts'
import type { OperationId } from '../../src/gen/operations.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema is data of many shapes
type Json = any

const contract: Json = JSON.parse(readFileSync(new URL('../../src/gen/openapi.json', import.meta.url), 'utf8'))
const schemas: Record<string, Json> = contract.components.schemas

export interface Versions {
  /** The version that the request was answered in. */
  readonly version: string
  /** The newest that the engine speaks. */
  readonly engineVersion: string
}

export interface Declared {
  readonly contentTypes: readonly string[]
  /** Name of the JSON schema, if the reply is JSON. */
  readonly schema: string | undefined
}

const operations = new Map<OperationId, Json>()
for (const methods of Object.values<Json>(contract.paths)) {
  for (const operation of Object.values<Json>(methods)) operations.set(operation.operationId, operation)
}

/** What the contract says about a status of an operation; `default` stands for errors only. */
export function declaredReply(operation: OperationId, status: number): Declared | undefined {
  const responses = operations.get(operation)?.responses ?? {}
  const response = responses[status] ?? (status >= 400 ? responses.default : undefined)
  if (response === undefined) return undefined
  const content: Record<string, Json> = response.content ?? {}
  const json = Object.entries(content).find(([type]) => /json/.test(type))?.[1]
  const reference: string | undefined = json?.schema?.$ref
  return { contentTypes: Object.keys(content), schema: reference?.split('/').at(-1) }
}

const validators = new Map<string, ValidateFunction>()
const instances = new Map<string, Ajv2020>()

/** What is wrong with a value, in sentences; nothing if it is as the schema says. */
export function defectsOf(schema: string, value: unknown, versions: Versions): string[] {
  const id = `v${versions.version}-${versions.engineVersion}`
  const key = `${id} ${schema}`
  let validate = validators.get(key)
  if (validate === undefined) {
    const ajv = instances.get(id) ?? newInstance(id, versions)
    instances.set(id, ajv)
    validate = ajv.compile(closed({ $ref: `${id}#/components/schemas/${schema}` }, { $ref: `#/${schema}` }))
    validators.set(key, validate)
  }
  return validate(value) ? [] : tell(validate.errors ?? [])
}

function newInstance(id: string, versions: Versions): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  const prepared = Object.entries(schemas).map(([name, schema]) => [name, prepare(schema, versions)])
  ajv.addSchema({ $id: id, components: { schemas: Object.fromEntries(prepared) } })
  return ajv
}

/** A copy without the fields that these versions do not have, closed wherever a value of its own begins. */
function prepare(schema: Json, versions: Versions): Json {
  const copy = { ...schema }
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    if (schema[key]) copy[key] = schema[key].map((part: Json) => prepare(part, versions))
  }
  if (schema.properties) {
    const there = Object.entries<Json>(schema.properties).filter(([, property]) => isThere(property, versions))
    copy.properties = Object.fromEntries(
      there.map(([name, property]) => [name, closed(prepare(property, versions), property)]),
    )
    copy.required = (schema.required ?? []).filter((name: string) => name in copy.properties)
  }
  if (schema.items) copy.items = closed(prepare(schema.items, versions), schema.items)
  const values = schema.additionalProperties
  if (typeof values === 'object') copy.additionalProperties = closed(prepare(values, versions), values)
  return copy
}

function isThere(property: Json, { version, engineVersion }: Versions): boolean {
  const { 'x-since': since, 'x-until': until, 'x-gated': gated } = property
  if (since && compareVersions(engineVersion, String(since)) < 0) return false
  return !until || compareVersions(gated === true ? version : engineVersion, String(until)) <= 0
}

/** @param original decides: closed if it has properties at all */
function closed(schema: Json, original: Json): Json {
  return hasProperties(original) ? { ...schema, unevaluatedProperties: false } : schema
}

function hasProperties(schema: Json): boolean {
  if (schema.$ref) return hasProperties(schemas[schema.$ref.split('/').at(-1)])
  if (schema.properties) return true
  return [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some(hasProperties)
}

/** One sentence per place and kind of defect. */
function tell(errors: ErrorObject[]): string[] {
  const told = new Map<string, string[]>()
  for (const { instancePath, keyword, message, params } of errors) {
    const place = instancePath === '' ? 'the reply' : instancePath
    const [what, name] =
      keyword === 'unevaluatedProperties'
        ? ['has what the contract does not know:', params.unevaluatedProperty]
        : keyword === 'required'
          ? ['is without', params.missingProperty]
          : [keyword === 'enum' ? `must be one of ${params.allowedValues.join(', ')}` : message, '']
    const names = told.get(`${place} ${what}`) ?? []
    told.set(`${place} ${what}`, name === '' ? names : [...names, name])
  }
  return [...told].map(([what, names]) => `${what} ${names.join(', ')}`.trim())
}
