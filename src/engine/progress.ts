// Progress as a stream of JSON objects, one a line: what pull, push, load, import and build answer.
import { humanSize } from '../codec/size.ts'
import type { Persona } from './persona.ts'

/** How far a step is, in bytes. */
export interface Progress {
  readonly current: number
  readonly total: number
}

/** One object of the stream; keys are written in the order of moby's jsonmessage.JSONMessage. */
export interface ProgressLine {
  readonly stream?: string
  readonly status?: string
  readonly progressDetail?: Partial<Progress>
  readonly progress?: string
  readonly id?: string
  readonly errorDetail?: { readonly code?: number; readonly message: string }
  readonly error?: string
  readonly aux?: unknown
}

export type Report = (line: ProgressLine) => void
/** The same where there may be more than the reader can take: a promise means to wait before the next line. */
export type PacedReport = (line: ProgressLine) => Promise<void> | undefined

/** A plain message, about `id` if given: `{"status":"Pulling from library/alpine","id":"latest"}`. */
export const message = (status: string, id?: string): ProgressLine => (id === undefined ? { status } : { status, id })

/** What is done with a layer: `{"status":"Downloading","progressDetail":{…},"progress":"[=> ] …","id":"…"}`. */
export const action = (id: string, status: string, progress?: Progress): ProgressLine =>
  progress
    ? { status, progressDetail: detailOf(progress), progress: progressBar(progress), id }
    : { status, progressDetail: {}, id }

/** How much there will be is left out if nobody knows. */
const detailOf = ({ current, total }: Progress): Partial<Progress> => (total > 0 ? { current, total } : { current })

export const failure = (text: string): ProgressLine => ({ errorDetail: { message: text }, error: text })

/** The bar that old clients print (moby jsonmessage: JSONProgress.String, for a terminal of unknown width). */
export function progressBar({ current, total }: Progress): string {
  if (current <= 0 && total <= 0) return ''
  if (total <= 0) return humanSize(current).padStart(8)
  const done = Math.min(50, Math.floor(Math.floor((current / total) * 100) / 2))
  const numbers =
    current > total ? humanSize(current).padStart(8) : `${humanSize(current).padStart(8)}/${humanSize(total)}`
  return `[${'='.repeat(done)}>${' '.repeat(50 - done)}] ${numbers}`
}

/** A line as the release of that persona writes it. */
export function progressText(line: ProgressLine, { differences }: Persona): string {
  const { progress, ...numbers } = line
  const shown = differences.has('progress-has-no-bar') ? numbers : line
  const { errorDetail, error } = line
  const sorted = error !== undefined && differences.has('stream-errors-have-sorted-keys')
  return `${JSON.stringify(sorted ? { error, errorDetail } : shown)}\r\n`
}

/** lines that may wait for the reader */
const mostWaiting = 256

/**
 * Runs `work` and streams what it reports. Resolves with the first line, so that a failure before it rejects and gets a
 * status of its own; a later failure becomes the last line. A reader that goes away aborts the work.
 */
export async function progressStream(
  persona: Persona,
  work: (report: PacedReport, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): Promise<AsyncIterable<string>> {
  const stop = new AbortController()
  const abort = (): void => stop.abort(signal?.reason)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  const lines: ProgressLine[] = []
  let wake: () => void = () => {}
  let slow: { readonly drained: Promise<void>; readonly drain: () => void } | undefined
  let done = false
  let failed: { readonly error: unknown } | undefined
  let begun = false
  const running = work((line) => {
    begun = true
    lines.push(line)
    wake()
    if (lines.length < mostWaiting || stop.signal.aborted) return undefined
    slow ??= deferred()
    return slow.drained
  }, stop.signal)
    .catch((error: unknown) => {
      failed = { error }
    })
    .finally(() => {
      done = true
      signal?.removeEventListener('abort', abort)
      wake()
    })
  const letGo = (): void => {
    slow?.drain()
    slow = undefined
  }
  const more = async (): Promise<void> => {
    if (lines.length === 0 && !done) await new Promise<void>((resolve) => void (wake = resolve))
  }
  await more()
  if (failed && !begun) throw failed.error
  return (async function* () {
    try {
      for (;;) {
        await more()
        const line = lines.shift()
        if (lines.length === 0) letGo()
        if (line) yield progressText(line, persona)
        else if (done) break
      }
      if (failed) {
        const reason = failed.error instanceof Error ? failed.error.message : `${failed.error}`
        yield progressText(failure(reason), persona)
      }
    } finally {
      stop.abort()
      letGo()
      await running
    }
  })()
}

function deferred(): { readonly drained: Promise<void>; readonly drain: () => void } {
  let drain: () => void = () => {}
  const drained = new Promise<void>((resolve) => void (drain = resolve))
  return { drained, drain }
}
