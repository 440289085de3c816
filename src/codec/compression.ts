// Takes compression off a stream, whatever it is compressed with; what is not compressed passes as it is.
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/**
 * Looks at the first bytes: gzip is taken off, all else passes. Nothing is read before the result is.
 * Errors speak as Go's compress/gzip does.
 */
export async function* uncompressed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let length = 0
  try {
    while (length < 2) {
      const { value, done } = await chunks.next()
      if (done) break
      head.push(value)
      length += value.length
    }
    const [first, second] = Buffer.concat(head.map((chunk) => chunk.subarray(0, 2)))
    if (first === 0x1f && second === 0x8b) yield* gunzip(joined(head, chunks))
    else yield* joined(head, chunks)
  } finally {
    await chunks.return?.()
  }
}

async function* joined(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // the callback is there because without one a failing source would be an unhandled error; the loop sees it too
  const output = pipeline(Readable.from(source), createGunzip({ chunkSize: 64 * 1024 }), () => {})
  try {
    for await (const chunk of output) yield chunk as Uint8Array
  } catch (error) {
    throw gzipError(error)
  }
}

function gzipError(error: unknown): unknown {
  const code = (error as { code?: unknown }).code
  if (code === 'Z_BUF_ERROR') return new Error('unexpected EOF')
  if (code !== 'Z_DATA_ERROR') return error
  const { message } = error as Error
  if (message.includes('header')) return new Error('gzip: invalid header')
  return new Error(message.includes('check') ? 'gzip: invalid checksum' : 'flate: corrupt input')
}
