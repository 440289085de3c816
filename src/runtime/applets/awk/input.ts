// The main input: records of the files named in ARGV, with assignments between them.
import { FileError } from '../../../storage/file-error.ts'
import { readEscape } from '../escapes.ts'
import { complain } from '../report.ts'
import { RecordReader } from './records.ts'
import type { AwkState } from './state.ts'
import { inputValue, numberOf } from './value.ts'

/** The sequences in a value given by -v or between files. */
export function withoutEscapes(text: string): string {
  let result = ''
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\' || at + 1 >= text.length) result += text[at++]
    else {
      const [value, next] = readEscape(text, at + 1)
      result += value
      at = next
    }
  }
  return result
}

export class AwkInput {
  failed = false
  readonly #state: AwkState
  #reader: RecordReader | undefined
  #descriptor = 0
  #index = 1
  #any = false

  constructor(state: AwkState) {
    this.#state = state
  }

  /** The next record of all files; undefined at the end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      if (!this.#reader && !(await this.#open())) return undefined
      const record = this.#reader!.next(this.#state.recordSeparator())
      const text = record instanceof Promise ? await record : record
      if (text !== undefined) {
        this.count('NR')
        this.count('FNR')
        return text
      }
      this.skipFile()
    }
  }

  count(name: 'NR' | 'FNR'): void {
    const cell = this.#state.cell(name)
    cell.value = numberOf(cell.value) + 1
  }

  /** Leaves the current file. */
  skipFile(): void {
    this.#reader = undefined
    if (this.#descriptor > 2) this.#state.process.close(this.#descriptor)
    this.#descriptor = 0
  }

  async #open(): Promise<boolean> {
    const state = this.#state
    for (;;) {
      const argc = numberOf(state.cell('ARGC').value)
      let name = '-'
      if (this.#index < argc) {
        const key = String(this.#index++)
        const { array } = state.cell('ARGV')
        name = array.has(key) ? state.textOf(array.get(key)) : ''
        if (name === '') continue
        const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(name)
        if (assignment) {
          state.assign(assignment[1]!, inputValue(withoutEscapes(assignment[2]!)))
          continue
        }
        this.#any = true
      } else if (this.#any) return false
      this.#any = true
      try {
        this.#descriptor = name === '-' ? 0 : state.process.open(state.fileName(name), { read: true })
      } catch (error) {
        if (!(error instanceof FileError)) throw error
        await state.files.flush()
        await complain(state.process, `${name}: ${error.message}`)
        this.failed = true
        continue
      }
      this.#reader = new RecordReader(state.process, this.#descriptor, () => state.files.standardOutput.flush())
      state.cell('FNR').value = 0
      if (name !== '-') state.cell('FILENAME').value = name
      return true
    }
  }
}
