// Moments as users give them to `since` and `until`: a date, seconds since 1970, or how long ago (`1h30m`).
import { parseDuration } from './duration.ts'
import { layoutProblem } from './go-layout.ts'
import { parseRfc3339, parseSeconds } from './timestamp.ts'

/**
 * ms since 1970, or undefined if the text is none of the three (moby api/types/time: GetTimestamp). How long ago leads to
 * the beginning of a second.
 */
export function parseMoment(text: string, now: number): number | undefined {
  const ago = text === '0' ? undefined : parseDuration(text)
  if (ago !== undefined) return Math.floor((now - ago) / 1000) * 1000
  if (layoutProblem(layoutOf(text), text) === undefined) return parseRfc3339(text)
  return text.includes('-') ? undefined : parseSeconds(text)
}

/** Why a text is no moment: what has a dash is said to be no date, in Go's words. */
export const momentProblem = (text: string): string =>
  (text.includes('-') ? layoutProblem(layoutOf(text), text) : undefined) ??
  `failed to parse value as time or duration: ${JSON.stringify(text)}`

/** The form of a date that a text is taken for: parts may be missing from the right. */
function layoutOf(text: string): string {
  const isLocal = !/[zZ+]/.test(text) && text.split('-').length !== 4
  const zone = isLocal ? '' : 'Z07:00'
  if (text.includes('.')) return `2006-01-02T15:04:05.999999999${zone}`
  if (!text.includes('T')) return `2006-01-02${zone}`
  const colons = text.split(':').length - 1 - (isLocal || /z/i.test(text) ? 0 : 1)
  const time = ['15', '15:04'][Math.max(0, colons)] ?? '15:04:05'
  return `2006-01-02T${time}${zone}`
}
