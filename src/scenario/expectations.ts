// Whether what a scenario expects has come true: pure questions to what was seen.
import type { OperationId } from '../api/call.ts'
import type { Engine } from '../engine/engine.ts'
import { networkView } from '../engine/networks/view.ts'
import { volumeView } from '../engine/volumes/view.ts'
import type { Happening } from '../world/events.ts'
import { Refusal } from '../world/refusal.ts'
import { explainExpectation } from './explain-expectation.ts'
import type { Amount, ExpectationSpec, RequestExpectation, StateExpectation } from './language.ts'
import { eventMatcher } from './match.ts'
import { textTest } from './match-text.ts'
import { includesValue } from './match-value.ts'
import { operationsOf, pathTest } from './operations.ts'

/** A call as the expectations see it; an entry of the journal is one. */
export interface SeenRequest {
  readonly operation: OperationId
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly status?: number
}

export interface Evidence {
  /** In the order in which they came. */
  readonly requests: Iterable<SeenRequest>
  readonly events: Iterable<Happening>
  readonly engine: Engine
}

export interface Verdict {
  /** What was expected, as a clause. */
  readonly expectation: string
  readonly met: boolean
  /** What was seen in its place. */
  readonly found: string
}

/** Of those that are to be true now: at the end, or when the time of `within` is over. */
export function checkExpectations(expectations: readonly ExpectationSpec[], evidence: Evidence): Verdict[] {
  return expectations.map((expectation) => ({
    expectation: explainExpectation(expectation),
    ...resultOf(expectation, evidence),
  }))
}

type Result = Pick<Verdict, 'met' | 'found'>

function resultOf({ requests, events, state }: ExpectationSpec, evidence: Evidence): Result {
  if (requests) {
    const test = requestTest(requests)
    return counted(requests, Array.from(evidence.requests).filter(test).length)
  }
  if (events) {
    const test = eventMatcher(events)
    return counted(events, Array.from(evidence.events).filter((one) => test(one, evidence.engine)).length)
  }
  return stateResult(state ?? {}, evidence.engine)
}

function counted({ count, atLeast, atMost }: Amount, seen: number): Result {
  const least = count ?? atLeast ?? (atMost === undefined ? 1 : 0)
  const most = count ?? atMost ?? Number.POSITIVE_INFINITY
  return { met: seen >= least && seen <= most, found: String(seen) }
}

function requestTest(wanted: RequestExpectation): (request: SeenRequest) => boolean {
  const operations = operationsOf(wanted)
  const path = wanted.path === undefined ? undefined : pathTest(wanted.path)
  const headers = Object.entries(wanted.headers ?? {}).map(
    ([name, match]) => [name.toLowerCase(), textTest(match)] as const,
  )
  if (wanted.client !== undefined) headers.push(['user-agent', textTest(wanted.client)])
  const query = Object.entries(wanted.query ?? {}).map(([name, match]) => [name, textTest(match)] as const)
  return (request) => {
    const given = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
    const parameters = new URLSearchParams(request.url.split('?')[1] ?? '')
    return (
      (operations?.has(request.operation) ?? true) &&
      (path?.(request.url) ?? true) &&
      (wanted.status === undefined || wanted.status === request.status) &&
      (wanted.body === undefined || includesValue(request.body, wanted.body)) &&
      headers.every(([name, test]) => test(given.get(name))) &&
      query.every(([name, test]) => test(parameters.get(name) ?? undefined))
    )
  }
}

function stateResult({ exists = true, has, ...thing }: StateExpectation, engine: Engine): Result {
  const seen = inspected(engine, thing)
  if (seen === undefined) return { met: !exists, found: 'it is not there' }
  if (!exists) return { met: false, found: 'it is there' }
  if (has === undefined || includesValue(seen, has)) return { met: true, found: 'it is there' }
  const parts = Object.fromEntries(Object.keys(has).map((key) => [key, (seen as Record<string, unknown>)[key]]))
  return { met: false, found: JSON.stringify(parts) }
}

type Thing = Pick<StateExpectation, 'container' | 'image' | 'volume' | 'network'>

/** As its inspect shows it; undefined if it is not there. */
function inspected(engine: Engine, { container, image, volume, network }: Thing): unknown {
  try {
    if (container !== undefined) return engine.containers.inspect(engine.containers.find(container), false)
    if (image !== undefined) return engine.images.inspect(image)
    if (volume !== undefined) return volumeView(engine.volumes.find(volume))
    return networkView(engine.networks.find(network ?? ''), engine.persona, true)
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'missing') return undefined
    throw error
  }
}
