// Time as the daemon sees it. Nothing outside world/ may ask the host for the time or set a timer.

/** A pending call of `Clock.after`. */
export interface Timer {
  cancel(): void
}

/**
 * A moment is a number: milliseconds since 1970, with a fraction down to the microsecond.
 * Durations are milliseconds too. A clock may run with the host, faster, or stand still until it is advanced.
 */
export interface Clock {
  now(): number
  /** Runs `run` once when `ms` have passed (at the next turn for 0 or less). */
  after(ms: number, run: () => void): Timer
  /** Resolves when `ms` have passed; rejects with the signal's reason when that aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Waits on `clock` for `ms`, or until `signal` aborts. The `sleep` of every clock. */
export function sleepOn(clock: Pick<Clock, 'after'>, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = (): void => {
      timer.cancel()
      reject(signal?.reason)
    }
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
