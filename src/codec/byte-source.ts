// Takes bytes off a stream in the portions that a reader of a binary format asks for.
import { Buffer } from 'node:buffer'

const nothing = new Uint8Array(0)

export class ByteSource {
  /** bytes taken so far */
  position = 0
  readonly #chunks: AsyncIterator<Uint8Array>
  #chunk: Uint8Array = nothing

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** Exactly this many bytes if they have come already, so that nobody need wait. */
  takeNow(length: number): Uint8Array | undefined {
    if (this.#chunk.length < length) return undefined
    const taken = this.#chunk.subarray(0, length)
    this.#chunk = this.#chunk.subarray(length)
    this.position += length
    return taken
  }

  /** Exactly this many bytes; fewer only where the stream ends. Small numbers only: they are put together in memory. */
  async take(length: number): Promise<Uint8Array> {
    const first = await this.some(length)
    if (first.length === length || first.length === 0) return first
    const parts = [first]
    for (let left = length - first.length; left > 0; ) {
      const part = await this.some(left)
      if (part.length === 0) break
      parts.push(part)
      left -= part.length
    }
    return Buffer.concat(parts)
  }

  /** What is there already, or else comes next, but at most this many bytes: not copied. Empty at the end. */
  async some(most: number): Promise<Uint8Array> {
    while (this.#chunk.length === 0) {
      const { value, done } = await this.#chunks.next()
      if (done) return nothing
      this.#chunk = value
    }
    const taken = this.#chunk.length <= most ? this.#chunk : this.#chunk.subarray(0, most)
    this.#chunk = taken === this.#chunk ? nothing : this.#chunk.subarray(most)
    this.position += taken.length
    return taken
  }

  /** Gives how many bytes there were to leave out: fewer than asked for only where the stream ends. */
  async skip(length: number): Promise<number> {
    let left = length
    while (left > 0) {
      const part = await this.some(left)
      if (part.length === 0) break
      left -= part.length
    }
    return length - left
  }

  /** Lets the source know that nobody reads on. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}
