// `docker logs`: the kept lines, and those to come (moby daemon/logs.go).
import { Buffer } from 'node:buffer'
import { frame } from '../../codec/frames.ts'
import { rfc3339Fixed } from '../../codec/timestamp.ts'
import type { Container } from './container.ts'
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

/** The lines as bytes: in frames, or plain when the container has a terminal. */
export async function* readLogs(
  container: Container,
  query: LogQuery,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { log } = container
  const wanted = (entry: LogEntry): boolean =>
    (entry.stream === 1 ? query.stdout : query.stderr) &&
    (query.since === undefined || entry.at >= query.since) &&
    (query.until === undefined || entry.at <= query.until)
  const prefix = query.details ? `${details(container)} ` : ''
  const written = (entry: LogEntry): Uint8Array => {
    const head = (query.timestamps ? `${rfc3339Fixed(entry.at)} ` : '') + prefix
    const bytes = head ? Buffer.concat([Buffer.from(head), entry.bytes]) : entry.bytes
    return container.config.Tty || query.plain ? bytes : frame(entry.stream, bytes)
  }

  let next = query.tail === undefined ? log.bounds[0] : tailStart(container, query.tail)
  let wake: (() => void) | undefined
  const stopListening = query.follow ? log.listen(() => wake?.()) : undefined
  const abort = (): void => wake?.()
  signal.addEventListener('abort', abort, { once: true })
  try {
    for (;;) {
      const pieces: Uint8Array[] = []
      for (let size = 0; size < BATCH && next < log.bounds[1]; next++) {
        const entry = log.at(next)
        if (!entry || !wanted(entry)) continue
        const bytes = written(entry)
        pieces.push(bytes)
        size += bytes.length
      }
      if (pieces.length > 0) yield pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
      if (signal.aborted) return
      if (next < log.bounds[1]) continue
      if (!query.follow || log.isEnded) return
      await new Promise<void>((resolve) => {
        wake = resolve
        if (signal.aborted || next < log.bounds[1] || log.isEnded) resolve()
      })
      wake = undefined
    }
  } finally {
    stopListening?.()
    signal.removeEventListener('abort', abort)
  }
}

/** bytes that are put together for one write */
const BATCH = 64 * 1024

/** Where the last `count` lines of both streams begin; parts of one line count once. Other conditions come after. */
function tailStart({ log }: Container, count: number): number {
  const [first, end] = log.bounds
  let index = end
  for (let left = count; index > first && left > 0; ) {
    index--
    const entry = log.at(index)!
    const before = index > first ? log.at(index - 1) : undefined
    const beginsLine = !before || before.stream !== entry.stream || before.bytes.at(-1) === 10
    if (beginsLine) left--
  }
  return index
}

/** `a=1,b=2`, sorted, of the labels and variables that `--log-opt labels=` and `env=` name. */
function details({ config, hostConfig }: Container): string {
  const options = hostConfig.LogConfig.Config
  const env = new Map(config.Env.map((entry) => [entry.split('=', 1)[0]!, entry.slice(entry.indexOf('=') + 1)]))
  const names = (list: string | undefined): string[] => list?.split(',').filter(Boolean) ?? []
  const pairs = [
    ...names(options.labels).flatMap((name) => (name in config.Labels ? [[name, config.Labels[name]!]] : [])),
    ...names(options.env).flatMap((name) => (env.has(name) ? [[name, env.get(name)!]] : [])),
  ]
  return pairs
    .map(([name, value]) => `${encodeURIComponent(name!)}=${encodeURIComponent(value!)}`)
    .sort()
    .join(',')
}
