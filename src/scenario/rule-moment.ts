// The moment of a rule or of an entry of a timeline: collects what its steps want to happen to the reply.
import { type Call, copyOf } from '../api/call.ts'
import type { Reply } from '../api/reply.ts'
import { type Arrival, type Bytes, Cut, type CutKind, joinWires, type Transform, type Wire } from '../api/wire.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../world/clock.ts'
import type { Happening } from '../world/events.ts'
import type { Random } from '../world/random.ts'
import type { Controls } from './controls.ts'
import type { Gates } from './gates.ts'
import type { Lasting } from './lasting.ts'
import type { Moment, Surroundings } from './moment.ts'
import type { Place } from './place.ts'

/** What the moments of all rules share. */
export interface Stage extends Omit<Surroundings, 'random'> {
  readonly gates: Gates
  /** Aborts with the daemon. */
  readonly ending: AbortSignal
}

export interface Occasion {
  readonly rule: string
  readonly place: Place
  readonly random: Random
  readonly lasting: Lasting
  readonly call?: Call | undefined
  readonly event?: Happening | undefined
  readonly arrival?: Arrival | undefined
  readonly container?: string | undefined
  readonly direction?: 'reply' | 'request' | undefined
}

type Change = (reply: Reply) => Reply | Promise<Reply>

export class RuleMoment implements Moment {
  readonly rule: string
  readonly place: Place
  readonly random: Random
  readonly call: Call | undefined
  readonly event: Happening | undefined
  readonly arrival: Arrival | undefined
  readonly container: string | undefined
  /** What a step has answered. */
  answered: Reply | undefined
  readonly #stage: Stage
  readonly #lasting: Lasting
  readonly #direction: 'reply' | 'request'
  readonly #asks: ((call: Call) => Call)[] = []
  readonly #changes: Change[] = []
  readonly #shapes: Transform[] = []
  #wire: Wire | undefined
  #reframe = false
  #signal: AbortSignal | undefined

  constructor(stage: Stage, occasion: Occasion) {
    const { rule, place, random, call, event, arrival, container, direction = 'reply' } = occasion
    this.#stage = stage
    this.rule = rule
    this.place = place
    this.random = random
    this.#lasting = occasion.lasting
    this.call = call
    this.event = event
    this.arrival = arrival
    this.container = container
    this.#direction = direction
  }

  get engine(): Engine {
    return this.#stage.engine
  }

  get clock(): Clock {
    return this.#stage.clock
  }

  get controls(): Controls {
    return this.#stage.controls
  }

  get signal(): AbortSignal {
    const client = this.call?.signal ?? this.arrival?.signal
    this.#signal ??= client ? AbortSignal.any([client, this.#stage.ending]) : this.#stage.ending
    return this.#signal
  }

  wait(ms: number): Promise<void> {
    return this.clock.sleep(ms, this.signal)
  }

  block(name: string): Promise<void> {
    return this.#stage.gates.wait(name, this.signal)
  }

  unblock(name?: string): void {
    this.#stage.gates.open(name)
  }

  cut(kind: CutKind): never {
    throw new Cut(kind)
  }

  ask(change: (call: Call) => Call): void {
    this.#asks.push(change)
  }

  answer(reply: Reply): void {
    this.answered = reply
  }

  change(change: Change): void {
    this.#changes.push(change)
  }

  shape(transform: Transform, { reframe = false }: { readonly reframe?: boolean } = {}): void {
    this.#shapes.push(transform)
    this.#reframe ||= reframe
  }

  lasting(key: unknown, begin: () => () => void, ms?: number): void {
    this.#lasting.set(key, begin, ms === undefined ? undefined : { ms, clock: this.clock })
  }

  tell(sentence: string): void {
    this.#lasting.tell(sentence)
  }

  wire(wire: Wire): void {
    this.#wire = joinWires(this.#wire, wire)
  }

  /** All shapes so far, the first nearest to the source. */
  readonly shaped: Transform = (bytes: Bytes): Bytes => this.#shapes.reduce((inner, shape) => shape(inner), bytes)

  /** The call as the operation is to see it. */
  outgoing(call: Call): Call {
    const asked = this.#asks.reduce((inner, change) => change(inner), call)
    if (this.#direction === 'reply' || this.#shapes.length === 0) return asked
    return withInput(asked, this.shaped)
  }

  /** The reply with all that the steps wanted. */
  async finish(reply: Reply): Promise<Reply> {
    let changed = reply
    for (const change of this.#changes) changed = await change(changed)
    const wire = this.wireOfReply()
    return wire ? withWire(changed, wire) : changed
  }

  /** What is to happen to the reply on its way out. */
  wireOfReply(): Wire | undefined {
    if (this.#shapes.length === 0) return this.#wire
    const shape: Wire =
      this.#direction === 'request' ? { input: this.shaped } : { body: this.shaped, reframe: this.#reframe }
    return joinWires(this.#wire, shape)
  }
}

export const withWire = <T extends Reply>(reply: T, wire: Wire): T => ({ ...reply, wire: joinWires(reply.wire, wire) })

/** Calls whose body is a stream; others have been read already. */
export function withInput(call: Call, transform: Transform): Call {
  const { body } = call as { readonly body: unknown }
  if (!isBytes(body)) return call
  return { ...copyOf(call), body: transform(body) as Call['body'] }
}

const isBytes = (body: unknown): body is Bytes =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body
