// The TypeScript types of every call and reply: src/gen/schemas.ts and src/gen/operations.ts.
import openapiTS, { astToString } from 'openapi-typescript'
import type { Contract, ContractOperation, ContractParameter } from './contract.ts'
import { parameterType } from './parameters.ts'

/** The schemas' types, as openapi-typescript writes them. */
export async function schemaTypes(contract: Contract): Promise<string> {
  const document = {
    openapi: '3.1.0' as const,
    info: { title: 'mockerd', version: '1' },
    paths: {},
    components: { schemas: structuredClone(contract.schemas) },
  }
  const ast = await openapiTS(document, { defaultNonNullable: false, emptyObjectsUnknown: true, silent: true })
  return `// Made from openapi/ by scripts/generate.ts: the types of the contract's schemas.\n${astToString(ast)}`
}

/** `OperationId` and `Operations`. */
export function operationTypes(contract: Contract): string {
  const operations = contract.operations.map(operationType)
  return `// Made from openapi/ by scripts/generate.ts: the types of every call.
import type { components } from './schemas.ts'

/** The contract's schemas by name. */
export type Schemas = components['schemas']

/** What a client may leave out of a request's body: anything. Nulls are gone when an operation sees it. */
export type Given<T> = T extends readonly (infer Item)[]
  ? readonly NonNullable<Given<Item>>[]
  : T extends object
    ? string extends keyof T
      ? { readonly [Key in keyof T]: NonNullable<Given<T[Key]>> }
      : { readonly [Key in keyof T]?: Given<NonNullable<T[Key]>> | undefined }
    : T

export type Filters = Readonly<Record<string, readonly string[]>>

export interface Operations {
${operations.join('\n')}
}

export type OperationId = keyof Operations
`
}

function operationType(operation: ContractOperation): string {
  const of = (place: string): ContractParameter[] => operation.parameters.filter((parameter) => parameter.in === place)
  const replies = Object.entries(operation.replies).filter(([status]) => status.startsWith('2'))
  const names = new Set(replies.map(([, name]) => (name ? schemaType(name) : 'undefined')))
  return `  ${operation.id}: {
    path: ${fields(of('path'), () => 'string')}
    query: ${fields(of('query'), (parameter) => parameterType(parameter).typescript)}
    headers: ${fields(of('header'), () => 'string | undefined')}
    body: ${bodyType(operation)}
    reply: ${[...names].join(' | ') || 'undefined'}
  }`
}

function bodyType(operation: ContractOperation): string {
  if (operation.body) return `Given<${schemaType(operation.body)}>`
  return operation.bodyKind === 'stream' ? 'AsyncIterable<Uint8Array>' : 'undefined'
}

const schemaType = (name: string): string => `Schemas[${JSON.stringify(name)}]`

function fields(parameters: ContractParameter[], typeOf: (parameter: ContractParameter) => string): string {
  const lines = parameters.map((parameter) => {
    const type = typeOf(parameter)
    const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    return `readonly ${key}${type.endsWith('| undefined') ? '?' : ''}: ${type}`
  })
  return lines.length > 0 ? `{ ${lines.join('; ')} }` : 'Readonly<Record<never, never>>'
}
