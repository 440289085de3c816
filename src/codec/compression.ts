// Takes compression off a stream, whatever it is compressed with; what is not compressed passes as it is.
import { Buffer } from 'node:buffer'
import { pipeline, Readable, type Transform } from 'node:stream'
import * as zlib from 'node:zlib'

type Decoder = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** By the first bytes (moby go-archive: DetectCompression). */
const decoders: readonly (readonly [magic: RegExp, decoder: () => Promise<Decoder>])[] = [
  [/^\x1f\x8b\x08/, async () => gunzip],
  [/^BZh/, async () => (await import('./bzip2.ts')).bunzip2],
  [/^\xfd7zXZ\0/, async () => (await import('./xz.ts')).unxz],
  [/^(\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)/, async () => nativeUnzstd ?? (await import('./zstd.ts')).unzstd],
]
const longestMagic = 6

/** Whether `uncompressed` would take something off what begins like this. */
export function isCompressed(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, longestMagic)).toString('latin1')
  return decoders.some(([magic]) => magic.test(start))
}

/** bytes that anything may be unpacked to */
const freeBytes = 4 * 1024 ** 3
/** differs: dockerd unpacks bombs until the disk is full; here they end when they grow more than this beyond freeBytes */
const largestRatio = 200

/** Nothing is read before the result is. Errors speak as those of Go's decoders do, and of the command xz. */
export async function* uncompressed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let length = 0
  try {
    while (length < longestMagic) {
      const { value, done } = await chunks.next()
      if (done) break
      head.push(value)
      length += value.length
    }
    const start = Buffer.concat(head.map((chunk) => chunk.subarray(0, longestMagic))).toString('latin1')
    const found = decoders.find(([magic]) => magic.test(start))
    if (found === undefined) yield* joined(head, chunks)
    else yield* limited(joined(head, chunks), await found[1]())
  } finally {
    await chunks.return?.()
  }
}

async function* joined(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function* limited(source: AsyncIterable<Uint8Array>, decode: Decoder): AsyncGenerator<Uint8Array> {
  let read = 0
  let given = 0
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      read += chunk.length
      yield chunk
    }
  }
  for await (const chunk of decode(counted())) {
    given += chunk.length
    if (given > freeBytes && given > read * largestRatio) throw new Error('write: no space left on device')
    yield chunk
  }
}

const gunzip: Decoder = (source) => transformed(source, zlib.createGunzip({ chunkSize: 64 * 1024 }))

/** Node has it since 22.15. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: object) => Transform }
const nativeUnzstd: Decoder | undefined =
  createZstdDecompress && ((source) => transformed(source, createZstdDecompress({ chunkSize: 64 * 1024 })))

async function* transformed(source: AsyncIterable<Uint8Array>, decoder: Transform): AsyncGenerator<Uint8Array> {
  // the callback is there because without one a failing source would be an unhandled error; the loop sees it too
  const output = pipeline(Readable.from(source), decoder, () => {})
  try {
    for await (const chunk of output) yield chunk as Uint8Array
  } catch (error) {
    throw zlibError(error)
  }
}

function zlibError(error: unknown): unknown {
  const { code, message } = error as { readonly code?: string; readonly message: string }
  if (code === undefined) return error
  if (code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong') return new Error('unexpected EOF')
  if (code === 'ZSTD_error_prefix_unknown') return new Error('magic number mismatch')
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') return new Error('window size exceeded')
  if (code.startsWith('ZSTD_')) return new Error('invalid input: corrupt block')
  if (code !== 'Z_DATA_ERROR') return error
  if (message.includes('header')) return new Error('gzip: invalid header')
  return new Error(message.includes('check') ? 'gzip: invalid checksum' : 'flate: corrupt input')
}
