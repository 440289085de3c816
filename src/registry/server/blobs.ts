// Blobs of the registry: given out, whole or in part, looked at, deleted.
import type { BlobStream } from '../registry.ts'
import { noBlob, RegistryError } from '../registry-error.ts'
import { nothing, RegistryRefusal, type RegistryReply, type RegistryRequest } from './exchange.ts'
import type { Shelves } from './shelves.ts'

/** bytes of a blob; undefined if it is neither pushed nor built in. */
export async function blobSize(shelves: Shelves, name: string, digest: string): Promise<number | undefined> {
  if (shelves.find(name)?.blobs.has(digest)) return shelves.content.size(digest)
  return (await (await shelves.builtIn(name))?.stat(digest))?.size
}

/** Rejects with a RegistryError if there is no such blob. */
export async function readBlob(shelves: Shelves, name: string, digest: string): Promise<BlobStream> {
  const { content } = shelves
  if (shelves.find(name)?.blobs.has(digest)) return { size: content.size(digest), chunks: content.get(digest) }
  const builtIn = await shelves.builtIn(name)
  if (!builtIn) throw noBlob()
  return builtIn.blob(digest)
}

export async function getBlob(
  shelves: Shelves,
  name: string,
  digest: string,
  request: RegistryRequest,
): Promise<RegistryReply> {
  const size = await blobSize(shelves, name, digest)
  if (size === undefined) throw new RegistryRefusal(404, 'BLOB_UNKNOWN', { digest })
  const range = request.method === 'GET' ? rangeOf(request.header('range'), size) : undefined
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': digest,
    'Accept-Ranges': 'bytes',
    Etag: `"${digest}"`,
  }
  if (range === 'unsatisfiable') {
    throw new RegistryRefusal(416, 'RANGE_INVALID', null, { 'Content-Range': `bytes */${size}` })
  }
  const [start, end] = range ?? [0, size - 1]
  const length = end - start + 1
  const { chunks } =
    request.method === 'HEAD' ? { chunks: undefined } : await readBlob(shelves, name, digest).catch(unknown(digest))
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'Content-Length': String(length),
      ...(range && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
    },
    body: chunks && (range ? part(chunks, start, length) : chunks),
  }
}

/** It may have been deleted meanwhile. */
const unknown =
  (digest: string) =>
  (error: unknown): never => {
    throw error instanceof RegistryError ? new RegistryRefusal(404, 'BLOB_UNKNOWN', { digest }) : error
  }

export function deleteBlob(shelves: Shelves, name: string, digest: string): RegistryReply {
  if (!shelves.dropBlob(name, digest)) throw new RegistryRefusal(404, 'BLOB_UNKNOWN', { digest })
  return nothing(202)
}

/** First and last byte of a `Range` header with one range (RFC 9110, 14.2); undefined for the whole. */
function rangeOf(header: string | undefined, size: number): readonly [number, number] | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(size - 1, Number(last))
  return start > end ? 'unsatisfiable' : [start, end]
}

async function* part(chunks: AsyncIterable<Uint8Array>, start: number, length: number): AsyncGenerator<Uint8Array> {
  let skip = start
  let left = length
  for await (const chunk of chunks) {
    const piece = chunk.subarray(Math.min(skip, chunk.length), skip + left)
    skip = Math.max(0, skip - chunk.length)
    left -= piece.length
    if (piece.length > 0) yield piece
    if (left === 0) return
  }
}
