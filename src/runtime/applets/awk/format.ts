// sprintf of awk.
import { formatFloat, formatInteger, formatText, readDirective } from '../c-format.ts'
import { Complaint } from '../report.ts'
import type { AwkState } from './state.ts'
import { numberOf, type Value } from './value.ts'

const longest = 16 * 1024 * 1024

export function formatValues(state: AwkState, format: string, values: readonly Value[]): string {
  let result = ''
  let used = 0
  let at = 0
  while (at < format.length) {
    const percent = format.indexOf('%', at)
    if (percent < 0) return result + format.slice(at)
    result += format.slice(at, percent)
    if (format[percent + 1] === '%') {
      result += '%'
      at = percent + 2
      continue
    }
    const read = readDirective(format, percent, () => Math.trunc(numberOf(values[used++])))
    if (!read) return result + format.slice(percent)
    const { directive } = read
    const { conversion } = directive
    const value = values[used++]
    if (conversion === 'c') result += formatText(directive, character(state, value))
    else if (conversion === 's') result += formatText(directive, state.textOf(value))
    else if ('diouxX'.includes(conversion)) {
      const number = Math.trunc(numberOf(value))
      result += Number.isFinite(number)
        ? formatInteger(directive, BigInt(number))
        : formatFloat({ ...directive, conversion: 'f' }, number)
    } else if ('eEfFgGaA'.includes(conversion)) result += formatFloat(directive, numberOf(value))
    else throw new Complaint('%*x formats are not supported')
    if (result.length > longest) throw new Complaint('out of memory')
    at = read.next
  }
  return result
}

function character(state: AwkState, value: Value): string {
  return typeof value === 'number' ? String.fromCharCode(Math.trunc(value) & 255) : state.textOf(value)
}
