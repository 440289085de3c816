// `docker logs`: the kept lines, and those to come (moby daemon/logs.go).
import { Buffer } from 'node:buffer'
import { frame } from '../../../codec/frames.ts'
import { rfc3339Fixed } from '../../../codec/timestamp.ts'
import type { Container } from '../container.ts'
import { attributesOf, attributesText } from './attributes.ts'
import type { LogEntry } from './log.ts'

export interface LogQuery {
  /** Without frames, whatever the container has. */
  readonly plain?: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  /** ms since 1970 */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** the last so many lines; all if left out */
  readonly tail?: number | undefined
  readonly timestamps: boolean
  /** the labels and variables that the log options name */
  readonly details: boolean
  readonly follow: boolean
}

/**
 * The lines as bytes: in frames, or plain when the container has a terminal. What is there now is read, and followed is
 * what comes until the container's process ends.
 */
export async function* readLogs(
  container: Container,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { log } = container
  const written = writer(container, query)
  const isInTime = timeWindow(query)
  const [first, now] = log.bounds
  const run = query.follow ? log.run : undefined
  const end = (): number => (run ? (run.end ?? log.bounds[1]) : now)
  let next = query.tail === undefined ? first : Math.max(first, now - query.tail)
  let wake: (() => void) | undefined
  const stopListening = run ? log.listen(() => wake?.()) : undefined
  const abort = (): void => wake?.()
  signal.addEventListener('abort', abort, { once: true })
  try {
    for (;;) {
      const pieces: Uint8Array[] = []
      for (let size = 0; size < BATCH && next < end(); next++) {
        const entry = log.at(next)
        // a file that is gone meanwhile is passed over
        if (!entry) continue
        const when = isInTime(entry)
        if (when === 'late') return yield* whole(pieces)
        if (when === 'early' || !(entry.stream === 1 ? query.stdout : query.stderr)) continue
        const bytes = written(entry)
        pieces.push(bytes)
        size += bytes.length
      }
      yield* whole(pieces)
      if (signal.aborted) return
      // a slow client may have let more come meanwhile
      if (next < end()) continue
      if (!run || run.end !== undefined) return
      await new Promise<void>((resolve) => {
        wake = resolve
        if (signal.aborted || next < end() || run.end !== undefined) resolve()
      })
      wake = undefined
    }
  } finally {
    stopListening?.()
    signal.removeEventListener('abort', abort)
  }
}

function* whole(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  if (pieces.length > 0) yield pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
}

/** How an entry goes to the client. */
function writer(container: Container, { details, timestamps, plain }: LogQuery): (entry: LogEntry) => Uint8Array {
  const isJson = container.hostConfig.LogConfig.Type === 'json-file'
  const prefix = details ? `${isJson ? attributesText(attributesOf(container)) : ''} ` : ''
  const isPlain = container.config.Tty || plain
  return (entry) => {
    const head = (timestamps ? `${rfc3339Fixed(entry.at)} ` : '') + prefix
    const bytes = head ? Buffer.concat([Buffer.from(head), entry.bytes]) : entry.bytes
    return isPlain ? bytes : frame(entry.stream, bytes)
  }
}

const microseconds = (ms: number): number => Math.round(ms * 1000)

/**
 * Once a line is new enough none is too old any more, and the first that is too new is the end (moby
 * daemon/logger/loggerutils/logfile.go: forwarder): the parts of a line have the moment of the first.
 */
function timeWindow({ since, until }: LogQuery): (entry: LogEntry) => 'early' | 'in time' | 'late' {
  let from = since === undefined ? undefined : microseconds(since)
  const to = until === undefined ? Infinity : microseconds(until)
  return ({ at }) => {
    const moment = microseconds(at)
    if (from !== undefined && moment < from) return 'early'
    from = undefined
    return moment > to ? 'late' : 'in time'
  }
}

/** bytes that are put together for one write */
const BATCH = 64 * 1024
