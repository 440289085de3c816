// All that a running awk program has: variables, the record, patterns, what is open.
import type { Process } from '../../process.ts'
import { fromBytes } from '../byte-string.ts'
import { formatFloat, readDirective } from '../c-format.ts'
import { patternOf } from '../line-matcher.ts'
import { Complaint } from '../report.ts'
import type { Pattern } from '../text-pattern/pattern.ts'
import { AwkArray } from './array.ts'
import { AwkFiles } from './files.ts'
import { AwkRecord } from './record.ts'
import type { Separator } from './records.ts'
import type { Value } from './value.ts'

/** A variable: a value, or an array once it has been used as one. */
export class Cell {
  value: Value
  #array: AwkArray | undefined
  /** where an array that is made here must be seen, too: the variable that was passed to a function */
  readonly #passed: Cell | undefined

  constructor(value?: Value, passed?: Cell) {
    this.value = value
    this.#passed = passed
  }

  get array(): AwkArray {
    this.#array ??= this.#passed ? this.#passed.array : new AwkArray()
    return this.#array
  }
  get isArray(): boolean {
    return this.#array !== undefined || (this.#passed?.isArray ?? false)
  }
}

export class AwkState {
  readonly process: Process
  readonly variables: Map<string, Cell> = new Map<string, Cell>()
  readonly record: AwkRecord
  readonly files: AwkFiles
  readonly #patterns = new Map<string, Pattern>()
  exitCode = 0
  seed = 1

  constructor(process: Process) {
    this.process = process
    this.files = new AwkFiles(process)
    this.record = new AwkRecord({
      separator: () => this.separatorOf(this.textOf(this.cell('FS').value)),
      outputSeparator: () => this.textOf(this.cell('OFS').value),
      textOf: (value) => this.textOf(value),
    })
    const defaults: Record<string, Value> = {
      FS: ' ',
      OFS: ' ',
      RS: '\n',
      ORS: '\n',
      SUBSEP: '\x1c',
      CONVFMT: '%.6g',
      OFMT: '%.6g',
      NR: 0,
      FNR: 0,
      RSTART: 0,
      RLENGTH: -1,
      FILENAME: '',
    }
    for (const [name, value] of Object.entries(defaults)) this.cell(name).value = value
  }

  cell(name: string): Cell {
    let cell = this.variables.get(name)
    if (!cell) this.variables.set(name, (cell = new Cell()))
    return cell
  }

  textOf(value: Value): string {
    if (typeof value === 'string') return value
    if (value === undefined) return ''
    return typeof value === 'number' ? this.numberText(value, 'CONVFMT') : value.text
  }

  /** As print shows it: numbers by OFMT. */
  printed(value: Value): string {
    return typeof value === 'number' ? this.numberText(value, 'OFMT') : this.textOf(value)
  }

  numberText(value: number, format: 'CONVFMT' | 'OFMT'): string {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(value === 0 ? 0 : BigInt(value))
    const text = this.variables.get(format)!.value
    const read = typeof text === 'string' ? readDirective(text, text.indexOf('%'), () => 0) : undefined
    return formatFloat(read?.directive ?? { flags: '', width: 0, precision: 6, conversion: 'g' }, value)
  }

  /** A pattern from a text, remembered: the same few are used for every line. */
  pattern(source: string): Pattern {
    let pattern = this.#patterns.get(source)
    if (!pattern) {
      pattern = patternOf(source, { extended: true, escapes: true })
      if (this.#patterns.size > 500) this.#patterns.clear()
      this.#patterns.set(source, pattern)
    }
    return pattern
  }

  /** FS or split's separator: one byte stands for itself, more are a pattern. */
  separatorOf(text: string): string | Pattern {
    return text.length <= 1 ? text : this.pattern(text)
  }

  recordSeparator(): Separator {
    const text = this.textOf(this.cell('RS').value)
    return text.length <= 1 ? text : this.pattern(text)
  }

  /** `name=value` as -v and file operands give it. */
  assign(name: string, value: Value): void {
    if (name === 'NF') this.record.count = Number(this.textOf(value))
    else this.cell(name).value = value
  }

  fileName(text: string): string {
    if (text === '') throw new Complaint('empty file name')
    return fromBytes(text)
  }
}
