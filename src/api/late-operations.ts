// Operations that are loaded with the first call of one: a daemon that has only been pinged does without.
import { routes } from '../gen/routes.ts'
import type { Late } from '../world/late.ts'
import type { Handler, OperationTable } from './handler.ts'
import type * as Operations from './operations.ts'
import { pingOperations } from './ping.ts'

export function lateOperations(all: Late<typeof Operations>): OperationTable {
  const others = routes.map(({ operation }) => [operation, handlerOf(all, operation)])
  return { ...Object.fromEntries(others), ...pingOperations }
}

/** Answers in the same turn once they are there. */
function handlerOf<Id extends keyof OperationTable>(all: Late<typeof Operations>, id: Id): Handler<Id> {
  return (engine, call) =>
    all.code ? all.code.operations[id](engine, call) : all.load().then(({ operations }) => operations[id](engine, call))
}
