// The Date header.
import { httpDate } from '../codec/http-date.ts'

/** The date of the clock's present second; the text is made once for each second. */
export function dateSource(now: () => number): () => string {
  let second = Number.NaN
  let text = ''
  return () => {
    const current = Math.floor(now() / 1000)
    if (current !== second) {
      second = current
      text = httpDate(current * 1000)
    }
    return text
  }
}
