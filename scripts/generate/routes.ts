// The table that requests are matched with: src/gen/routes.ts.
import type { Contract, ContractOperation } from './contract.ts'

export function routeTable(contract: Contract): string {
  return `// Made from openapi/ by scripts/generate.ts: the way from a method and a path to an operation.
import type { OperationId } from './operations.ts'

export interface Route {
  readonly operation: OperationId
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'PATCH'
  /** Without the version: \`/containers/{id}/json\`. */
  readonly path: string
  /** Path parameters that may hold slashes. */
  readonly greedy?: readonly string[]
  readonly since?: string
  readonly until?: string
  /** Of requests: engines from 29.0 on refuse those of older versions. */
  readonly minVersion?: string
  readonly stream?: 'json-lines' | 'multiplexed' | 'raw' | 'tar' | 'hijack'
  readonly body: 'json' | 'stream' | 'none'
  /** Not in Docker's published definition, but real daemons have it. */
  readonly undocumented?: true
}

export const routes: readonly Route[] = [
${contract.operations.map(route).join('\n')}
]
`
}

function route(operation: ContractOperation): string {
  const greedy = operation.parameters.filter((parameter) => parameter.greedy).map((parameter) => parameter.name)
  const fields = {
    operation: operation.id,
    method: operation.method,
    path: operation.path,
    greedy: greedy.length > 0 ? greedy : undefined,
    since: operation.since,
    until: operation.until,
    minVersion: operation.minVersion,
    stream: operation.stream,
    body: operation.bodyKind,
    undocumented: operation.undocumented || undefined,
  }
  return `  ${JSON.stringify(fields)},`
}
