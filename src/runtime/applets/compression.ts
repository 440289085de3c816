// Streams through zlib's compressors, piece by piece.

import type { Transform } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { Complaint } from './report.ts'

/** So little goes in at once that what comes out of a "bomb" stays small. */
const slice = 4096

/** A compressor or decompressor that is fed by hand. */
export class Compression {
  readonly #stream: Transform
  #made: Buffer[] = []
  #failure: Error | undefined

  private constructor(stream: Transform) {
    this.#stream = stream
    stream.on('data', (chunk: Buffer) => this.#made.push(chunk))
    stream.on('error', (error: Error) => {
      this.#failure = error
    })
  }

  static gzip(level: number): Compression {
    return new Compression(createGzip({ level }))
  }
  static gunzip(): Compression {
    return new Compression(createGunzip())
  }

  #take(): Buffer[] {
    if (this.#failure) throw new Complaint('corrupted data')
    const made = this.#made
    this.#made = []
    return made
  }

  /** Waits until something has been done, or the stream is closed, which it is after a failure. */
  async #settled(work: (resolve: () => void) => void): Promise<void> {
    if (this.#stream.closed) return
    await new Promise<void>((resolve) => {
      this.#stream.once('close', resolve)
      work(() => {
        this.#stream.off('close', resolve)
        resolve()
      })
    })
  }

  /** Feeds a chunk and gives what has come of it. Throws a Complaint for data that is damaged. */
  async *feed(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < chunk.length; at += slice) {
      const part = chunk.slice(at, at + slice)
      await this.#settled((resolve) => this.#stream.write(part, resolve))
      yield* this.#take()
    }
  }

  /** What is still inside. */
  async *end(): AsyncGenerator<Uint8Array> {
    await this.#settled(() => this.#stream.end())
    if (this.#failure) throw new Complaint('unexpected end of file')
    yield* this.#take()
  }

  /** Gives up. */
  destroy(): void {
    this.#stream.destroy()
  }
}

/** Throws a Complaint when a stream does not begin as gzip files do. */
export async function* requireMagic(chunks: AsyncIterable<Uint8Array>, words: string): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array()
  let known = false
  for await (const chunk of chunks) {
    if (known) {
      yield chunk
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < 2) continue
    if (head[0] !== 0x1f || head[1] !== 0x8b) throw new Complaint(words)
    known = true
    yield head
  }
  if (!known) throw new Complaint(head.length === 0 ? 'short read' : words)
}

/** All of a stream through a compressor. */
export async function* compressed(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunks) yield* compression.feed(chunk)
    yield* compression.end()
  } finally {
    compression.destroy()
  }
}
