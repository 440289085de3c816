// Reads openapi/*.yaml into one document and a plain list of its operations.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

// biome-ignore lint/suspicious/noExplicitAny: OpenAPI documents are checked by what reads them
export type Json = any

export interface ContractParameter {
  name: string
  in: 'path' | 'query' | 'header'
  schema: Json
  required: boolean
  greedy: boolean
  gated: boolean
  since?: string
  until?: string
}

export interface ContractOperation {
  id: string
  file: string
  method: string
  path: string
  since?: string
  until?: string
  /** Of a request that newer engines do not refuse. */
  minVersion?: string
  stream?: string
  undocumented: boolean
  events: string[]
  parameters: ContractParameter[]
  bodyKind: 'json' | 'stream' | 'none'
  /** Name of the schema of a JSON body. */
  body?: string
  bodyRequired: boolean
  /** By status: the name of the JSON reply's schema, or undefined where the reply is not JSON or empty. */
  replies: Record<string, string | undefined>
}

export interface Contract {
  /** One OpenAPI 3.1 document: everything inline is named, every reference is local. */
  document: Json
  schemas: Record<string, Json>
  operations: ContractOperation[]
}

const METHODS = ['get', 'head', 'put', 'post', 'delete', 'options', 'patch']
const SCHEMA_PREFIX = '#/components/schemas/'

/** A mistake in openapi/, told in a sentence. */
export class ContractError extends Error {}

/** @throws ContractError when the files do not make one sound document */
export function readContract(directory: string): Contract {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
  const contract: Contract = { document: undefined, schemas: {}, operations: [] }
  const parsed = new Map<string, Json>()
  for (const file of files) parsed.set(file, parseFile(directory, file))
  const components = mergeComponents(parsed)
  contract.schemas = components.schemas
  const paths: Json = {}
  for (const [file, document] of parsed) addPaths(contract, components, paths, file, document)
  for (const [name, schema] of Object.entries(contract.schemas)) checkReferences(contract, schema, `the schema ${name}`)
  checkReferences(contract, paths, 'an operation')
  contract.document = {
    openapi: '3.1.0',
    info: { title: 'Docker Engine API as mockerd speaks it', version: '1' },
    paths,
    components,
  }
  return contract
}

function parseFile(directory: string, file: string): Json {
  const document = parse(readFileSync(join(directory, file), 'utf8'), { maxAliasCount: -1 }) ?? {}
  localiseReferences(document)
  dropRequestForms(document)
  return document
}

/**
 * The schemas say what replies hold. What only a request may hold instead (`x-null: request`, `x-string: request`) goes:
 * operations never see it, for the decoder of bodies takes null everywhere and makes lists of plain strings.
 */
function dropRequestForms(node: Json): void {
  if (node === null || typeof node !== 'object') return
  for (const [mark, type] of [['x-null', 'null'] as const, ['x-string', 'string'] as const]) {
    if (node[mark] !== 'request') continue
    if (Array.isArray(node.type)) node.type = single(node.type.filter((one: string) => one !== type))
    if (mark === 'x-null' && Array.isArray(node.enum)) node.enum = node.enum.filter((one: Json) => one !== null)
    for (const key of ['anyOf', 'oneOf']) {
      const left = node[key]?.filter((one: Json) => one.type !== type)
      if (left) node[key] = left
      if (left?.length !== 1) continue
      delete node[key]
      Object.assign(node, left[0])
    }
  }
  for (const value of Object.values(node)) dropRequestForms(value)
}

const single = (list: string[]): string | string[] => (list.length === 1 ? (list[0] as string) : list)

