// Measures how long the host has been busy, for fair scheduling only: what it says never reaches a client.
import { performance } from 'node:perf_hooks'

const hostNow = performance.now.bind(performance)

export interface Stopwatch {
  /** ms since the last restart */
  elapsed(): number
  restart(): void
}

export function startStopwatch(): Stopwatch {
  let started = hostNow()
  return {
    elapsed: () => hostNow() - started,
    restart() {
      started = hostNow()
    },
  }
}
