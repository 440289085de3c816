// A clock that stands still until it is told to move: hours of waiting take no time, and two runs see the same moments.
import { SteerableClock } from './steerable-clock.ts'

export type ManualClock = SteerableClock

/** @param start the moment at which the clock stands, ms since 1970 */
export const manualClock = (start: number = Date.UTC(2026, 0, 1)): ManualClock => new SteerableClock({ start, rate: 0 })
