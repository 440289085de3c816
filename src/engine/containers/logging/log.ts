// The log of a container as its driver keeps it: lines with their moment and stream, long ones in parts, in files of a
// limited size (moby daemon/logger/copier.go, loggerutils/logfile.go).
import { Buffer } from 'node:buffer'
import type { GoBack } from '../../../world/checkpoint.ts'
import type { Clock } from '../../../world/clock.ts'
import type { LogLimits } from './driver.ts'

export interface LogEntry {
  readonly stream: 1 | 2
  /** ms since 1970; of all parts of a line that of the first */
  readonly at: number
  /** A line with its line feed, or a part of one without. */
  readonly bytes: Uint8Array
}

/** How a driver writes its lines. */
export interface LogForm {
  readonly limits: LogLimits
  /** bytes in the file; `isPart`: the line was cut into parts */
  sizeOf(entry: LogEntry, isPart: boolean): number
  /** As it is when it is read again. */
  written(bytes: Uint8Array): Uint8Array
}

/** What keeps a log from one run to the next. */
export interface KeptLog {
  append(entry: LogEntry): void
  /** The entries of earlier runs. */
  read(): LogEntry[]
}

/** A run of the container, while which its log can be followed. */
export interface LogRun {
  /** Number of the entry that comes after its last one, once it is over. */
  end: number | undefined
}

/** dockerd cuts lines into parts of at most this many bytes (moby daemon/logger/copier.go: defaultBufSize). */
const PART = 16 * 1024

/**
 * differs: real logs grow until the disk is full; this one drops its oldest lines beyond this many bytes, so that a
 * container that prints for ever does not eat the daemon's memory.
 */
const KEPT = 64 * 1024 * 1024

/** bytes of memory that an entry takes beside its text: of very short lines there are very many */
const ENTRY = 200

const LINE_FEED = 10

/** What has come of a line that is not complete. */
interface OpenLine {
  rest: Uint8Array | undefined
  /** when its first part was logged */
  at: number | undefined
}

const newLine = (): OpenLine => ({ rest: undefined, at: undefined })

export class Log {
  private readonly clock: Pick<Clock, 'now'>
  private readonly formOf: () => LogForm
  private readonly kept: KeptLog | undefined
  private form: LogForm | undefined
  private entries: LogEntry[] = []
  /** Whether the entries of earlier runs are still to be read. */
  private isBehind: boolean
  private dropped = 0
  private size = 0
  /** numbers of the first entries of the files, and bytes in the newest */
  private files: number[] = [0]
  private fileSize = 0
  private open: [OpenLine, OpenLine] = [newLine(), newLine()]
  private readonly listeners = new Set<() => void>()
  private running: LogRun | undefined

  /**
   * `formOf` is asked when there is something to be kept. `isOld`: there are entries of earlier runs, which are read
   * when somebody asks.
   */
  constructor(clock: Pick<Clock, 'now'>, formOf: () => LogForm, kept?: KeptLog, isOld = false) {
    this.clock = clock
    this.formOf = formOf
    this.kept = kept
    this.isBehind = isOld
  }

  /** Takes output as it comes; an unfinished line waits for its end. */
  append(stream: 1 | 2, bytes: Uint8Array): void {
    const line = this.open[stream - 1]!
    let data = line.rest ? Buffer.concat([line.rest, bytes]) : bytes
    line.rest = undefined
    while (data.length > 0) {
      const feed = data.indexOf(LINE_FEED)
      const end = feed >= 0 && feed < PART ? feed + 1 : data.length >= PART ? PART : 0
      if (end === 0) {
        line.rest = copy(data, 0)
        break
      }
      this.add(stream, copy(data, 0, end))
      data = data.subarray(end)
    }
  }

  /** A new run of the container. */
  begin(): void {
    this.open = [newLine(), newLine()]
    this.running = { end: undefined }
  }

