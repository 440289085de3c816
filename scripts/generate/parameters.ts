// How the parameters behind `?` are read: src/gen/parameters.ts.
import type { Contract, ContractParameter, Json } from './contract.ts'
import { ContractError } from './contract.ts'

export type ParameterKind = 'string' | 'boolean' | 'integer' | 'number' | 'strings' | 'filters'

/** The kind that decides how a query parameter is parsed, and the type that an operation sees. */
export function parameterType(parameter: ContractParameter): { kind: ParameterKind; typescript: string } {
  const kind = kindOf(parameter)
  const types: Record<ParameterKind, string> = {
    string: 'string',
    boolean: 'boolean',
    integer: 'number',
    number: 'number',
    strings: 'readonly string[]',
    filters: 'Filters',
  }
  const always = kind === 'boolean' || kind === 'strings' || kind === 'filters' || defaultOf(parameter) !== undefined
  return { kind, typescript: always ? types[kind] : `${types[kind]} | undefined` }
}

function kindOf(parameter: ContractParameter): ParameterKind {
  if (parameter.in === 'query' && parameter.name === 'filters') return 'filters'
  const type: Json = parameter.schema?.type
  const name = Array.isArray(type) ? type.find((one) => one !== 'null') : type
  if (name === 'array') return 'strings'
  if (name === 'boolean' || name === 'integer' || name === 'number') return name
  if (name === undefined || name === 'string' || name === 'object') return 'string'
  throw new ContractError(`The parameter ${parameter.name} has the unknown type ${name}.`)
}

const defaultOf = (parameter: ContractParameter): Json => parameter.schema?.default

/** The table that api/validate.ts makes parsers from. */
export function parameterTable(contract: Contract): string {
  const rows = contract.operations.flatMap((operation) => {
    const query = operation.parameters.filter((parameter) => parameter.in === 'query').map(row)
    return query.length > 0 ? [`  ${operation.id}: [\n${query.map((one) => `    ${one},\n`).join('')}  ],`] : []
  })
  return `// Made from openapi/ by scripts/generate.ts: the query parameters of every operation.
import type { OperationId } from './operations.ts'

export interface QueryParameter {
  readonly name: string
  readonly kind: 'string' | 'boolean' | 'integer' | 'number' | 'strings' | 'filters'
  readonly default?: string | number | boolean
  readonly enum?: readonly (string | number)[]
  readonly since?: string
  readonly until?: string
  /** The daemon ignores it outside of these versions; without this only engines of other versions do. */
  readonly gated?: true
}

/** Operations without query parameters are left out. */
export const queryParameters: { readonly [Id in OperationId]?: readonly QueryParameter[] } = {
${rows.join('\n')}
}
`
}

function row(parameter: ContractParameter): string {
  const { kind } = parameterType(parameter)
  const values = parameter.schema?.enum
  const scalar = kind !== 'strings' && kind !== 'filters'
  return JSON.stringify({
    name: parameter.name,
    kind,
    default: scalar ? defaultOf(parameter) : undefined,
    enum: values,
    since: parameter.since,
    until: parameter.until,
    gated: parameter.gated || undefined,
  })
}
