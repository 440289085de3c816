// Compresses a layer while it is sent, as dockerd does with a layer that it knows only uncompressed.
import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { digester } from '../../codec/digest.ts'

export interface CompressedStream {
  readonly chunks: AsyncIterable<Uint8Array>
  /** Of all that was read from `chunks`. To be called once the stream is at its end. */
  digest(): string
  /** bytes */
  size(): number
}

/**
 * The same bytes in give the same bytes out, on one machine: gzip at its usual level, without a time.
 * differs: dockerd's are those of Go's compress/gzip, which finds other repetitions.
 */
export function compressed(source: AsyncIterable<Uint8Array>): CompressedStream {
  const hash = digester()
  let size = 0
  let digest: string | undefined
  // the callback is there because without one a failing source would be an unhandled error; the reader sees it too
  const gzip = pipeline(Readable.from(source), createGzip({ level: 6, chunkSize: 64 * 1024 }), () => {})
  return {
    chunks: (async function* () {
      for await (const chunk of gzip) {
        hash.update(chunk as Uint8Array)
        size += (chunk as Uint8Array).length
        yield chunk as Uint8Array
      }
    })(),
    digest: () => (digest ??= hash.digest()),
    size: () => size,
  }
}
