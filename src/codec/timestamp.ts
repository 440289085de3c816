// Moments as Docker writes and reads them: RFC 3339 with up to nine digits of a second, or seconds since 1970.
import { civil, secondsFromCivil } from './calendar.ts'
import { integerProblem } from './integer.ts'

/** Go's zero time, which dockerd sends for "never". */
export const NEVER = '0001-01-01T00:00:00Z'

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`)

let lastSecond = Number.NaN
let lastText = ''

/** `2026-01-02T03:04:05` of whole seconds since 1970. The last answer is kept: neighbours in a log share it. */
function dateTime(seconds: number): string {
  if (seconds === lastSecond) return lastText
  const at = civil(seconds)
  lastSecond = seconds
  lastText = `${String(at.year).padStart(4, '0')}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}:${two(at.second)}`
  return lastText
}

/** Splits a moment into whole seconds and the digits of its nanoseconds. */
function split(ms: number): [seconds: number, nanos: string] {
  const micros = Math.round(ms * 1000)
  const seconds = Math.floor(micros / 1e6)
  return [seconds, `${String(micros - seconds * 1e6).padStart(6, '0')}000`]
}

/** Go's time.RFC3339Nano: trailing zeros of the fraction are left out. `undefined` is the zero time. */
export function rfc3339(ms: number | undefined): string {
  if (ms === undefined) return NEVER
  const [seconds, nanos] = split(ms)
  const fraction = nanos.replace(/0+$/, '')
  return fraction ? `${dateTime(seconds)}.${fraction}Z` : `${dateTime(seconds)}Z`
}

/** The fixed form with nine digits that logs and events carry (moby: jsonmessage.RFC3339NanoFixed). */
export function rfc3339Fixed(ms: number): string {
  const [seconds, nanos] = split(ms)
  return `${dateTime(seconds)}.${nanos}Z`
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d?)(?::(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?)?(Z|[+-]\d\d:\d\d)?$/

/** ms since 1970 of an RFC 3339 date (parts may be missing from the right), or undefined if it is none. */
export function parseRfc3339(text: string): number | undefined {
  const match = RFC3339.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const seconds = secondsFromCivil(
    Number(year),
    Number(month),
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  )
  const offset =
    zone && zone !== 'Z' ? (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) : 0
  return (seconds - offset * 60) * 1000 + (fraction ? Number(`0.${fraction}`) * 1000 : 0)
}

/** ms since 1970 of `seconds[.nanoseconds]`, or undefined (moby api/types/time: ParseTimestamps). */
export function parseSeconds(text: string): number | undefined {
  const match = /^([+-]?\d+)(?:\.(\d+))?$/.exec(text)
  if (!match || integerProblem(match[1]!)) return undefined
  return Number(match[1]) * 1000 + Number(`0.${match[2] ?? 0}`) * 1000
}
