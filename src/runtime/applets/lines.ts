// Reads lines as they arrive.
import type { Process } from '../process.ts'
import { bytesOf } from './byte-string.ts'
import { Complaint } from './report.ts'

/** The longest line that is kept; more is refused, as by a machine without memory. */
const longest = 32 * 1024 * 1024

/** Lines of a descriptor, one after the other, as byte strings without their ends. */
export class LineReader {
  /** Whether the last line given had no newline behind it. */
  unfinished = false
  readonly #process: Process
  readonly #descriptor: number
  readonly #delimiter: string
  readonly #beforeRead: () => Promise<void> | undefined
  #lines: string[] = []
  #next = 0
  #partial = ''
  #ended = false

  /** `beforeRead` is done each time before input is waited for: what is printed so far can go out. */
  constructor(
    process: Process,
    descriptor: number,
    delimiter = '\n',
    beforeRead: () => Promise<void> | undefined = () => undefined,
  ) {
    this.#process = process
    this.#descriptor = descriptor
    this.#delimiter = delimiter
    this.#beforeRead = beforeRead
  }

  /** The next line; a promise when it has to be waited for. Undefined at the end. */
  next(): string | undefined | Promise<string | undefined> {
    const line = this.#lines[this.#next]
    if (line !== undefined) {
      this.#next++
      return line
    }
    return this.#wait()
  }

  /** All lines that are there, waiting for at least one. Undefined at the end. */
  async batch(): Promise<string[] | undefined> {
    if (this.#next >= this.#lines.length && !(await this.#fill())) return undefined
    const lines = this.#next === 0 ? this.#lines : this.#lines.slice(this.#next)
    this.#lines = []
    this.#next = 0
    return lines
  }

  async #wait(): Promise<string | undefined> {
    if (!(await this.#fill())) return undefined
    return this.#lines[this.#next++]
  }

  async #fill(): Promise<boolean> {
    this.#lines = []
    this.#next = 0
    while (!this.#ended) {
      await this.#beforeRead()
      const chunk = await this.#process.read(this.#descriptor)
      if (chunk === undefined) {
        this.#ended = true
        if (this.#partial === '') return false
        this.unfinished = true
        this.#lines = [this.#partial]
        this.#partial = ''
        return true
      }
      const text = bytesOf(chunk)
      if (text.includes(this.#delimiter)) {
        this.#process.charge(-this.#partial.length)
        const lines = (this.#partial + text).split(this.#delimiter)
        this.#partial = lines.pop() ?? ''
        this.#lines = lines
        return true
      }
      this.#partial += text
      this.#process.charge(text.length)
      if (this.#partial.length > longest) throw new Complaint('out of memory')
    }
    return false
  }
}

/** Batches of lines as they arrive: a place to flush and to give way between them. */
export async function* readLines(process: Process, descriptor: number, delimiter = '\n'): AsyncGenerator<string[]> {
  const reader = new LineReader(process, descriptor, delimiter)
  for (let lines = await reader.batch(); lines; lines = await reader.batch()) {
    yield lines
    await process.tick()
  }
}

/** What an applet that must hold all its input may gather, in bytes. */
const mostGathered = 128 * 1024 * 1024

/** Every line of a descriptor: only for what cannot begin before the end (sort, tac, shuf). */
export async function gatherLines(
  process: Process,
  descriptor: number,
  into: string[],
  delimiter = '\n',
): Promise<void> {
  let size = 0
  for await (const lines of readLines(process, descriptor, delimiter)) {
    const before = size
    for (const line of lines) {
      size += line.length + 16
      into.push(line)
    }
    process.charge(size - before)
    if (size > mostGathered) throw new Complaint('out of memory')
  }
}
