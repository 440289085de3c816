// Reads what a redis server answers, one answer at a time (RESP 2).
import { Buffer } from 'node:buffer'
import type { Process } from '../../../runtime/process.ts'

export type Answer =
  | { readonly kind: 'status' | 'error' | 'text'; readonly text: string }
  | { readonly kind: 'integer'; readonly text: string }
  | { readonly kind: 'nil' }
  | { readonly kind: 'list'; readonly items: readonly Answer[] }

/** The server sends what it should not, or ends in between. */
export class BrokenAnswer extends Error {}

export class ReplyReader {
  readonly #process: Process
  readonly #descriptor: number
  #chunks: string[] = []
  #size = 0

  constructor(process: Process, descriptor: number) {
    this.#process = process
    this.#descriptor = descriptor
  }

  /** Throws a BrokenAnswer. */
  async next(): Promise<Answer> {
    const line = await this.#line()
    const text = line.slice(1)
    switch (line[0]) {
      case '+':
        return { kind: 'status', text }
      case '-':
        return { kind: 'error', text }
      case ':':
        return { kind: 'integer', text }
      case '$': {
        if (text === '-1') return { kind: 'nil' }
        const body = await this.#take(Number(text) + 2)
        return { kind: 'text', text: body.slice(0, -2) }
      }
      case '*': {
        if (text === '-1') return { kind: 'nil' }
        const items: Answer[] = []
        for (let left = Number(text); left > 0; left--) items.push(await this.next())
        return { kind: 'list', items }
      }
      default:
        throw new BrokenAnswer(`Protocol error, got ${JSON.stringify(line[0] ?? '')} as reply type byte`)
    }
  }

  async #line(): Promise<string> {
    for (;;) {
      const end = this.#text().indexOf('\r\n')
      if (end >= 0) return (await this.#take(end + 2)).slice(0, -2)
      await this.#more()
    }
  }

  async #take(length: number): Promise<string> {
    if (!(length >= 0)) throw new BrokenAnswer('Protocol error, invalid length')
    while (this.#size < length) await this.#more()
    const text = this.#text()
    this.#chunks = [text.slice(length)]
    this.#size -= length
    return text.slice(0, length)
  }

  #text(): string {
    if (this.#chunks.length > 1) this.#chunks = [this.#chunks.join('')]
    return this.#chunks[0] ?? ''
  }

  async #more(): Promise<void> {
    const bytes = await this.#process.read(this.#descriptor)
    if (!bytes) throw new BrokenAnswer('Server closed the connection')
    this.#chunks.push(Buffer.from(bytes).toString('latin1'))
    this.#size += bytes.length
  }
}
