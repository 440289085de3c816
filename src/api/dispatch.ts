// The narrow waist: every request of every adapter comes through here and leaves as a Reply.
import type { Engine } from '../engine/engine.ts'
import type { Persona } from '../engine/persona.ts'
import type { OperationId } from '../gen/operations.ts'
import { type Route, routes } from '../gen/routes.ts'
import { invalid, missing } from '../world/refusal.ts'
import { createBodyReader } from './body.ts'
import { noBytes } from './body-bytes.ts'
import { type Call, copyOf, type Incoming } from './call.ts'
import { isForm, readForm } from './form.ts'
import { compileGate, type ReplyGate } from './gate.ts'
import type { OperationTable } from './handler.ts'
import type { Reply } from './reply.ts'
import { compileQuery, type QueryParser } from './validate.ts'
import { compareVersions, createVersionGate, type VersionRange } from './version.ts'

export type Dispatch = (incoming: Incoming) => Reply | Promise<Reply>

/** Observes, delays, breaks or answers a call; `next` is the rest of the way to the operation. */
export type Layer = (call: Call, next: (call: Call) => Promise<Reply>) => Promise<Reply>

/**
 * A place for layers that come and go while the daemon runs: inside of all others, next to the operation. Without `find`
 * it costs one look at a field.
 */
export interface Interposed {
  /** What is between the call and its operation now. */
  find: ((operation: OperationId) => Interposition | undefined) | undefined
}

/** As a layer; it may answer in the same turn. */
export type Interposition = (call: Call, next: (call: Call) => Promise<Reply>) => Reply | Promise<Reply> | undefined

export interface DispatchOptions {
  readonly engine: Engine
  readonly persona: Persona
  readonly operations: OperationTable
  /** The first is the outermost. */
  readonly layers?: readonly Layer[]
  readonly interposed?: Interposed | undefined
}

type AnyHandler = (engine: Engine, call: Call) => Reply | Promise<Reply>

/** An operation as one version has it, made with the first request for it. */
interface Prepared {
  readonly query: QueryParser
  readonly gate: ReplyGate | undefined
  /** What is said to requests of a version that the operation is newer than. */
  readonly tooOld: string | undefined
}

interface Entry {
  readonly route: Route
  readonly handle: AnyHandler
  readonly byVersion: Map<string, Prepared>
}

/**
 * Version, parameters, body, layers, operation, fields by version. What the request says wrong is thrown as a Refusal.
 * Without layers a call that has no JSON body is answered in the same turn, if its operation does so.
 */
export function createDispatch({ engine, persona, operations, layers = [], interposed }: DispatchOptions): Dispatch {
  const speak = createVersionGate(persona)
  const readBody = createBodyReader(persona)
  const entries = entriesFor(persona, operations, (handler) => wrap(interpose(handler, interposed), layers))
  return (incoming) => {
    const entry = entries.get(incoming.operation)
    if (entry === undefined) throw missing('page not found')
    const version = speak(incoming.version)
    const prepared = entry.byVersion.get(version) ?? prepare(entry, version, persona)
    if (prepared.tooOld !== undefined) throw invalid(prepared.tooOld)
    if (isForm(entry.route, incoming)) {
      return readForm(incoming)
        .then((form) => prepared.query(`${form}&${incoming.query}`))
        .then((query) => entry.handle(engine, callOf(incoming, version, query, noBytes)))
        .then((reply) => prepared.gate?.(reply) ?? reply)
    }
    const query = prepared.query(incoming.query)
    if (entry.route.body === 'json') {
      return readBody(incoming, version)
        .then((body) => entry.handle(engine, callOf(incoming, version, query, body)))
        .then((reply) => prepared.gate?.(reply) ?? reply)
    }
    const body = entry.route.body === 'stream' ? incoming.body : undefined
    const reply = entry.handle(engine, callOf(incoming, version, query, body))
    const { gate } = prepared
    if (gate === undefined) return reply
    return reply instanceof Promise ? reply.then(gate) : gate(reply)
  }
}

/** What an engine of this age has; what came later it has never heard of. */
function entriesFor(
  { apiVersion }: VersionRange,
  operations: OperationTable,
  surround: (handler: AnyHandler) => AnyHandler,
): Map<OperationId, Entry> {
  const entries = new Map<OperationId, Entry>()
  for (const route of routes) {
    const { operation, since, until } = route
    if (since !== undefined && compareVersions(apiVersion, since) < 0) continue
    if (until !== undefined && compareVersions(apiVersion, until) > 0) continue
    const handle = surround(operations[operation] as AnyHandler)
    entries.set(operation, { route, handle, byVersion: new Map() })
  }
  return entries
}

function wrap(handler: AnyHandler, layers: readonly Layer[]): AnyHandler {
  if (layers.length === 0) return handler
  return (engine, call) => {
    let next = async (given: Call): Promise<Reply> => handler(engine, given)
    for (const layer of layers.toReversed()) {
      const inner = next
      next = async (given) => layer(given, inner)
    }
    return next(copyOf(call))
  }
}

/** `undefined` of an interposition means that this call is none of its business. */
function interpose(handler: AnyHandler, interposed: Interposed | undefined): AnyHandler {
  if (interposed === undefined) return handler
  return (engine, call) => {
    const between = interposed.find?.(call.operation)
    const reply = between?.(call, async (given) => handler(engine, given))
    return reply ?? handler(engine, call)
  }
}

function prepare(entry: Entry, version: string, persona: Persona): Prepared {
  const prepared = {
    query: compileQuery(entry.route.operation, version, persona),
    gate: compileGate(entry.route.operation, version, persona.apiVersion),
    tooOld: persona.differences.has('operations-have-a-minimum') ? tooOld(entry.route, version) : undefined,
  }
  entry.byVersion.set(version, prepared)
  return prepared
}

/** With the path as dockerd's router has it (daemon/server/router/local.go: WithMinimumAPIVersion). */
function tooOld({ method, path, greedy = [], minVersion }: Route, version: string): string | undefined {
  if (minVersion === undefined || compareVersions(version, minVersion) >= 0) return undefined
  const pattern = path.replace(/\{(\w+)\}/g, (whole, name) => (greedy.includes(name) ? `{${name}:.*}` : whole))
  return `${method} ${pattern} requires minimum API version ${minVersion}`
}

/** The parsers made them what the contract says of this operation. */
const callOf = (incoming: Incoming, version: string, query: unknown, body: unknown): Call =>
  new IncomingCall(incoming, version, query, body) as Call

class IncomingCall {
  readonly operation: OperationId
  readonly method: string
  readonly reused: boolean
  readonly version: string
  readonly path: Incoming['path']
  readonly query: unknown
  readonly headers: Incoming['headers']
  readonly body: unknown
  readonly upgrade: boolean
  readonly #incoming: Incoming

  constructor(incoming: Incoming, version: string, query: unknown, body: unknown) {
    this.operation = incoming.operation
    this.method = incoming.method
    this.reused = incoming.reused === true
    this.version = version
    this.path = incoming.path
    this.query = query
    this.headers = incoming.headers
    this.body = body
    this.upgrade = incoming.upgrade
    this.#incoming = incoming
  }

  get url(): string {
    return this.#incoming.url
  }

  /**
   * Made when it is asked for: to watch the connection costs as much as a small reply. (An object literal with a getter
   * would have a hidden class of its own each time, which V8 keeps until its next full collection.)
   */
  get signal(): AbortSignal {
    return this.#incoming.signal
  }
}
