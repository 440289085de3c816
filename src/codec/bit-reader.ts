// Takes bits off a stream, the highest of a byte first: fetched ahead with promises, read without.
import { Buffer } from 'node:buffer'
import { ByteSource } from './byte-source.ts'

export class BitReader {
  readonly #source: ByteSource
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  /** bits of the byte before `#at` that were not read yet */
  #left = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = new ByteSource(source)
  }

  /** Fetches so many bytes, or all that there are; says whether there is anything left to read. */
  async fill(wanted: number): Promise<boolean> {
    const missing = wanted - (this.#bytes.length - this.#at)
    if (missing > 0) {
      const more = await this.#source.take(Math.ceil(missing))
      this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at > 0 ? this.#at - 1 : 0), more])
      this.#at = Math.min(this.#at, 1)
    }
    return this.#at < this.#bytes.length
  }

  /** Up to 24 bits as a number. Throws `unexpected EOF` beyond what was fetched. */
  read(count: number): number {
    let value = 0
    let wanted = count
    while (wanted > 0) {
      if (this.#left === 0) this.#next()
      const taken = Math.min(wanted, this.#left)
      const byte = this.#bytes[this.#at - 1]!
      value = (value << taken) | ((byte >> (this.#left - taken)) & (2 ** taken - 1))
      this.#left -= taken
      wanted -= taken
    }
    return value
  }

  bit(): number {
    if (this.#left === 0) this.#next()
    return (this.#bytes[this.#at - 1]! >> --this.#left) & 1
  }

  /** Leaves out what is left of a byte. */
  align(): void {
    this.#left = 0
  }

  close(): Promise<void> {
    return this.#source.close()
  }

  #next(): void {
    if (this.#at >= this.#bytes.length) throw new Error('unexpected EOF')
    this.#at++
    this.#left = 8
  }
}
