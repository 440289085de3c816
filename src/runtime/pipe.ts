// Pipes: bounded, so that a fast writer waits for its reader.
import { FileError } from '../storage/file-error.ts'
import type { Inode } from '../storage/tree.ts'
import { concat } from './bytes.ts'
import { type Caller, loneInode, OpenFile } from './open-file.ts'
import { Signal } from './signals.ts'
import { WaitList } from './wait-list.ts'

const CAPACITY = 65_536
/** A write of so much or less is never split (PIPE_BUF). */
const ATOMIC = 4096
/** places of taken chunks that are kept before the array is moved up */
const MOST_GAPS = 256
const nothing = new Uint8Array(0)

export class Pipe {
  private readonly chunks: Uint8Array[] = []
  /** where in `chunks` the oldest one is; what was before it has been taken */
  private first = 0
  size = 0
  readers = 0
  writers = 0
  /** A fifo whose other end nobody has opened yet is neither at its end nor broken. */
  hadReader = false
  hadWriter = false
  readonly changed: WaitList = new WaitList()
  private node: Inode | undefined

  get inode(): Inode {
    return (this.node ??= loneInode('fifo', 0o600))
  }

  get room(): number {
    return CAPACITY - this.size
  }

  get atEnd(): boolean {
    return this.size === 0 && this.writers === 0 && this.hadWriter
  }

  put(bytes: Uint8Array): void {
    this.chunks.push(bytes)
    this.size += bytes.length
    this.changed.wakeAll()
  }

  putBack(bytes: Uint8Array): void {
    if (this.first > 0) this.chunks[--this.first] = bytes
    else this.chunks.unshift(bytes)
    this.size += bytes.length
    this.changed.wakeAll()
  }

  /** At least one byte (the caller has looked), at most `max`. */
  take(max: number): Uint8Array {
    const parts: Uint8Array[] = []
    let length = 0
    while (length < max && this.first < this.chunks.length) {
      const chunk = this.chunks[this.first]!
      const room = max - length
      if (chunk.length > room) {
        parts.push(chunk.subarray(0, room))
        this.chunks[this.first] = chunk.subarray(room)
        length = max
      } else {
        parts.push(chunk)
        length += chunk.length
        this.dropFirst()
      }
    }
    this.size -= length
    this.changed.wakeAll()
    return concat(parts)
  }

  private dropFirst(): void {
    this.chunks[this.first++] = nothing
    if (this.first < this.chunks.length && this.first < MOST_GAPS) return
    this.chunks.splice(0, this.first)
    this.first = 0
  }
}

export class PipeReader extends OpenFile {
  readonly pipe: Pipe
  readonly path: string
  constructor(pipe: Pipe, path?: string) {
    super()
    this.pipe = pipe
    this.path = path ?? `pipe:[${pipe.inode.ino}]`
    pipe.readers++
    pipe.hadReader = true
    pipe.changed.wakeAll()
  }

  override read(caller: Caller, max: number): Promise<Uint8Array | undefined> | Uint8Array | undefined {
    if (this.pipe.size > 0) return this.pipe.take(max)
    return this.pipe.atEnd ? undefined : this.waitAndRead(caller, max)
  }

  private async waitAndRead(caller: Caller, max: number): Promise<Uint8Array | undefined> {
    const pipe = this.pipe
    while (pipe.size === 0) {
      if (pipe.atEnd) return undefined
      await caller.block(pipe.changed.add)
    }
    return pipe.take(max)
  }

  override unread(bytes: Uint8Array): void {
    if (bytes.length) this.pipe.putBack(bytes)
  }

  override inode(): Inode {
    return this.pipe.inode
  }

  protected override closed(): void {
    this.pipe.readers--
    this.pipe.changed.wakeAll()
  }
}

export class PipeWriter extends OpenFile {
  readonly pipe: Pipe
  readonly path: string
  constructor(pipe: Pipe, path?: string) {
    super()
    this.pipe = pipe
    this.path = path ?? `pipe:[${pipe.inode.ino}]`
    pipe.writers++
    pipe.hadWriter = true
    pipe.changed.wakeAll()
  }

  override write(caller: Caller, bytes: Uint8Array): Promise<void> | undefined {
    this.checkReader(caller)
    if (bytes.length <= this.pipe.room) {
      this.pipe.put(bytes)
      return undefined
    }
    return this.waitAndWrite(caller, bytes)
  }

  private async waitAndWrite(caller: Caller, bytes: Uint8Array): Promise<void> {
    let rest = bytes
    while (rest.length > 0) {
      const room = this.pipe.room
      if (rest.length <= room || (room > 0 && bytes.length > ATOMIC)) {
        this.pipe.put(rest.subarray(0, room))
        rest = rest.subarray(room)
      } else {
        await caller.block(this.pipe.changed.add)
        this.checkReader(caller)
      }
    }
  }

  private checkReader(caller: Caller): void {
    if (this.pipe.readers > 0 || !this.pipe.hadReader) return
    caller.raise(Signal.PIPE)
    throw new FileError('EPIPE')
  }

  override inode(): Inode {
    return this.pipe.inode
  }

  protected override closed(): void {
    this.pipe.writers--
    this.pipe.changed.wakeAll()
  }
}

/** Both ends of a fifo opened for reading and writing at once. */
export class PipeBoth extends PipeReader {
  private readonly writer: PipeWriter
  constructor(pipe: Pipe, path?: string) {
    super(pipe, path)
    this.writer = new PipeWriter(pipe, path)
  }

  override write(caller: Caller, bytes: Uint8Array): Promise<void> | undefined {
    return this.writer.write(caller, bytes)
  }

  protected override closed(): void {
    super.closed()
    this.writer.close()
  }
}
