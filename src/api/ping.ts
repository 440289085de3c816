// The operation that clients begin with: who is there.
import type { Engine } from '../engine/engine.ts'
import type { Persona } from '../engine/persona.ts'
import type { OperationTable } from './handler.ts'
import type { TextReply } from './reply.ts'

const pings = new WeakMap<Persona, { readonly get: TextReply; readonly head: TextReply }>()

/** Clients ask this before everything else, so the reply is kept. */
function pingOf({ persona }: Engine): { readonly get: TextReply; readonly head: TextReply } {
  const kept = pings.get(persona)
  if (kept) return kept
  const headers = { 'Cache-Control': 'no-cache, no-store, must-revalidate', Pragma: 'no-cache', ...persona.ping }
  const head = { kind: 'text', status: 200, type: 'text/plain; charset=utf-8', headers, text: '' } as const
  const ping = { get: { ...head, text: 'OK' }, head }
  pings.set(persona, ping)
  return ping
}

export const pingOperations: Pick<OperationTable, 'SystemPing' | 'SystemPingHead'> = {
  SystemPing: (engine) => pingOf(engine).get,
  SystemPingHead: (engine) => pingOf(engine).head,
}
