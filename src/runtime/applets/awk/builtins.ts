// awk's functions on numbers and texts that need nothing but their arguments.
import { secondsFromCivil } from '../../../codec/calendar.ts'
import { Complaint } from '../report.ts'
import { strftime } from '../strftime.ts'
import { formatValues } from './format.ts'
import type { AwkState } from './state.ts'
import { numberOf, type Value } from './value.ts'

export type Builtin = (state: AwkState, values: readonly Value[]) => Value

const bits = (use: (left: number, right: number) => number): Builtin => {
  return (_, [left, right]) => use(numberOf(left), numberOf(right)) >>> 0
}
const of = (use: (value: number) => number): Builtin => {
  return (_, [value]) => use(numberOf(value))
}

/** mktime("YYYY MM DD HH MM SS") */
function makeTime(text: string): number {
  const parts = text.trim().split(/\s+/).map(Number)
  if (parts.length < 6 || parts.some(Number.isNaN)) return -1
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  return secondsFromCivil(year, month, day, hour, minute, second)
}

function substring(text: string, start: number, length: number): string {
  // busybox cuts fractions off, and a start before the text costs no length (awk.c: B_ss)
  const from = Math.max(0, Math.trunc(start) - 1)
  const count = Math.trunc(length)
  return count > 0 ? text.slice(from, from + count) : ''
}

export const builtinFunctions: Readonly<Record<string, Builtin>> = {
  substr: (state, [text, start, length]) =>
    substring(state.textOf(text), numberOf(start), length === undefined ? Infinity : numberOf(length)),
  index: (state, [text, part]) => state.textOf(text).indexOf(state.textOf(part)) + 1,
  sprintf: (state, values) => formatValues(state, state.textOf(values[0]), values.slice(1)),
  tolower: (state, [text]) => state.textOf(text).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  toupper: (state, [text]) => state.textOf(text).replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  int: of(Math.trunc),
  sin: of(Math.sin),
  cos: of(Math.cos),
  exp: of(Math.exp),
  log: of(Math.log),
  sqrt: of(Math.sqrt),
  atan2: (_, [y, x]) => Math.atan2(numberOf(y), numberOf(x)),
  rand: (state) => state.process.random(),
  srand: (state, [seed]) => {
    const before = state.seed
    state.seed = seed === undefined ? Math.floor(state.process.now() / 1000) : numberOf(seed)
    return before
  },
  systime: (state) => Math.floor(state.process.now() / 1000),
  strftime: (state, [format, seconds]) =>
    strftime(
      format === undefined ? '%a %b %e %H:%M:%S %Z %Y' : state.textOf(format),
      seconds === undefined ? state.process.now() : numberOf(seconds) * 1000,
    ),
  mktime: (state, [text]) => makeTime(state.textOf(text)),
  and: bits((left, right) => left & right),
  or: bits((left, right) => left | right),
  xor: bits((left, right) => left ^ right),
  lshift: bits((left, right) => left << right),
  rshift: bits((left, right) => left >>> right),
  compl: of((value) => ~value >>> 0),
}

/** How many arguments a function needs at least. */
export function checkCount(name: string, count: number): void {
  const least: Readonly<Record<string, number>> = {
    substr: 2,
    index: 2,
    sprintf: 1,
    split: 2,
    sub: 2,
    gsub: 2,
    gensub: 3,
    match: 2,
    atan2: 2,
  }
  if (count < (least[name] ?? 0)) throw new Complaint('Too few arguments')
}
