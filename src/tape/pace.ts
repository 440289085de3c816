// When what stands on a tape is due.
import type { Clock } from '../world/clock.ts'
import type { ClientInput } from './client-input.ts'
import type { Progress } from './progress.ts'
import type { RecordedExchange } from './tape.ts'

export interface PaceOptions {
  readonly clock: Clock
  readonly progress: Progress
  /** 1 as it was, 2 twice as fast, 0 as soon as what came before it on the tape has been asked for. */
  readonly speed: number
}

export class Pace {
  readonly #options: PaceOptions
  readonly #exchange: RecordedExchange
  readonly #input: ClientInput
  /** a moment of the tape, and when it was here */
  #there: number
  #here: number

  constructor(options: PaceOptions, exchange: RecordedExchange, input: ClientInput) {
    this.#options = options
    this.#exchange = exchange
    this.#input = input
    this.#there = exchange.at
    this.#here = options.clock.now()
  }

  /** The client did now what it did then at this moment of the tape: from here on time is counted. */
  meet(at: number): void {
    this.#there = at
    this.#here = this.#options.clock.now()
  }

  /**
   * Resolves when its time has come, or the client has gone. A client that is ahead of the tape does not wait. One that
   * does other things than it did then does not wait for ever, not even at speed 0.
   */
  async until(at: number): Promise<void> {
    const { clock, progress, speed } = this.#options
    const due = this.#here + (at - this.#there) / (speed || 1)
    const isDue = (): boolean =>
      this.#input.gone ||
      clock.now() >= due ||
      progress.isPast(at) ||
      (speed === 0 && progress.isComplete(this.#exchange.at, at))
    if (isDue()) return
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (isDue()) done()
      }
      const done = (): void => {
        timer.cancel()
        for (const stop of stops) stop()
        resolve()
      }
      const stops = [progress.watch(look), this.#input.watch(look)]
      const timer = clock.after(due - clock.now(), done)
    })
  }
}
