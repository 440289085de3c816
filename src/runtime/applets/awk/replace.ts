// sub, gsub and gensub.
import { Complaint } from '../report.ts'
import type { Pattern } from '../text-pattern/pattern.ts'

/** A replacement in which `&` (and with `groups` `\1`) stand for what matched. */
function expand(replacement: string, text: string, match: Int32Array, groups: boolean): string {
  if (!/[\\&]/.test(replacement)) return replacement
  return replacement.replace(/\\([\s\S])|&/g, (whole, escaped: string | undefined) => {
    if (escaped === undefined) return text.slice(match[0], match[1])
    if (escaped === '&' || escaped === '\\') return escaped
    if (!groups || !/\d/.test(escaped)) return whole
    const start = match[Number(escaped) * 2]
    return start === undefined || start < 0 ? '' : text.slice(start, match[Number(escaped) * 2 + 1])
  })
}

export interface Replacing {
  /** which match: a number from 1, or all */
  readonly which: number | 'all'
  readonly groups: boolean
}

/** Nobody else works while one text is changed. */
const mostMatches = 200_000

/** The new text, and how many matches were replaced. */
export function replaceMatches(
  text: string,
  pattern: Pattern,
  replacement: string,
  { which, groups }: Replacing,
): { text: string; count: number } {
  let result = ''
  let at = 0
  let seen = 0
  let count = 0
  let last = -1
  while (at <= text.length) {
    const match = pattern.match(text, { from: at })
    if (!match) break
    const start = match[0]!
    const end = match[1]!
    const isEmpty = start === end
    if (!(isEmpty && start === last)) {
      if (++seen > mostMatches) throw new Complaint('out of memory')
      result += text.slice(at, start)
      if (which === 'all' || seen === which) {
        result += expand(replacement, text, match, groups)
        count++
      } else result += text.slice(start, end)
      at = end
      if (seen === which) break
    } else {
      result += text.slice(at, start)
      at = start
    }
    last = end
    if (isEmpty) {
      if (at >= text.length) break
      result += text[at]
      at++
      last = -1
    }
  }
  return { text: result + text.slice(at), count }
}
