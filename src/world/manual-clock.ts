// A clock that stands still until it is told to move: hours of waiting take no time, and two runs see the same moments.
import { clearImmediate, setImmediate } from 'node:timers'
import { type Clock, sleepOn } from './clock.ts'

interface Due {
  at: number
  run: () => void
}

export interface ManualClock extends Clock {
  /** Moves time by `ms`; whoever falls due on the way is woken in order, each at its own moment. */
  advance(ms: number): Promise<void>
}

/** Lets everything that can run without time passing do so. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => void setImmediate(resolve))
}

/** @param start the moment at which the clock stands, ms since 1970 */
export function manualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start
  const waiting: Due[] = []
  const clock: ManualClock = {
    now: () => now,
    after(ms, run) {
      // what takes no time need not wait for time to pass
      if (ms <= 0) {
        const turn = setImmediate(run)
        return { cancel: () => clearImmediate(turn) }
      }
      const due: Due = { at: now + ms, run }
      const before = waiting.findIndex((other) => other.at > due.at)
      if (before < 0) waiting.push(due)
      else waiting.splice(before, 0, due)
      return {
        cancel() {
          const index = waiting.indexOf(due)
          if (index >= 0) waiting.splice(index, 1)
        },
      }
    },
    sleep: (ms, signal) => sleepOn(clock, ms, signal),
    async advance(ms) {
      const end = now + ms
      for (;;) {
        await settle()
        const next = waiting[0]
        if (!next || next.at > end) break
        waiting.shift()
        now = next.at
        next.run()
      }
      now = end
      await settle()
    },
  }
  return clock
}
