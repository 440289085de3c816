// Tells how far bytes have come, now and then (moby pkg/progress: ProgressReader).
import { action, type Report } from '../progress.ts'

/** bytes between two lines */
const REPORT_EVERY = 512 * 1024

/** @param total bytes; 0 if it is not known */
export function byteProgress(id: string, status: string, total: number, report: Report): (bytes: number) => void {
  let current = 0
  let told = 0
  return (bytes) => {
    current += bytes
    if (current === total ? told === total : current - told < REPORT_EVERY) return
    told = current
    report(action(id, status, { current, total }))
  }
}

/** Passes bytes on and tells of them. */
export async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    tell(chunk.length)
    yield chunk
  }
}
