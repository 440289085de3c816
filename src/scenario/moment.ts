// What a step has in its hands when its moment has come.
import type { Call } from '../api/call.ts'
import type { Reply } from '../api/reply.ts'
import type { Arrival, CutKind, Transform, Wire } from '../api/wire.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock } from '../world/clock.ts'
import type { Happening } from '../world/events.ts'
import type { Random } from '../world/random.ts'
import type { Controls } from './controls.ts'
import type { Place } from './place.ts'

/** Everywhere, in rules and in timelines. */
export interface Surroundings {
  /** Docker's rules and state. After a restart it is another one: ask for it each time. */
  readonly engine: Engine
  readonly clock: Clock
  /** Of this rule alone; from the daemon's seed. */
  readonly random: Random
  /** What can be done to the daemon as a whole. */
  readonly controls: Controls
}

/**
 * A moment of one rule or of an entry of a timeline. What a place does not have throws when it is used; the plan has
 * refused such steps before (`Step.places`).
 */
export interface Moment extends Surroundings {
  /** The name of the rule or entry. */
  readonly rule: string
  readonly place: Place
  /** The call; not at `accept`, `event` and `timeline`. */
  readonly call: Call | undefined
  /** What happened, at `event`. */
  readonly event: Happening | undefined
  readonly arrival: Arrival | undefined
  /** The id or name of the container that the call or the event is about, if it is about one. */
  readonly container: string | undefined
  /** Aborts when the client has gone, and with the daemon. Hand it to whatever waits. */
  readonly signal: AbortSignal
  /** Waits on the daemon's clock. */
  wait(ms: number): Promise<void>
  /** Waits until an `unblock` with this name, or one without a name. */
  block(name: string): Promise<void>
  /** Lets those go on who wait under this name; without a name all. */
  unblock(name?: string): void
  /** Ends the connection here. */
  cut(kind: CutKind): never
  /** Changes what the operation and the rules behind this one are asked for; at `request`. The journal keeps what came. */
  ask(change: (call: Call) => Call): void
  /** Answers in the place of the operation (at `request`) or of its reply (at `reply`). Later steps can change it. */
  answer(reply: Reply): void
  /** Changes the reply, before it is made into bytes. */
  change(change: (reply: Reply) => Reply | Promise<Reply>): void
  /**
   * Changes the bytes of the rule's direction from here on: those of the reply's body, or those that the client sends.
   * `reframe` tells the new length to the client; without it the head is that of the body as it was.
   */
  shape(transform: Transform, options?: { readonly reframe?: boolean }): void
  /**
   * Sets something up that stays until the rule is taken away or the daemon closed, or for `ms`. Set up again under the
   * same key it takes the place of the former. `begin` gives how to take it back; hand in the step's arguments as key.
   */
  lasting(key: unknown, begin: () => () => void, ms?: number): void
  /** Puts a sentence into the report of the rule: what was done to the daemon, as `container web ended with 137`. */
  tell(sentence: string): void
  /** Whatever else is to happen on the way out. */
  wire(wire: Wire): void
}
