// Asks for what is to be there as a client would, but past all rules, layers and journals.
import { Buffer } from 'node:buffer'
import type { Incoming, OperationId } from '../../api/call.ts'
import { createDispatch, type Dispatch } from '../../api/dispatch.ts'
import { operations } from '../../api/operations.ts'
import type { Engine } from '../../engine/engine.ts'
import { Refusal } from '../../world/refusal.ts'

const dispatches = new WeakMap<Engine, Dispatch>()

function dispatchOf(engine: Engine): Dispatch {
  const known = dispatches.get(engine) ?? createDispatch({ engine, persona: engine.persona, operations })
  dispatches.set(engine, known)
  return known
}

export interface Asked {
  readonly path?: Incoming['path']
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

/** Resolves to the value of the reply, if it has one. Rejects with an Error: `container web cannot be made: ` and dockerd's words. */
export async function ask(
  engine: Engine,
  thing: string,
  operation: OperationId,
  { path = {}, query = {}, body }: Asked = {},
): Promise<unknown> {
  const incoming: Incoming = {
    operation,
    method: 'POST',
    url: '/',
    version: undefined,
    path,
    query: String(new URLSearchParams(query)),
    headers: body ? { 'content-type': 'application/json', 'transfer-encoding': 'chunked' } : {},
    body: bytesOf(body),
    upgrade: false,
    signal: never,
  }
  try {
    const reply = await dispatchOf(engine)(incoming)
    if (reply.kind === 'stream') await throughout(reply.chunks)
    return reply.kind === 'json' ? reply.value : undefined
  } catch (error) {
    if (error instanceof Refusal) throw new Error(`${thing} cannot be made: ${error.message}`)
    throw error
  }
}

const never = new AbortController().signal

async function* bytesOf(body: object | undefined): AsyncGenerator<Uint8Array> {
  if (body) yield Buffer.from(JSON.stringify(body))
}

/** Throws what dockerd said in the middle of a stream in the place of doing it. */
async function throughout(chunks: AsyncIterable<Uint8Array | string>): Promise<void> {
  let said = ''
  for await (const chunk of chunks) said += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
  const line = said.split('\n').find((one) => one.includes('"errorDetail"'))
  if (line !== undefined) throw new Refusal('broken', String((JSON.parse(line) as { error?: unknown }).error))
}
