// How far the clients of a replay have come on the tape.
import type { RecordedExchange } from './tape.ts'

export class Progress {
  /** When the exchanges that nobody has asked for yet began. */
  readonly #coming: Map<RecordedExchange, number>
  #latest = -1
  readonly #waiting = new Set<() => void>()

  constructor(exchanges: readonly RecordedExchange[]) {
    this.#coming = new Map(exchanges.map((exchange) => [exchange, exchange.at]))
  }

  /** A client has asked for this one. */
  arrived(exchange: RecordedExchange): void {
    this.#coming.delete(exchange)
    this.#latest = Math.max(this.#latest, exchange.at)
    for (const wake of [...this.#waiting]) wake()
  }

  /** Whether a client has asked for something that was recorded later: what was before that is overdue. */
  isPast(at: number): boolean {
    return this.#latest > at
  }

  /** Whether clients have asked for everything that was asked for between the two moments. */
  isComplete(from: number, to: number): boolean {
    for (const at of this.#coming.values()) if (at > from && at < to) return false
    return true
  }

  /** Calls `listener` at each step until what it gives back is called. */
  watch(listener: () => void): () => void {
    this.#waiting.add(listener)
    return () => void this.#waiting.delete(listener)
  }
}
