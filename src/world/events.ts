// The event bus: what happened, told to whoever listens now and kept for whoever asks a little later.
import type { GoBack } from './checkpoint.ts'
import type { Clock } from './clock.ts'

export type EventType =
  | 'container'
  | 'image'
  | 'network'
  | 'volume'
  | 'plugin'
  | 'daemon'
  | 'builder'
  | 'service'
  | 'node'
  | 'secret'
  | 'config'

/** What a service says when something happened. */
export interface Fact {
  readonly type: EventType
  /** Docker's word, as `start` or `exec_create: ls -l`. */
  readonly action: string
  /** Id or name of what it happened to. */
  readonly id: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly scope?: 'local' | 'swarm'
}

/** A fact at its moment. */
export interface Happening extends Required<Fact> {
  /** ms since 1970 */
  readonly at: number
}

/** How many events dockerd remembers (moby daemon/events: eventsLimit). */
const REMEMBERED = 256

export class EventBus {
  private readonly clock: Clock
  private readonly listeners = new Set<(event: Happening) => void>()
  private readonly overhearing = new Set<(event: Happening) => void>()
  private past: Happening[] = []
  private muted = false
  /** how many there have been */
  published = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  publish(fact: Fact): Happening {
    const event: Happening = { scope: 'local', attributes: {}, ...fact, at: this.clock.now() }
    if (this.muted) return event
    this.published++
    this.past.push(event)
    if (this.past.length >= REMEMBERED * 2) this.past = this.past.slice(-REMEMBERED)
    for (const listener of this.overhearing) listener(event)
    for (const listener of this.listeners) listener(event)
    return event
  }

  /** Nobody hears of what happens meanwhile, now or later. */
  unheard<T>(run: () => T): T {
    const { muted } = this
    this.muted = true
    try {
      return run()
    } finally {
      this.muted = muted
    }
  }

  /** A daemon that has started anew does not know what was. Those who listen are not told. */
  forget(): void {
    this.past = []
  }

  /** Those who listen are not told of going back. */
  checkpoint(): GoBack {
    const past = [...this.past]
    const { published } = this
    return () => {
      this.past = [...past]
      this.published = published
    }
  }

  /** Calls `listener` with every event from now on; returns how to stop. */
  listen(listener: (event: Happening) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  /** As `listen`, but not counted: for those who are part of the daemon. */
  overhear(listener: (event: Happening) => void): () => void {
    this.overhearing.add(listener)
    return () => void this.overhearing.delete(listener)
  }

  /** How many listen now. */
  get listening(): number {
    return this.listeners.size
  }

  /** The remembered events of [since, until], oldest first. */
  recall(since: number, until: number = Number.POSITIVE_INFINITY): Happening[] {
    return this.past.slice(-REMEMBERED).filter((event) => event.at >= since && event.at <= until)
  }
}
