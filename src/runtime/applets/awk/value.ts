// Values of awk: numbers, texts, and texts from outside that look like numbers.

/** Input that looks like a number compares as one. */
export class NumericText {
  readonly text: string
  readonly number: number
  constructor(text: string, number: number) {
    this.text = text
    this.number = number
  }
}

/** undefined: never set; both "" and 0. */
export type Value = number | string | NumericText | undefined

const numeric = /^[ \t\n\r\f\v]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n\r\f\v]*$/
const prefix = /^[ \t\n\r\f\v]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/

/** A value that came from outside: a field, getline, ARGV, -v. */
export function inputValue(text: string): Value {
  // the first character decides in most cases
  const code = text.charCodeAt(0)
  if (code > 57 || text === '') return text
  return numeric.test(text) ? new NumericText(text, Number(text)) : text
}

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value
  if (value === undefined) return 0
  if (typeof value !== 'string') return value.number
  const match = prefix.exec(value)
  return match ? Number(match[1]) : 0
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') return value !== ''
  return value !== undefined && value.number !== 0
}

export function compareValues(left: Value, right: Value, textOf: (value: Value) => string): number {
  if (typeof left !== 'string' && typeof right !== 'string') {
    const [one, two] = [numberOf(left), numberOf(right)]
    return one < two ? -1 : one > two ? 1 : 0
  }
  const [one, two] = [textOf(left), textOf(right)]
  return one < two ? -1 : one > two ? 1 : 0
}
