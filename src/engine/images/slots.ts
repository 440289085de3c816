// How many transfers go on at a time (moby daemon/internal/distribution/xfer/transfer.go).

export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  /** `0` or less: any number */
  constructor(count: number) {
    this.#free = count > 0 ? count : Number.POSITIVE_INFINITY
  }

  /**
   * Runs something as soon as there is room, in the order of asking. `waits` is called first if there is none.
   * Rejects with the signal's reason if that comes before.
   */
  async run<T>(work: () => Promise<T>, waits: () => void, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    if (this.#free > 0) this.#free--
    else {
      waits()
      await this.#turn(signal)
    }
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
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
