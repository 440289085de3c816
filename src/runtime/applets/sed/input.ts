// The lines that a sed script sees: one file after the other, with a look at what follows.
import type { Process } from '../../process.ts'
import { LineReader } from '../lines.ts'

/** Opens the next input, or returns undefined when there is none. */
export type NextInput = () => Promise<number | undefined>

export interface InputLine {
  readonly text: string
  /** whether a newline ended it */
  readonly ended: boolean
}

export class SedInput {
  /** Done before input is waited for: what is printed so far goes out. */
  beforeWait: () => Promise<void> | undefined = () => undefined
  readonly #process: Process
  readonly #open: NextInput
  readonly #delimiter: string
  #reader: LineReader | undefined
  #descriptor = 0
  #ahead: InputLine | undefined
  #finished = false

  constructor(process: Process, open: NextInput, delimiter: string) {
    this.#process = process
    this.#open = open
    this.#delimiter = delimiter
  }

  async next(): Promise<InputLine | undefined> {
    const ahead = this.#ahead
    if (ahead) {
      this.#ahead = undefined
      return ahead
    }
    return this.#read()
  }

  async isLast(): Promise<boolean> {
    this.#ahead ??= await this.#read()
    return this.#ahead === undefined
  }

  async #read(): Promise<InputLine | undefined> {
    while (!this.#finished) {
      if (!this.#reader) {
        const descriptor = await this.#open()
        if (descriptor === undefined) {
          this.#finished = true
          return undefined
        }
        this.#descriptor = descriptor
        this.#reader = new LineReader(this.#process, descriptor, this.#delimiter, () => this.beforeWait())
      }
      const line = this.#reader.next()
      const text = line instanceof Promise ? await line : line
      if (text !== undefined) return { text, ended: !this.#reader.unfinished }
      this.#reader = undefined
      if (this.#descriptor > 2) this.#process.close(this.#descriptor)
    }
    return undefined
  }
}
