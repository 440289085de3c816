// The flags of the command that are about time.
import { parseRfc3339 } from '../codec/timestamp.ts'
import type { Clock } from '../world/clock.ts'
import { steerableClock } from '../world/steerable-clock.ts'

interface ClockFlags {
  readonly time?: string | undefined
  readonly 'time-scale'?: string | undefined
  readonly 'time-start'?: string | undefined
}

/** Undefined for the host's time. Throws an Error with a sentence for a value that is none. */
export function clockOf(flags: ClockFlags): Clock | undefined {
  const { time = 'real', 'time-scale': scale, 'time-start': begin } = flags
  if (!['real', 'skip', 'frozen'].includes(time)) throw wrong('time', time, 'be real, skip or frozen')
  const rate = time === 'frozen' ? 0 : Number(scale ?? 1)
  if (scale !== undefined && (time === 'frozen' || !(rate > 0 && rate <= 1_000_000))) {
    throw wrong('time-scale', scale, time === 'frozen' ? 'be left out when time is frozen' : 'be a number above 0')
  }
  const start = begin === undefined ? undefined : parseRfc3339(begin)
  if (begin !== undefined && start === undefined) throw wrong('time-start', begin, 'be like 2026-01-01T00:00:00Z')
  if (time === 'real' && rate === 1 && start === undefined) return undefined
  return steerableClock({ start, rate, skips: time === 'skip' })
}

const wrong = (flag: string, value: string, must: string): Error =>
  new Error(`invalid value "${value}" for flag --${flag}: must ${must}`)
