// Which of the calls that fit a rule fires for: the third, every second, those of the first minute, one in ten.
import { parseDuration } from '../codec/duration.ts'
import type { Random } from '../world/random.ts'
import type { WhenSpec } from './language.ts'

export interface Circumstances {
  /** ms since the rules began */
  readonly elapsed: number
  hasFired(rule: string): boolean
}

/** Asked once for each call that fits; keeps count. */
export type Occurrence = (circumstances: Circumstances) => boolean

/** Undefined if every one is meant, always. */
export function createOccurrence(when: WhenSpec, random: Random): Occurrence | undefined {
  const { nth, every, first, skip = 0, times, from, until, fired, notFired, probability } = when
  const limits = [nth, every, first, when.skip, times, from, until, fired, notFired, probability]
  if (limits.every((limit) => limit === undefined)) return undefined
  const chosen = nth === undefined ? undefined : new Set([nth].flat())
  const opens = from === undefined ? Number.NEGATIVE_INFINITY : parseDuration(from)!
  const closes = until === undefined ? Number.POSITIVE_INFINITY : parseDuration(until)!
  const before = [fired ?? []].flat()
  const notYet = [notFired ?? []].flat()
  let seen = 0
  let hits = 0
  return ({ elapsed, hasFired }) => {
    if (elapsed < opens || elapsed >= closes) return false
    if (!before.every(hasFired) || notYet.some(hasFired)) return false
    seen++
    const turn = seen - skip
    if (turn < 1 || turn > (first ?? turn)) return false
    if (chosen && !chosen.has(turn)) return false
    if (every !== undefined && turn % every !== 0) return false
    if (hits >= (times ?? Number.POSITIVE_INFINITY)) return false
    if (probability !== undefined && random.next() >= probability) return false
    hits++
    return true
  }
}
