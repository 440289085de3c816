// What waits for its moment, the earliest first; of one moment in the order in which it came.
import type { Timer } from './clock.ts'

export interface Due {
  at: number
  readonly run: () => void
}

export class DueQueue {
  readonly #waiting: Due[] = []

  get first(): Due | undefined {
    return this.#waiting[0]
  }

  get size(): number {
    return this.#waiting.length
  }

  add(due: Due): Timer {
    let low = 0
    for (let high = this.#waiting.length; low < high; ) {
      const middle = (low + high) >> 1
      if (this.#waiting[middle]!.at <= due.at) low = middle + 1
      else high = middle
    }
    this.#waiting.splice(low, 0, due)
    return {
      cancel: () => {
        const index = this.#waiting.indexOf(due)
        if (index >= 0) this.#waiting.splice(index, 1)
      },
    }
  }

  /** Everything comes `ms` later. */
  postpone(ms: number): void {
    for (const due of this.#waiting) due.at += ms
  }

  /** Takes the first one out. */
  shift(): Due | undefined {
    return this.#waiting.shift()
  }
}
