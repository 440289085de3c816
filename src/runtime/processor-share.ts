// How much processor time a machine gets: of as many processors as the host has, or of its quota (CFS bandwidth control).
import type { Clock } from '../world/clock.ts'
import type { MachineOptions } from './machine.ts'

/** Microseconds: the kernel's own. */
export const PERIOD = 100_000
/** Of a host that nobody described. */
export const PROCESSORS = 2

export class ProcessorShare {
  /** Periods in which something ran under a quota, those of them in which it was used up, and ms that were waited then. */
  periods = 0
  throttledPeriods = 0
  throttledTime = 0
  readonly #clock: Pick<Clock, 'now'>
  readonly #options: Pick<MachineOptions, 'cgroup' | 'host'>
  #since: number
  /** ms that are left of what there was until `since` */
  #left = 0
  #lastPeriod = -1
  #lastThrottled = -1

  constructor(clock: Pick<Clock, 'now'>, options: Pick<MachineOptions, 'cgroup' | 'host'>) {
    this.#clock = clock
    this.#options = options
    this.#since = clock.now()
  }

  /** How much a process gets of the last `ms`, all of which it would have run. */
  grant(ms: number): number {
    const now = this.#clock.now()
    const { host, cgroup } = this.#options
    const processors = host?.processors ?? PROCESSORS
    const quota = cgroup?.cpuQuota ?? 0
    const period = cgroup?.cpuPeriod || PERIOD
    const length = period / 1000
    const rate = quota > 0 ? Math.min(quota / period, processors) : processors
    // what is not used in a period is lost
    if (now > this.#since) this.#left = Math.min(this.#left, rate * length) + (now - this.#since) * rate
    this.#since = now
    const granted = Math.min(ms, this.#left)
    this.#left -= granted
    if (quota > 0) this.#note(Math.floor(now / length), Math.ceil(ms / length), ms - granted)
    return granted
  }

  #note(index: number, ran: number, waited: number): void {
    this.periods += Math.min(index - this.#lastPeriod, ran)
    this.#lastPeriod = index
    if (waited < 1e-3) return
    this.throttledPeriods += Math.min(index - this.#lastThrottled, ran)
    this.#lastThrottled = index
    this.throttledTime += waited
  }
}
