// Where calls wait until somebody lets them go on.

export interface Gates {
  /** Waits until the name, or everything, is opened; rejects with the signal's reason when that aborts first. */
  wait(name: string, signal: AbortSignal): Promise<void>
  /** Who waits now goes on; who comes later waits again. Without a name all go on. */
  open(name?: string): void
  /** How many wait. */
  readonly waiting: number
}

export function createGates(): Gates {
  const waiters = new Map<() => void, string>()
  return {
    wait(name, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const abort = (): void => {
          waiters.delete(go)
          reject(signal.reason)
        }
        const go = (): void => {
          waiters.delete(go)
          signal.removeEventListener('abort', abort)
          resolve()
        }
        waiters.set(go, name)
        signal.addEventListener('abort', abort, { once: true })
      })
    },
    open(name) {
      for (const [go, own] of [...waiters]) if (name === undefined || own === name) go()
    },
    get waiting() {
      return waiters.size
    },
  }
}
