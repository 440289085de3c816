// The clock that runs with the host. The host's functions are taken at import, so that a test's fake timers do not freeze the daemon.
import { performance } from 'node:perf_hooks'
import { clearTimeout, setTimeout } from 'node:timers'
import { type Clock, sleepOn, type Timer } from './clock.ts'

/** The longest wait that a host timer can take; longer ones are chained. */
const LONGEST = 2 ** 31 - 1

class HostTimer implements Timer {
  private handle: NodeJS.Timeout
  constructor(ms: number, run: () => void) {
    const wait = (left: number): NodeJS.Timeout =>
      left > LONGEST
        ? setTimeout(() => {
            this.handle = wait(left - LONGEST)
          }, LONGEST)
        : setTimeout(run, left)
    this.handle = wait(Math.max(0, ms))
  }
  cancel(): void {
    clearTimeout(this.handle)
  }
}

/** Runs `run` after `ms` of the host's time, which may be any number. */
export const hostTimer = (ms: number, run: () => void): Timer => new HostTimer(ms, run)

const sinceStart = performance.now.bind(performance)
const origin = performance.timeOrigin

/** The host's time, ms since 1970. */
export const hostNow = (): number => origin + sinceStart()

/** Real time. Two calls of `now` never give the same moment: an order of moments is an order of events. */
export function realClock(): Clock {
  let last = 0
  const clock: Clock = {
    now() {
      const micros = Math.floor(hostNow() * 1000)
      last = micros > last ? micros : last + 1
      return last / 1000
    },
    after: (ms, run) => new HostTimer(ms, run),
    sleep: (ms, signal) => sleepOn(clock, ms, signal),
  }
  return clock
}

/** For libraries that want a Date. */
export const hostDate = (ms: number): Date => new Date(ms)
