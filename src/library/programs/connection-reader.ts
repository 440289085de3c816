// Takes exact numbers of bytes from a connection, however they come.
import { Buffer } from 'node:buffer'
import type { Process } from '../../runtime/process.ts'

export class ConnectionReader {
  readonly #process: Process
  readonly #descriptor: number
  #chunks: Uint8Array[] = []
  #size = 0

  constructor(process: Process, descriptor: number) {
    this.#process = process
    this.#descriptor = descriptor
  }

  /** Undefined when the connection ends before. */
  async take(length: number): Promise<Buffer | undefined> {
    while (this.#size < length) {
      const bytes = await this.#process.read(this.#descriptor)
      if (!bytes) return undefined
      this.#chunks.push(bytes)
      this.#size += bytes.length
    }
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all.subarray(length)]
    this.#size -= length
    return all.subarray(0, length)
  }
}
