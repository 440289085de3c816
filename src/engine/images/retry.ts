// Tries a transfer again after a while, counting down on the daemon's clock
// (moby daemon/internal/distribution/xfer/download.go, upload.go).
import { isFinal, RegistryError } from '../../registry/registry-error.ts'
import type { Clock } from '../../world/clock.ts'
import { action, type Report } from '../progress.ts'

export interface Retrying {
  readonly clock: Clock
  /** in all */
  readonly attempts: number
  /** of the layer, as lines name it */
  readonly id: string
  readonly report: Report
  readonly signal: AbortSignal
}

/** Rejects with the last error, without the request that met it. Errors that are no RegistryErrors are final. */
export async function withRetries<T>(work: () => Promise<T>, retrying: Retrying): Promise<T> {
  const { clock, attempts, id, report, signal } = retrying
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof RegistryError)) throw error
      const plain = error.inner ?? error
      if (attempt >= attempts || isFinal(plain)) throw plain
      for (let seconds = attempt * 5; seconds > 0; seconds--) {
        report(action(id, `Retrying in ${seconds} second${seconds === 1 ? '' : 's'}`))
        await clock.sleep(1000, signal)
      }
    }
  }
}
