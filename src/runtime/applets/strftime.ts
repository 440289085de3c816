// strftime of the C locale, in UTC.
import { type Civil, civil, daysFromCivil } from '../../codec/calendar.ts'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const two = (value: number) => String(value).padStart(2, '0')

/** ISO 8601 week number and the year it belongs to. */
function isoWeek(time: Civil): readonly [year: number, week: number] {
  const thursday = time.dayOfYear + 3 - ((time.weekday + 6) % 7)
  if (thursday < 0) {
    const length = daysFromCivil(time.year, 1, 1) - daysFromCivil(time.year - 1, 1, 1)
    return [time.year - 1, Math.floor((thursday + length) / 7) + 1]
  }
  const length = daysFromCivil(time.year + 1, 1, 1) - daysFromCivil(time.year, 1, 1)
  return thursday >= length ? [time.year + 1, 1] : [time.year, Math.floor(thursday / 7) + 1]
}

type Field = (time: Civil, milliseconds: number) => string

const fields: Readonly<Record<string, Field>> = {
  a: (time) => days[time.weekday]!.slice(0, 3),
  A: (time) => days[time.weekday]!,
  b: (time) => months[time.month - 1]!.slice(0, 3),
  B: (time) => months[time.month - 1]!,
  c: (_, at) => strftime('%a %b %e %H:%M:%S %Y', at),
  C: (time) => two(Math.floor(time.year / 100)),
  d: (time) => two(time.day),
  D: (_, at) => strftime('%m/%d/%y', at),
  e: (time) => String(time.day).padStart(2),
  F: (_, at) => strftime('%Y-%m-%d', at),
  g: (time) => two(isoWeek(time)[0] % 100),
  G: (time) => String(isoWeek(time)[0]),
  h: (time) => months[time.month - 1]!.slice(0, 3),
  H: (time) => two(time.hour),
  I: (time) => two(time.hour % 12 || 12),
  j: (time) => String(time.dayOfYear + 1).padStart(3, '0'),
  k: (time) => String(time.hour).padStart(2),
  l: (time) => String(time.hour % 12 || 12).padStart(2),
  m: (time) => two(time.month),
  M: (time) => two(time.minute),
  n: () => '\n',
  N: (_, at) => String(((Math.floor(at) % 1000) + 1000) % 1000).padStart(3, '0') + '000000',
  p: (time) => (time.hour < 12 ? 'AM' : 'PM'),
  P: (time) => (time.hour < 12 ? 'am' : 'pm'),
  r: (_, at) => strftime('%I:%M:%S %p', at),
  R: (_, at) => strftime('%H:%M', at),
  s: (_, at) => String(Math.floor(at / 1000)),
  S: (time) => two(time.second),
  t: () => '\t',
  T: (_, at) => strftime('%H:%M:%S', at),
  u: (time) => String(time.weekday || 7),
  U: (time) => two(Math.floor((time.dayOfYear + 7 - time.weekday) / 7)),
  V: (time) => two(isoWeek(time)[1]),
  w: (time) => String(time.weekday),
  W: (time) => two(Math.floor((time.dayOfYear + 7 - ((time.weekday + 6) % 7)) / 7)),
  x: (_, at) => strftime('%m/%d/%y', at),
  X: (_, at) => strftime('%H:%M:%S', at),
  y: (time) => two(((time.year % 100) + 100) % 100),
  Y: (time) => String(time.year),
  z: () => '+0000',
  Z: () => 'UTC',
  '%': () => '%',
}

/** A moment (ms since 1970) in a format of `%` directives; an unknown directive stays as it is. */
export function strftime(format: string, milliseconds: number): string {
  const time = civil(milliseconds / 1000)
  return format.replace(/%([-_0^#]?)[EO]?([a-zA-Z%])/g, (whole, flag: string, letter: string) => {
    const field = fields[letter]
    if (!field) return whole
    const text = field(time, milliseconds)
    if (flag === '-') return text.replace(/^[0 ]+(?=\d)/, '')
    if (flag === '_') return text.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length))
    return flag === '^' ? text.toUpperCase() : text
  })
}
