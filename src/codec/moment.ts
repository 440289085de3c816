// Moments as users give them to `since` and `until`: a date, seconds since 1970, or how long ago (`1h30m`).
import { parseDuration } from './duration.ts'
import { parseRfc3339, parseSeconds } from './timestamp.ts'

/** ms since 1970, or undefined if the text is none of the three (moby api/types/time: GetTimestamp). */
export function parseMoment(text: string, now: number): number | undefined {
  const ago = parseDuration(text)
  return ago === undefined ? (parseRfc3339(text) ?? parseSeconds(text)) : now - ago
}
