// Those who wait for a container: to start, to exit, to be removed.

export type WaitCondition = 'not-running' | 'next-exit' | 'removed'

/** What `docker wait` is told. */
export interface WaitResult {
  readonly exitCode: number
  readonly error?: string
}

export class Waiters {
  private exit: ((result: WaitResult) => void)[] = []
  private removal: ((result: WaitResult) => void)[] = []
  private start: (() => void)[] = []

  /** Calls back once, at the next start or when there will be none. */
  addForStart(resolve: () => void): void {
    this.start.push(resolve)
  }

  started(): void {
    const waiting = this.start
    this.start = []
    for (const resolve of waiting) resolve()
  }

  /** Calls back once, at the next exit or at the removal. */
  add(condition: WaitCondition, resolve: (result: WaitResult) => void): void {
    ;(condition === 'removed' ? this.removal : this.exit).push(resolve)
  }

  exited(result: WaitResult): void {
    const waiting = this.exit
    this.exit = []
    for (const resolve of waiting) resolve(result)
  }

  removed(result: WaitResult): void {
    this.started()
    this.exited(result)
    const waiting = this.removal
    this.removal = []
    for (const resolve of waiting) resolve(result)
  }
}
