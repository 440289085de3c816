// `since` and `until` of /events: seconds since 1970, with a fraction if need be.
import { broken } from '../../world/refusal.ts'

const LARGEST = 2n ** 63n - 1n

/**
 * ms since 1970; undefined for nothing, and for -1, which dockerd takes for nothing. Dates and durations are the
 * client's to translate (moby api/types/time: ParseTimestamps).
 * @throws broken (500) with Go's words for what is no number
 */
export function parseEventTime(text: string | undefined): number | undefined {
  if (!text) return undefined
  const dot = text.indexOf('.')
  const seconds = parseInteger(dot < 0 ? text : text.slice(0, dot))
  const fraction = dot < 0 ? '' : text.slice(dot + 1)
  const nanos = dot < 0 ? 0 : parseInteger(fraction) * 10 ** (9 - fraction.length)
  return seconds === -1 ? undefined : seconds * 1000 + nanos / 1e6
}

function parseInteger(text: string): number {
  const refuse = (reason: string): Error => broken(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${reason}`)
  if (!/^[+-]?\d+$/.test(text)) throw refuse('invalid syntax')
  const value = BigInt(text.replace(/^\+/, ''))
  if (value > LARGEST || value < -LARGEST - 1n) throw refuse('value out of range')
  return Number(value)
}
