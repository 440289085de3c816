// printf: formats its arguments; the format is used again while arguments are left.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { formatFloat, formatInteger, formatText, readDirective } from './c-format.ts'
import { readEscape, withoutEscapes } from './escapes.ts'
import { showUsage } from './options.ts'
import { Complaint, complain } from './report.ts'

/** 64 bits are all there are. */
const isTooLarge = (digits: string): boolean => BigInt(/^0\d/.test(digits) ? 0 : digits) > 0xffff_ffff_ffff_ffffn

class Printer {
  readonly problems: string[] = []
  output = ''
  stopped = false
  readonly #arguments: readonly string[]
  #next = 0

  constructor(values: readonly string[]) {
    this.#arguments = values
  }

  get used(): number {
    return this.#next
  }
  get left(): boolean {
    return this.#next < this.#arguments.length
  }

  #take(): string | undefined {
    return this.#arguments[this.#next++]
  }

  #integer(): bigint {
    const text = this.#take()
    if (text === undefined || text === '') {
      this.problems.push("invalid number ''")
      return 0n
    }
    if (/^["']/.test(text)) return BigInt(text.charCodeAt(1) || 0)
    const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(text)
    if (!match || match[0].length !== text.length) {
      this.problems.push(`invalid number '${text}'`)
      return 0n
    }
    const digits = match[2]!
    if (isTooLarge(digits)) {
      this.problems.push(`invalid number '${text}'`)
      return 0n
    }
    const octal = /^0[0-7]+/.exec(digits)
    const value = BigInt(octal ? `0o${octal[0].slice(1)}` : /^0\d/.test(digits) ? '0' : digits)
    return match[1] === '-' ? -value : value
  }

  #float(): number {
    const text = this.#take()
    if (text === undefined || text === '') {
      this.problems.push("invalid number ''")
      return 0
    }
    if (/^["']/.test(text)) return text.charCodeAt(1) || 0
    const value = /^\s*[+-]?(inf|nan)/i.test(text)
      ? Number(text.replace(/inf(inity)?/i, 'Infinity').replace(/nan/i, 'NaN'))
      : Number(text)
    if (Number.isNaN(value) && !/nan/i.test(text)) {
      this.problems.push(`invalid number '${text}'`)
      return 0
    }
    return value
  }

  /** One pass over the format. */
  pass(format: string): void {
    let at = 0
    while (at < format.length && !this.stopped) {
      const character = format[at]!
      if (character === '\\') {
        if (format[at + 1] === 'c') {
          this.stopped = true
          return
        }
        const [value, next] = readEscape(format, at + 1)
        this.output += value
        at = next
      } else if (character === '%') at = this.#directive(format, at)
      else {
        this.output += character
        at++
      }
    }
  }

  #directive(format: string, at: number): number {
    if (format[at + 1] === '%') {
      this.output += '%'
      return at + 2
    }
    const read = readDirective(format, at, () => Number(this.#integer()))
    const conversion = read?.directive.conversion
    if (!read || !conversion || !'diouxXfFeEgGaAcsb'.includes(conversion)) {
      throw new Complaint(`${format.slice(at).replace(/^%[hlLz]/, '%')}: invalid format`)
    }
    if (conversion === 's' || conversion === 'c') this.output += formatText(read.directive, this.#take() ?? '')
    else if (conversion === 'b') {
      const { text, stopped } = withoutEscapes(this.#take() ?? '')
      this.output += formatText({ ...read.directive, conversion: 's' }, text)
      this.stopped = stopped
    } else if ('diouxX'.includes(conversion)) this.output += formatInteger(read.directive, this.#integer())
    else this.output += formatFloat(read.directive, this.#float())
    return read.next
  }
}

const printf: Program = async (process) => {
  const words = process.argv.slice(1).map(toBytes)
  if (words[0] === '--' && words.length > 1) words.shift()
  const format = words.shift()
  if (format === undefined) return showUsage(process, { usage: 'FORMAT [ARG]...' })
  const printer = new Printer(words)
  try {
    for (let before = -1; (printer.left || before < 0) && !printer.stopped; ) {
      if (before === printer.used) break
      before = printer.used
      printer.pass(format)
      if (printer.output.length > 64 * 1024) {
        await process.write(1, chunkOf(printer.output))
        printer.output = ''
      }
    }
  } finally {
    await process.write(1, chunkOf(printer.output))
  }
  for (const problem of printer.problems) await complain(process, problem)
  return printer.problems.length > 0 ? 1 : 0
}
export default printf
