// Sends files of a container as the answer to a request, in pieces.
import type { ServerResponse } from 'node:http'
import { roomIn } from '../../codec/room.ts'
import type { Process } from '../process.ts'

/** Sends the bytes of an open file from `start` to `end` (not included), then ends the response; waits for slow clients. */
export async function sendFile(
  process: Process,
  response: ServerResponse,
  descriptor: number,
  start: number,
  end: number,
): Promise<void> {
  try {
    if (start > 0) process.seek(descriptor, start)
    for (let left = end - start; left > 0; ) {
      const bytes = await process.read(descriptor, Math.min(left, 65_536))
      if (!bytes) break
      left -= bytes.length
      if (response.destroyed) return
      if (!response.write(bytes)) await roomIn(response)
    }
    response.end()
  } finally {
    process.close(descriptor)
  }
}

/** `bytes=a-b` of a file of that size; undefined if it is no range that can be had. */
export function rangeOf(header: string | undefined, size: number): readonly [start: number, end: number] | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1)
  return start < end ? [start, end] : undefined
}
