// Tells how far bytes have come, now and then (moby pkg/progress: ProgressReader).
import { action, type Report } from '../progress.ts'

/** bytes between two lines */
const REPORT_EVERY = 512 * 1024

export interface ByteProgress {
  add(bytes: number): void
  /** Tells how many there were, if that was not told. */
  end(): void
}

/** @param total bytes; 0 if it is not known */
export function byteProgress(id: string, status: string, total: number, report: Report): ByteProgress {
  let current = 0
  let told = 0
  const tell = (): void => {
    if (told === current) return
    told = current
    report(action(id, status, { current, total }))
  }
  return {
    add(bytes) {
      current += bytes
      if (current === total || current - told >= REPORT_EVERY) tell()
    },
    end: tell,
  }
}

/** Passes bytes on and tells of them. */
export async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  progress: ByteProgress,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    progress.add(chunk.length)
    yield chunk
  }
  progress.end()
}
