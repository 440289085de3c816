// The one list of operations that mockerd does not simulate (yet).
import type { Engine } from '../engine/engine.ts'
import { unsupported as refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'

/** Whoever writes an operation takes its name out of here. */
export const unsupported = ['ImageBuild', 'BuildCancel', 'Session', 'SwarmInit', 'SwarmJoin', 'Grpc'] as const

export type Unsupported = (typeof unsupported)[number]

const refuse = (_engine: Engine, call: Call): never => {
  throw refusal(`mockerd does not simulate ${call.operation} yet`)
}

/** They answer 501 and name the operation. */
export const unsupportedOperations = Object.fromEntries(unsupported.map((id) => [id, refuse])) as Record<
  Unsupported,
  typeof refuse
>
