// What answers an operation, and the table that has one for each.
import type { Engine } from '../engine/engine.ts'
import type { OperationId } from '../gen/operations.ts'
import type { Call } from './call.ts'
import type { Reply } from './reply.ts'

/** Answers a call with a plain value; throws a Refusal to say no. */
export type Handler<Id extends OperationId> = (engine: Engine, call: Call<Id>) => Reply | Promise<Reply>

export type OperationTable = { readonly [Id in OperationId]: Handler<Id> }
