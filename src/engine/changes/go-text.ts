// How Go prints what the history of an image quotes: `%q` of lists of words and of health checks.
import { durationText } from '../../codec/duration.ts'
import type { Healthcheck } from '../../registry/manifest.ts'

/** `["/bin/sh" "-c" "echo hi"]` */
export const quotedList = (words: readonly string[]): string => `[${words.map(quoted).join(' ')}]`

/** strconv.Quote */
function quoted(text: string): string {
  return JSON.stringify(text)
    .replace(/\\u00([01][0-9a-f])/g, (_, code: string) => escapes[code] ?? `\\x${code}`)
    .replace(/\x7f/g, '\\x7f')
}

const escapes: Readonly<Record<string, string>> = { '07': '\\a', '0b': '\\v' }

/** The settings of health checks that print as times, in the order of Go's struct. */
export type CheckSetting = 'Interval' | 'Timeout' | 'StartPeriod' | 'StartInterval'

/** `&{["CMD-SHELL" "x"] "30s" "0s" "0s" "0s" '\x02'}`: times as texts, the number of retries as a character. */
export function healthcheckText(check: Healthcheck, settings: readonly CheckSetting[]): string {
  const times = settings.map((name) => `"${durationText(check[name] ?? 0)}"`)
  return `&{${[quotedList(check.Test ?? []), ...times, character(check.Retries ?? 0)].join(' ')}}`
}

/** strconv.QuoteRune */
function character(code: number): string {
  if (code === 39) return "'\\''"
  if (code === 34) return `'"'`
  return `'${quoted(String.fromCodePoint(Math.min(code, 0x10ffff))).slice(1, -1)}'`
}
