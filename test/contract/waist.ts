// A waist whose operations do nothing but show what they were called with.
import type { Call, Incoming } from '../../src/api/call.ts'
import { createDispatch, type Layer } from '../../src/api/dispatch.ts'
import type { OperationTable } from '../../src/api/handler.ts'
import { json, type Reply } from '../../src/api/reply.ts'
import { engine28Debian } from '../../src/daemon/personas/28.5-debian.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { Persona } from '../../src/engine/persona.ts'
import type { OperationId } from '../../src/gen/operations.ts'
import { routes } from '../../src/gen/routes.ts'
import { Refusal } from '../../src/world/refusal.ts'

export interface Request {
  readonly version?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface WaistOptions {
  /** Debian's 28.5 if left out. */
  readonly persona?: Persona
  readonly apiVersion?: string
  readonly minApiVersion?: string
  readonly layers?: readonly Layer[]
  readonly answer?: (call: Call) => Reply
}

export interface Waist {
  /** What the operation was called with. */
  call(operation: OperationId, request?: Request): Promise<Call>
  /** `400 words`: what the client is told instead. */
  refusal(operation: OperationId, request?: Request): Promise<string>
  reply(operation: OperationId, request?: Request): Promise<Reply>
}

export function createWaist({ persona, layers, answer, ...versions }: WaistOptions = {}): Waist {
  const { apiVersion = persona?.apiVersion ?? '1.51', minApiVersion = persona?.minApiVersion ?? '1.24' } = versions
  let last: Call | undefined
  const handler = (_engine: Engine, call: Call): Reply => {
    last = call
    return answer?.(call) ?? json({})
  }
  const operations = Object.fromEntries(
    routes.map(({ operation }) => [operation, handler]),
  ) as unknown as OperationTable
  const dispatch = createDispatch({
    engine: {} as Engine,
    persona: { ...(persona ?? engine28Debian), apiVersion, minApiVersion },
    operations,
    ...(layers ? { layers } : {}),
  })
  const reply = async (operation: OperationId, request: Request = {}): Promise<Reply> => {
    last = undefined
    return dispatch(incomingOf(operation, request))
  }
  return {
    reply,
    async call(operation, request) {
      await reply(operation, request)
      if (!last) throw new Error('the operation was not called')
      return last
    },
    async refusal(operation, request) {
      try {
        await reply(operation, request)
      } catch (error) {
        if (error instanceof Refusal) return `${error.kind}: ${error.message}`
        throw error
      }
      return 'not refused'
    },
  }
}

export function incomingOf(operation: OperationId, { version, query = '', headers, body }: Request): Incoming {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  return {
    operation,
    method: 'GET',
    url: '/',
    version,
    path: {},
    query,
    headers: { ...length, ...json, ...headers },
    body: bytes(body),
    upgrade: false,
    signal: new AbortController().signal,
  }
}

async function* bytes(body: string | Uint8Array | undefined): AsyncIterable<Uint8Array> {
  if (body !== undefined) yield typeof body === 'string' ? Buffer.from(body) : body
}
