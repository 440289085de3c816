// The flags of the command that are about time.
import { parseRfc3339 } from '../codec/timestamp.ts'
import type { Clock } from '../world/clock.ts'
import { steerableClock } from '../world/steerable-clock.ts'

export const clockFlags = {
  time: {
    type: 'string',
    value: 'HOW',
    help: "The daemon's time: real (default), skip (leaps to what is due next while a call waits) or frozen",
  },
  'time-scale': { type: 'string', value: 'N', help: 'Let time run N times as fast: 60 makes a minute a second' },
  'time-start': { type: 'string', value: 'MOMENT', help: 'Begin at this moment, such as 2026-01-01T00:00:00Z' },
} as const

export interface ClockFlags {
  readonly time?: string
  readonly 'time-scale'?: string
  readonly 'time-start'?: string
}

/** Undefined for the host's time. Throws an Error with a sentence for a value that is none. */
export function clockOf(
  flags: { readonly [Name in keyof ClockFlags]: ClockFlags[Name] | undefined },
): Clock | undefined {
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
