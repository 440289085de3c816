// Dates as HTTP writes them.
import { civil } from './calendar.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
export const MONTHS: readonly string[] = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
]

const two = (n: number): string => String(n).padStart(2, '0')

/** `Sat, 21 Nov 2026 05:56:27 GMT` of milliseconds since 1970. */
export function httpDate(ms: number): string {
  const at = civil(ms / 1000)
  const day = `${DAYS[at.weekday]}, ${two(at.day)} ${MONTHS[at.month - 1]} ${at.year}`
  return `${day} ${two(at.hour)}:${two(at.minute)}:${two(at.second)} GMT`
}
