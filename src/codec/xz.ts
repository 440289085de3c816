// Takes xz off a stream. The library unpacks one stream at a time: who is to wait for the network does so before.
import { Buffer } from 'node:buffer'
import { ByteSource } from './byte-source.ts'

/** bytes that are collected before the library is taken; longer streams hold it while the rest comes */
const collected = 64 * 1024 * 1024

const endOfInput = 'Unexpected end of input'
/** What the library's numbers mean, as the command says it that dockerd runs. */
const reasons: Readonly<Record<string, string>> = {
  2: 'Unsupported type of integrity check; not verifying file integrity',
  4: 'Memory usage limit reached',
  5: 'File format not recognized',
  6: 'Unsupported options',
  8: endOfInput,
}
const corrupt = 'Compressed data is corrupt'

/** Throws `exit status 1: xz: (stdin): …`. */
export async function* unxz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteSource(source)
  try {
    const input = new Input(await bytes.take(collected), bytes)
    const XzReadableStream = await library()
    let idle = 0
    for await (const chunk of decoded(new XzReadableStream(input.stream))) {
      // a complete stream may end in an empty chunk
      if (chunk.length === 0 && input.ended && ++idle > 1) throw xzError(endOfInput)
      // the library uses its buffer again
      if (chunk.length > 0) yield Buffer.from(chunk)
    }
  } finally {
    await bytes.close()
  }
}

/** What the library reads; at the end it would ask for more for ever if the stream is not complete. */
class Input {
  ended = false
  readonly stream: ReadableStream<Uint8Array>

  constructor(head: Uint8Array, bytes: ByteSource) {
    let next: Uint8Array | undefined = head
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      const chunk = next ?? (await bytes.some(collected))
      next = undefined
      if (chunk.length > 0) {
        controller.enqueue(chunk)
        return
      }
      this.ended = true
      controller.close()
    }
    this.stream = new ReadableStream({ pull }, { highWaterMark: 0 })
  }
}

/** Node gives what CommonJS exports as the default; bundlers and loaders give it by name. */
async function library(): Promise<typeof import('xz-decompress').XzReadableStream> {
  const module = (await import('xz-decompress')) as typeof import('xz-decompress') & {
    readonly default?: typeof import('xz-decompress')
  }
  return (module.default ?? module).XzReadableStream
}

async function* decoded(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    const code = /error code (\d+)$/.exec((error as Error).message)?.[1]
    throw code === undefined ? error : xzError(reasons[code] ?? corrupt)
  }
}

function xzError(reason: string): Error {
  return new Error(`exit status 1: xz: (stdin): ${reason}\n`)
}