/** `image.yaml#/components/schemas/X` is `#/components/schemas/X` once all is one document. */
function localiseReferences(node: Json): void {
  if (node === null || typeof node !== 'object') return
  if (typeof node.$ref === 'string') node.$ref = node.$ref.replace(/^[^#]*#/, '#')
  for (const value of Object.values(node)) localiseReferences(value)
}

function mergeComponents(parsed: Map<string, Json>): Json {
  const merged: Json = { schemas: {} }
  const home = new Map<string, string>()
  for (const [file, document] of parsed) {
    for (const [section, things] of Object.entries<Json>(document.components ?? {})) {
      merged[section] ??= {}
      for (const [name, thing] of Object.entries<Json>(things ?? {})) {
        const known = merged[section][name]
        const same = known !== undefined && section !== 'schemas' && JSON.stringify(known) === JSON.stringify(thing)
        if (known !== undefined && !same) {
          throw new ContractError(`${file} and ${home.get(`${section}/${name}`)} both define ${section}/${name}.`)
        }
        home.set(`${section}/${name}`, file)
        merged[section][name] = thing
      }
    }
  }
  return merged
}

function addPaths(contract: Contract, components: Json, paths: Json, file: string, document: Json): void {
  for (const [path, item] of Object.entries<Json>(document.paths ?? {})) {
    for (const method of METHODS.filter((name) => item[name] !== undefined)) {
      const operation = item[method]
      const id: string | undefined = operation.operationId
      if (!id) throw new ContractError(`${file}: ${method.toUpperCase()} ${path} has no operationId.`)
      const twin = contract.operations.find((other) => other.id === id)
      if (twin) throw new ContractError(`${file} and ${twin.file} both have the operationId ${id}.`)
      const find = (thing: Json): Json => resolve(components, thing, `${file}: ${id}`)
      operation.parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(find)
      if (operation.requestBody) operation.requestBody = find(operation.requestBody)
      for (const [status, response] of Object.entries<Json>(operation.responses ?? {})) {
        operation.responses[status] = find(response)
      }
      if (paths[path]?.[method]) throw new ContractError(`${file}: ${method.toUpperCase()} ${path} is there twice.`)
      paths[path] = { ...paths[path], [method]: operation }
      contract.operations.push(describe(contract, file, method, path, operation))
    }
  }
}

function resolve(components: Json, thing: Json, where: string): Json {
  if (typeof thing?.$ref !== 'string') return thing
  const [, section = '', name = ''] = /^#\/components\/([^/]+)\/([^/]+)$/.exec(thing.$ref) ?? []
  const found = components[section]?.[name]
  if (found === undefined) throw new ContractError(`${where} refers to ${thing.$ref}, which does not exist.`)
  return found
}

function checkReferences(contract: Contract, node: Json, where: string): void {
  if (node === null || typeof node !== 'object') return
  if (typeof node.$ref === 'string') {
    const name = node.$ref.startsWith(SCHEMA_PREFIX) ? node.$ref.slice(SCHEMA_PREFIX.length) : ''
    if (!(name in contract.schemas)) throw new ContractError(`${where} refers to ${node.$ref}, which does not exist.`)
  }
  for (const value of Object.values(node)) checkReferences(contract, value, where)
}

function describe(contract: Contract, file: string, method: string, path: string, operation: Json): ContractOperation {
  const id: string = operation.operationId
  const described: ContractOperation = {
    id,
    file,
    method: method.toUpperCase(),
    path,
    undocumented: operation['x-undocumented'] === true,
    events: operation['x-events'] ?? [],
    parameters: operation.parameters.map((parameter: Json) => describeParameter(contract, parameter)),
    bodyKind: 'none',
    bodyRequired: operation.requestBody?.required === true,
    replies: {},
  }
  if (operation['x-since']) described.since = String(operation['x-since'])
  if (operation['x-until']) described.until = String(operation['x-until'])
  if (operation['x-min-version']) described.minVersion = String(operation['x-min-version'])
  if (operation['x-stream']) described.stream = operation['x-stream']
  const jsonBody = operation.requestBody?.content?.['application/json']
  if (jsonBody) {
    described.bodyKind = 'json'
    described.body = nameOf(contract, jsonBody, `${id}Body`)
  } else if (operation.requestBody) described.bodyKind = 'stream'
  for (const [status, response] of Object.entries<Json>(operation.responses ?? {})) {
    const media = Object.entries<Json>(response.content ?? {}).find(([type]) => isJson(type))?.[1]
    const name = status.startsWith('2') ? `${id}Reply` : `${id}Reply${status}`
    described.replies[status] = media?.schema && nameOf(contract, media, name)
  }
  checkPathParameters(described)
  return described
}

/** Whether a media type is JSON, one value or lines of values. */
export const isJson = (type: string): boolean => /^application\/(json|jsonl|x-ndjson|json-seq|.*\+json)\b/.test(type)

function describeParameter(contract: Contract, parameter: Json): ContractParameter {
  const schema = parameter.schema ?? { type: 'string' }
  const described: ContractParameter = {
    name: parameter.name,
    in: parameter.in,
    schema: schema.$ref ? contract.schemas[schema.$ref.slice(SCHEMA_PREFIX.length)] : schema,
    required: parameter.required === true,
    greedy: parameter['x-greedy'] === true,
    gated: parameter['x-gated'] !== undefined,
  }
  if (parameter['x-since']) described.since = String(parameter['x-since'])
  if (parameter['x-until']) described.until = String(parameter['x-until'])
  return described
}

/** The name of a media type's schema; a schema written in place gets `wanted` as its name. */
function nameOf(contract: Contract, media: Json, wanted: string): string {
  if (media.schema?.$ref?.startsWith(SCHEMA_PREFIX)) return media.schema.$ref.slice(SCHEMA_PREFIX.length)
  let name = wanted
  for (let n = 2; name in contract.schemas; n++) name = `${wanted}${n}`
  contract.schemas[name] = media.schema ?? {}
  media.schema = { $ref: `${SCHEMA_PREFIX}${name}` }
  return name
}

function checkPathParameters(operation: ContractOperation): void {
  const inPath = [...operation.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1])
  const declared = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
  const odd = [...inPath, ...declared].find((name) => !inPath.includes(name) || !declared.includes(name as string))
  if (odd)
    throw new ContractError(`${operation.file}: ${operation.id} has {${odd}} in its path or parameters, not both.`)
}
