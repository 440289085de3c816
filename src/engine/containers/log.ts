// The log of a container as json-file keeps it: lines with their moment and stream, long ones in parts.
import { Buffer } from 'node:buffer'
import type { Clock } from '../../world/clock.ts'

export interface LogEntry {
  readonly stream: 1 | 2
  /** ms since 1970 */
  readonly at: number
  /** A line with its line feed, or a part of one without. */
  readonly bytes: Uint8Array
}

/** What keeps a log from one run to the next. */
export interface KeptLog {
  append(entry: LogEntry): void
  /** The entries of earlier runs. */
  read(): LogEntry[]
}

/** dockerd cuts lines into parts of at most this many bytes (moby daemon/logger/copier.go: defaultBufSize). */
const PART = 16 * 1024

/**
 * differs: real logs grow until the disk is full; this one drops its oldest lines beyond this many bytes, so that a
 * container that prints for ever does not eat the daemon's memory.
 */
const KEPT = 64 * 1024 * 1024

const LINE_FEED = 10

export class Log {
  private readonly clock: Pick<Clock, 'now'>
  private readonly kept: KeptLog | undefined
  private entries: LogEntry[] = []
  /** Whether the entries of earlier runs are still to be read. */
  private isBehind: boolean
  private dropped = 0
  private size = 0
  private readonly open: [Uint8Array | undefined, Uint8Array | undefined] = [undefined, undefined]
  private readonly listeners = new Set<() => void>()
  private ended = false

  /** `isOld`: there are entries of earlier runs, which are read when somebody asks. */
  constructor(clock: Pick<Clock, 'now'>, kept?: KeptLog, isOld = false) {
    this.clock = clock
    this.kept = kept
    this.isBehind = isOld
  }

  /** Takes output as it comes; an unfinished line waits for its end. */
  append(stream: 1 | 2, bytes: Uint8Array): void {
    const rest = this.open[stream - 1]
    let data = rest ? Buffer.concat([rest, bytes]) : bytes
    this.open[stream - 1] = undefined
    while (data.length > 0) {
      const feed = data.indexOf(LINE_FEED)
      const end = feed >= 0 && feed < PART ? feed + 1 : data.length >= PART ? PART : 0
      if (end === 0) {
        this.open[stream - 1] = copy(data, 0)
        break
      }
      this.add(stream, copy(data, 0, end))
      data = data.subarray(end)
    }
  }

  /** A new run of the container: followers stay. */
  begin(): void {
    this.ended = false
  }

  /** The process has ended: what is left of a line is a line, and followers are done. */
  end(): void {
    for (const stream of [1, 2] as const) {
      const rest = this.open[stream - 1]
      this.open[stream - 1] = undefined
      if (rest) this.add(stream, rest)
    }
    this.ended = true
    this.notify()
  }

  /** Number of the first entry that is still there, and of the one that comes next. */
  get bounds(): readonly [first: number, next: number] {
    this.catchUp()
    return [this.dropped, this.dropped + this.entries.length]
  }

  at(index: number): LogEntry | undefined {
    return this.entries[index - this.dropped]
  }

  get isEnded(): boolean {
    return this.ended
  }

  /** Calls `listener` whenever there is more, and at the end; returns how to stop. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private add(stream: 1 | 2, bytes: Uint8Array): void {
    this.catchUp()
    const entry: LogEntry = { stream, at: this.clock.now(), bytes }
    this.kept?.append(entry)
    this.take(entry)
    this.notify()
  }

  private take(entry: LogEntry): void {
    this.entries.push(entry)
    this.size += entry.bytes.length
    if (this.size > KEPT) this.shrink()
  }

  private catchUp(): void {
    if (!this.isBehind) return
    this.isBehind = false
    for (const entry of this.kept?.read() ?? []) this.take(entry)
  }

  /** Drops the older half, so that dropping costs next to nothing a line. */
  private shrink(): void {
    let index = 0
    while (this.size > KEPT / 2) this.size -= this.entries[index++]!.bytes.length
    this.entries = this.entries.slice(index)
    this.dropped += index
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}

/** A copy of a part: what a Buffer's own slice gives would keep the whole alive, and change with it. */
function copy(bytes: Uint8Array, start: number, end?: number): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, start, end)
}
