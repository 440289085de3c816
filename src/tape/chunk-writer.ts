// Frames a body as it was framed before: the chunks of its transfer encoding, or nothing.
import { Buffer } from 'node:buffer'

const CRLF = Buffer.from('\r\n')

export class ChunkWriter {
  #left = 0
  #chunked = false

  /** @param chunk the size of the chunk that begins with these bytes, if one does */
  framed(bytes: Buffer, chunk: number | undefined): Buffer {
    if (chunk !== undefined) {
      this.#chunked = true
      this.#left = chunk
    }
    if (!this.#chunked) return bytes
    this.#left -= bytes.length
    const size = chunk === undefined ? [] : [Buffer.from(`${chunk.toString(16)}\r\n`)]
    return Buffer.concat([...size, bytes, ...(this.#left === 0 ? [CRLF] : [])])
  }

  /** What stands behind the last chunk. @param chunked if the head says so: there may have been none */
  last(chunked: boolean, trailers: readonly string[]): Buffer {
    return chunked ? Buffer.from(`0\r\n${[...trailers, ''].join('\r\n')}\r\n`, 'latin1') : Buffer.alloc(0)
  }
}

export const headBytes = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
