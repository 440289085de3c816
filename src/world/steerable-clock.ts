// A clock that can be steered: frozen, faster than the host's, told to move, or moving by itself when somebody waits for it.
import { clearImmediate, setImmediate } from 'node:timers'
import { type Clock, sleepOn, type Timer } from './clock.ts'
import { type Due, DueQueue } from './due-queue.ts'
import { hostNow, hostTimer } from './real-clock.ts'
import { settle } from './turns.ts'

/** ms that time may leap for one who waits and hears nothing: what never comes is not waited for to the end of days. */
const PATIENCE = 3_600_000

export interface SteerableOptions {
  /** The moment at which it begins, ms since 1970; the host's if left out. */
  readonly start?: number | undefined
  /** How fast it runs: 1 as the host's, 60 an hour in a minute, 0 not at all. */
  readonly rate?: number | undefined
  /** Whether it leaps to the next moment at which something is due, while somebody waits (`hold`) and all else rests. */
  readonly skips?: boolean | undefined
}

/** One who waits for time to pass. */
export interface Hold {
  /** Something came of the wait: patience begins anew. */
  heard(): void
  release(): void
}

export class SteerableClock implements Clock {
  readonly #queue = new DueQueue()
  #skips: boolean
  /** the moment that it was at when the host's time was `#since` */
  #at: number
  #since: number = hostNow()
  #rate: number
  #last = 0
  #alarm: { readonly due: Due; readonly timer: Timer } | undefined
  /** who leads it through its moments, if not the host's time */
  #leading = 0
  #holds = 0
  #heardAt = 0

  constructor({ start = hostNow(), rate = 1, skips = false }: SteerableOptions = {}) {
    this.#at = start
    this.#rate = rate
    this.#skips = skips
  }

  now(): number {
    if (this.#rate === 0) return this.#at
    const micros = Math.floor((this.#at + (hostNow() - this.#since) * this.#rate) * 1000)
    this.#last = micros > this.#last ? micros : this.#last + 1
    return this.#last / 1000
  }

  after(ms: number, run: () => void): Timer {
    // what takes no time need not wait for time to pass
    if (ms <= 0) {
      const turn = setImmediate(run)
      return { cancel: () => clearImmediate(turn) }
    }
    const timer = this.#queue.add({ at: this.now() + ms, run })
    this.#wake()
    return {
      cancel: () => {
        timer.cancel()
        // the host is not kept awake for what nobody waits for
        if (this.#queue.first === undefined) this.#silence()
      },
    }
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal)
  }

  /** How fast it runs; 0 when it is frozen. */
  get rate(): number {
    return this.#rate
  }

  /** Throws a RangeError for less than 0. */
  set rate(rate: number) {
    if (!(rate >= 0 && rate < Infinity)) throw new RangeError(`a clock cannot run at ${rate}`)
    this.#moveTo(this.now())
    this.#rate = rate
    this.#silence()
    this.#wake()
  }

  /** Whether it leaps while somebody waits. */
  get skips(): boolean {
    return this.#skips
  }

  set skips(skips: boolean) {
    this.#skips = skips
    this.#wake()
  }

  /** The moment at which something is due next; undefined if nothing is. */
  get next(): number | undefined {
    return this.#queue.first?.at
  }

  /** Moves time by `ms`; whoever falls due on the way is woken in order, each at its own moment. */
  async advance(ms: number): Promise<void> {
    const end = this.now() + ms
    await this.#lead(() => this.#queue.first !== undefined && this.#queue.first.at <= end)
    this.#moveTo(Math.max(end, this.now()))
    await settle()
    this.#wake()
  }

  /**
   * Moves time from moment to moment until nothing is due any more, or the next moment is more than `limit` ms away from
   * now. Gives the ms that passed.
   */
  async runUntilIdle(limit: number = PATIENCE): Promise<number> {
    const start = this.now()
    await this.#lead(() => this.#queue.first !== undefined && this.#queue.first.at <= start + limit)
    this.#wake()
    return this.now() - start
  }

  /** Moves time to another moment at which nobody is woken: the host's clock was set. Waits last as long as they would have. */
  jump(ms: number): void {
    const now = this.now()
    this.#last = 0
    this.#moveTo(now + ms)
    this.#queue.postpone(ms)
    this.#heardAt += ms
  }

  /** While it is held a skipping clock leaps; any other one does not mind. */
  hold(): Hold {
    this.#holds++
    this.#heardAt = this.now()
    this.#wake()
    let held = true
    return {
      heard: () => {
        this.#heardAt = this.now()
        this.#wake()
      },
      release: () => {
        if (held) this.#holds--
        held = false
      },
    }
  }

  #moveTo(moment: number): void {
    this.#at = moment
    this.#since = hostNow()
  }

  /** Goes from one due moment to the next as long as it may. */
  async #lead(mayGoOn: () => boolean): Promise<void> {
    this.#leading++
    try {
      for (await settle(); mayGoOn(); await settle()) {
        const due = this.#queue.shift()!
        this.#moveTo(Math.max(due.at, this.now()))
        due.run()
      }
    } finally {
      this.#leading--
    }
  }

  #silence(): void {
    this.#alarm?.timer.cancel()
    this.#alarm = undefined
  }

  /** Sees to it that what is due next comes: by leaps if somebody waits, else when its time has come. */
  #wake(): void {
    const due = this.#queue.first
    if (this.#alarm?.due !== due || this.#leading > 0) this.#silence()
    if (due === undefined || this.#leading > 0) return
    if (this.#mayLeap()) void this.#leap()
    else if (this.#rate > 0 && this.#alarm === undefined) {
      const timer = hostTimer((due.at - this.now()) / this.#rate, () => this.#ring())
      this.#alarm = { due, timer }
    }
  }

  #ring(): void {
    this.#alarm = undefined
    const now = this.now()
    while (this.#leading === 0 && this.#queue.first !== undefined && this.#queue.first.at <= now)
      this.#queue.shift()!.run()
    this.#wake()
  }

  async #leap(): Promise<void> {
    await this.#lead(() => this.#queue.first !== undefined && this.#mayLeap())
    this.#wake()
  }

  #mayLeap(): boolean {
    return this.#skips && this.#holds > 0 && this.now() - this.#heardAt < PATIENCE
  }
}

/** A clock that runs from now on as the host's, unless the options say otherwise. */
export const steerableClock = (options: SteerableOptions = {}): SteerableClock => new SteerableClock(options)
