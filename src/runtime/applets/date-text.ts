// Dates as `date -d` and `touch -d` take them (libbb/time.c: parse_datestr).
import { civil, secondsFromCivil } from '../../codec/calendar.ts'
import { Complaint } from './report.ts'

const shapes: readonly (readonly [RegExp, string])[] = [
  [/^(\d{1,2}):(\d{2})(?::(\d{2}))?$/, 'HMS'],
  [/^(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{2})(?::(\d{2}))?$/, 'mdHMS'],
  [/^(\d{2,4})\.(\d{1,2})\.(\d{1,2})-(\d{1,2}):(\d{2})(?::(\d{2}))?$/, 'YmdHMS'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: *(?:Z|UTC|\+00:?00))?$/, 'YmdHMS'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2})$/, 'YmdH'],
  [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, 'Ymd'],
  [/^(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/, 'mdHMS'],
  [/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/, 'YmdHMS'],
  [/^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/, 'ymdHMS'],
]

const monthNames = 'JanFebMarAprMayJunJulAugSepOctNovDec'

function named(text: string): number | undefined {
  const match =
    /^(?:\w{3},? )?(?:(\d{1,2}) )?(\w{3})(?: +(\d{1,2}))? (?:(\d{4}) )?(\d{1,2}):(\d{2}):(\d{2})(?: (?:UTC|GMT|Z))?(?: (\d{4}))?$/.exec(
      text,
    )
  const month = match ? monthNames.indexOf(match[2]!) : -1
  if (!match || month < 0 || month % 3 !== 0) return undefined
  const year = Number(match[4] ?? match[8])
  const day = Number(match[1] ?? match[3])
  return secondsFromCivil(year, month / 3 + 1, day, Number(match[5]), Number(match[6]), Number(match[7])) * 1000
}

/** ms since 1970 of a date in words; parts that it leaves out are those of `now` (the time of day: midnight). */
export function parseDate(text: string, now: number): number {
  const seconds = /^@(-?\d+)/.exec(text)
  if (seconds) return Number(seconds[1]) * 1000
  const today = civil(now / 1000)
  for (const [shape, order] of shapes) {
    const match = shape.exec(text)
    if (!match) continue
    const parts: Record<string, number | undefined> = {}
    for (const [index, letter] of [...order].entries()) {
      const part = match[index + 1]
      if (part !== undefined) parts[letter] = Number(part)
    }
    const { m = today.month, d = today.day, H = 0, M = 0, S = 0 } = parts
    const short = parts.y === undefined ? undefined : parts.y + (parts.y < 69 ? 2000 : 1900)
    const year = parts.Y ?? short ?? today.year
    if (m < 1 || m > 12 || d < 1 || d > 31 || H > 23 || M > 59 || S > 60) break
    return secondsFromCivil(year, m, d, H, M, S) * 1000
  }
  const spelled = named(text)
  if (spelled !== undefined) return spelled
  throw new Complaint(`invalid date '${text}'`)
}

const fieldOf: Readonly<Record<string, { readonly part: string; readonly digits: string }>> = {
  Y: { part: 'Y', digits: '\\d{4}' },
  y: { part: 'y', digits: '\\d{2}' },
  m: { part: 'm', digits: '\\d{1,2}' },
  d: { part: 'd', digits: '\\d{1,2}' },
  e: { part: 'd', digits: ' ?\\d{1,2}' },
  H: { part: 'H', digits: '\\d{1,2}' },
  M: { part: 'M', digits: '\\d{1,2}' },
  S: { part: 'S', digits: '\\d{1,2}' },
  s: { part: 's', digits: '-?\\d+' },
  b: { part: 'b', digits: '[A-Za-z]{3}' },
}

/** ms since 1970 of a date that looks as a format of strptime(3) says: `date -D`. */
export function dateByFormat(text: string, format: string, now: number): number {
  const parts: string[] = []
  const full = format.replace(/%T/g, '%H:%M:%S').replace(/%F/g, '%Y-%m-%d').replace(/%R/g, '%H:%M')
  const shape = full.replace(/%(.)|\s+|[^\w\s]/g, (piece, letter?: string) => {
    const field = letter === undefined ? undefined : fieldOf[letter]
    if (!field) return /\s/.test(piece) ? '\\s*' : `\\${(letter ?? piece).replace(/\w/, '')}`
    parts.push(field.part)
    return `(${field.digits})`
  })
  const match = new RegExp(`^${shape}$`).exec(text)
  if (!match) throw new Complaint(`invalid date '${text}'`)
  const given = new Map(parts.map((part, index) => [part, match[index + 1]!]))
  const number = (part: string, otherwise: number): number => Number(given.get(part) ?? otherwise)
  if (given.has('s')) return number('s', 0) * 1000
  const today = civil(now / 1000)
  const short = given.has('y') ? number('y', 0) + (number('y', 0) < 69 ? 2000 : 1900) : today.year
  const month = given.has('b') ? monthNames.indexOf(given.get('b')!) / 3 + 1 : number('m', today.month)
  return (
    secondsFromCivil(
      number('Y', short),
      month,
      number('d', today.day),
      number('H', 0),
      number('M', 0),
      number('S', 0),
    ) * 1000
  )
}
