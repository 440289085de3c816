// How many transfers go on at a time (moby daemon/internal/distribution/xfer/transfer.go).

export class Slots {
  #count: number
  #taken = 0
  readonly #waiting: (() => void)[] = []

  /** `0` or less: any number */
  constructor(count: number) {
    this.#count = countOf(count)
  }

  /** Who has a place keeps it. */
  resize(count: number): void {
    this.#count = countOf(count)
    this.#admit()
  }

  #admit(): void {
    while (this.#taken < this.#count && this.#waiting.length > 0) {
      this.#taken++
      this.#waiting.shift()!()
    }
  }

  /**
   * Runs something as soon as there is room, in the order of asking. `waits` is called first if there is none.
   * Rejects with the signal's reason if that comes before.
   */
  async run<T>(work: () => Promise<T>, waits: () => void, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    if (this.#taken < this.#count) this.#taken++
    else {
      waits()
      await this.#turn(signal)
    }
    try {
      return await work()
    } finally {
      this.#taken--
      this.#admit()
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const index = this.#waiting.indexOf(enter)
        if (index >= 0) this.#waiting.splice(index, 1)
        reject(signal.reason)
      }
      const enter = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      this.#waiting.push(enter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
}

const countOf = (count: number): number => (count > 0 ? count : Number.POSITIVE_INFINITY)
