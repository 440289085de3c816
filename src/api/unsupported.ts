// The one list of operations that mockerd does not simulate (yet).
import type { Engine } from '../engine/engine.ts'
import { checkInit, checkJoin } from '../engine/swarm/requests.ts'
import { broken, invalid, unsupported as refusal } from '../world/refusal.ts'
import type { Call } from './call.ts'

/** Whoever writes an operation takes its name out of here. */
export const unsupported = ['Session', 'SwarmInit', 'SwarmJoin', 'Grpc'] as const

export type Unsupported = (typeof unsupported)[number]

/** What dockerd itself refuses of their requests, in its words. */
const checks: { readonly [Id in Unsupported]?: (call: Call<Id>, engine: Engine) => void } = {
  SwarmInit: ({ body }, { settings }) => checkInit(body ?? {}, settings.now),
  SwarmJoin: ({ body }, { settings }) => checkJoin(body ?? {}, settings.now),
  Session: ({ headers }) => checkUpgrade(headers.upgrade, invalid),
  Grpc: ({ headers }) => checkUpgrade(headers.upgrade, broken),
}

/** A session is spoken in HTTP/2 over the connection (moby daemon/server/router/session, grpc). */
function checkUpgrade(asked: string | string[] | undefined, refuse: (message: string) => Error): void {
  if (!asked) throw refuse('no upgrade proto in request')
  if (String(asked) !== 'h2c') throw refuse(`protocol ${String(asked)} not supported`)
}

const refuse = (engine: Engine, call: Call): never => {
  const check = checks[call.operation as Unsupported] as ((call: Call, engine: Engine) => void) | undefined
  check?.(call, engine)
  throw refusal(`mockerd does not simulate ${call.operation} yet`)
}

/** They answer 501 and name the operation. */
export const unsupportedOperations = Object.fromEntries(unsupported.map((id) => [id, refuse])) as Record<
  Unsupported,
  typeof refuse
>