  /** The process has ended: what is left of a line is a line, and followers are done. */
  end(): void {
    for (const stream of [1, 2] as const) {
      const { rest } = this.open[stream - 1]!
      if (rest) this.add(stream, rest)
    }
    this.open = [newLine(), newLine()]
    if (this.running) this.running.end = this.bounds[1]
    this.running = undefined
    this.notify()
  }

  /** Followers are not told of going back: theirs have ended. */
  checkpoint(): GoBack {
    this.catchUp()
    const { entries, dropped, size, files, fileSize, running } = this
    const count = entries.length
    const end = running?.end
    const open = this.open.some(({ rest, at }) => rest ?? at) ? this.open.map((line) => ({ ...line })) : undefined
    return () => {
      this.entries = entries.length === count ? entries : entries.slice(0, count)
      this.dropped = dropped
      this.size = size
      this.fileSize = fileSize
      this.files = files
      this.open = open ? [{ ...open[0]! }, { ...open[1]! }] : [newLine(), newLine()]
      if (running) running.end = end
      this.running = running
    }
  }

  /** Number of the first entry that is still there, and of the one that comes next. */
  get bounds(): readonly [first: number, next: number] {
    this.catchUp()
    return [this.dropped, this.dropped + this.entries.length]
  }

  /** Those that are still there. */
  all(): readonly LogEntry[] {
    this.catchUp()
    return this.entries
  }

  at(index: number): LogEntry | undefined {
    return this.entries[index - this.dropped]
  }

  /** Undefined while the container does not run: then there is nothing to follow. */
  get run(): LogRun | undefined {
    return this.running
  }

  /** Calls `listener` whenever there is more, and at the end; returns how to stop. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  private add(stream: 1 | 2, bytes: Uint8Array): void {
    this.catchUp()
    this.form ??= this.formOf()
    const line = this.open[stream - 1]!
    const at = line.at ?? this.clock.now()
    const isPart = line.at !== undefined
    const isLast = bytes[bytes.length - 1] === LINE_FEED
    line.at = isLast ? undefined : at
    const entry: LogEntry = { stream, at, bytes: this.form.written(bytes) }
    this.kept?.append(entry)
    this.take(entry, isPart || !isLast)
    this.notify()
  }

  private take(entry: LogEntry, isPart: boolean): void {
    const { limits, sizeOf } = (this.form ??= this.formOf())
    if (limits.size !== Infinity) {
      if (this.fileSize >= limits.size) this.rotate(limits.files)
      this.fileSize += sizeOf(entry, isPart)
    }
    this.entries.push(entry)
    this.size += entry.bytes.length + ENTRY
    if (this.size > KEPT) this.shrink()
  }

  /** A line finds the file full: it begins another one, and the oldest goes. */
  private rotate(most: number): void {
    this.files = [...this.files, this.dropped + this.entries.length]
    this.fileSize = 0
    if (this.files.length <= Math.max(most, 1)) return
    this.files = this.files.slice(1)
    this.drop(this.files[0]! - this.dropped)
  }

  private catchUp(): void {
    if (!this.isBehind) return
    this.isBehind = false
    let wasPart = false
    for (const entry of this.kept?.read() ?? []) {
      const isPart = entry.bytes[entry.bytes.length - 1] !== LINE_FEED
      this.take(entry, isPart || wasPart)
      wasPart = isPart
    }
  }

  /** Drops the older half, so that dropping costs next to nothing a line. */
  private shrink(): void {
    let count = 0
    for (let left = this.size; left > KEPT / 2; count++) left -= this.entries[count]!.bytes.length + ENTRY
    this.drop(count)
  }

  private drop(count: number): void {
    if (count <= 0) return
    for (let index = 0; index < count; index++) this.size -= this.entries[index]!.bytes.length + ENTRY
    this.entries = this.entries.slice(count)
    this.dropped += count
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}

/** A copy of a part. Short ones share memory with others of their time: a line of its own takes five times as much. */
const copy = (bytes: Uint8Array, start: number, end?: number): Uint8Array => Buffer.from(bytes.subarray(start, end))
