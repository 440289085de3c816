// Cuts a stream into records by RS.
import type { Process } from '../../process.ts'
import { bytesOf } from '../byte-string.ts'
import { Complaint } from '../report.ts'
import type { Pattern } from '../text-pattern/pattern.ts'

/** What separates records: a byte, blank lines (''), or a pattern. */
export type Separator = string | Pattern

const longest = 16 * 1024 * 1024

export class RecordReader {
  readonly #process: Process
  readonly #descriptor: number
  readonly #beforeRead: () => Promise<void> | undefined
  #text = ''
  #at = 0
  #ended = false

  /** `beforeRead` is done each time before input is waited for. */
  constructor(process: Process, descriptor: number, beforeRead: () => Promise<void> | undefined) {
    this.#beforeRead = beforeRead
    this.#process = process
    this.#descriptor = descriptor
  }

  /** The next record; a promise when it must be waited for. */
  next(separator: Separator): string | undefined | Promise<string | undefined> {
    return this.#cut(separator) ?? this.#wait(separator)
  }

  async #wait(separator: Separator): Promise<string | undefined> {
    for (;;) {
      const record = this.#cut(separator)
      if (record !== undefined) return record
      if (this.#ended) return undefined
      await this.#beforeRead()
      const chunk = await this.#process.read(this.#descriptor)
      this.#text = this.#text.slice(this.#at)
      this.#at = 0
      if (chunk) this.#text += bytesOf(chunk)
      else this.#ended = true
      if (this.#text.length > longest) throw new Complaint('out of memory')
    }
  }

  #take(end: number, next: number): string {
    const record = this.#text.slice(this.#at, end)
    this.#at = next
    return record
  }

  #cut(separator: Separator): string | undefined {
    if (separator === '') return this.#paragraph()
    let end: number
    let next: number
    if (typeof separator === 'string') {
      end = this.#text.indexOf(separator, this.#at)
      next = end + 1
    } else {
      const match = this.#at < this.#text.length ? separator.match(this.#text, { from: this.#at }) : undefined
      const empty = match && match[1] === match[0]
      end = match && !empty ? match[0]! : -1
      next = match ? match[1]! : 0
      // the separator may go on in what has not come yet
      if (end >= 0 && next === this.#text.length && !this.#ended) return undefined
    }
    if (end >= 0) return this.#take(end, next)
    if (!this.#ended || this.#at >= this.#text.length) return undefined
    const last = this.#take(this.#text.length, this.#text.length)
    return typeof separator === 'string' ? last : last.replace(/\n$/, '')
  }

  #paragraph(): string | undefined {
    while (this.#text[this.#at] === '\n') this.#at++
    const end = this.#text.indexOf('\n\n', this.#at)
    if (end >= 0) return this.#take(end, end + 2)
    if (!this.#ended || this.#at >= this.#text.length) return undefined
    return this.#take(this.#text.length, this.#text.length).replace(/\n$/, '')
  }
}
