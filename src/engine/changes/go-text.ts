// How Go prints what the history of an image quotes: `%q` of lists of words and of health checks.
import { durationText } from '../../codec/duration.ts'
import { goQuote } from '../../codec/go-quote.ts'
import type { Healthcheck } from '../../registry/manifest.ts'
import type { HealthcheckStyle } from '../words.ts'

/** `["/bin/sh" "-c" "echo hi"]` */
export const quotedList = (words: readonly string[]): string => `[${words.map(goQuote).join(' ')}]`

/** `&{["CMD-SHELL" "x"] "30s" "0s" "0s" "0s" '\x02'}`: times as texts, the number of retries as a character. */
export function healthcheckText(check: Healthcheck, { settings, quoted }: HealthcheckStyle): string {
  const test = check.Test ?? []
  const times = settings.map((name) => durationText(check[name] ?? 0))
  const retries = check.Retries ?? 0
  if (!quoted) return `&{[${test.join(' ')}] ${times.join(' ')} ${retries}}`
  return `&{${[quotedList(test), ...times.map((time) => `"${time}"`), character(retries)].join(' ')}}`
}

/** strconv.QuoteRune */
function character(code: number): string {
  if (code === 39) return "'\\''"
  if (code === 34) return `'"'`
  return `'${goQuote(String.fromCodePoint(Math.min(code, 0x10ffff))).slice(1, -1)}'`
}
