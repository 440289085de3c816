// What the steps of a rule have done to the daemon: what of it stays, how it is taken back, and what is told of it.
import type { Clock, Timer } from '../world/clock.ts'

/** sentences that are kept, the latest */
const TOLD = 20

export class Lasting {
  /** What was done, the latest last. */
  readonly told: string[] = []
  readonly #ways = new Map<unknown, () => void>()

  /** In the place of what was set up under the same key. `limit`: taken back after so long. */
  set(key: unknown, begin: () => () => void, limit?: { readonly ms: number; readonly clock: Clock }): void {
    this.#ways.get(key)?.()
    let timer: Timer | undefined
    const takeBack = begin()
    const end = (): void => {
      if (this.#ways.get(key) !== end) return
      this.#ways.delete(key)
      timer?.cancel()
      takeBack()
    }
    this.#ways.set(key, end)
    if (limit) timer = limit.clock.after(limit.ms, end)
  }

  tell(sentence: string): void {
    this.told.push(sentence)
    if (this.told.length > TOLD) this.told.shift()
  }

  /** The latest first, as each found the daemon as the former had left it. */
  takeBack(): void {
    for (const end of [...this.#ways.values()].reverse()) end()
  }
}
