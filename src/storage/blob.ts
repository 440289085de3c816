// A blob of the content store: it begins in memory and moves into a file when it grows large.
import { closeSync, mkdtempSync, openSync, read, readSync, rmSync, writeSync, writev } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Digest, type Digester, digester } from '../codec/digest.ts'
import { type FileBytes, readLimit } from './bytes.ts'
import type { FileSource } from './data-root/saver.ts'
import { FileError } from './file-error.ts'

/** bytes that are collected before they are written: a tar comes in small pieces */
const writeSize = 1024 * 1024

const readFile = promisify(read)
const writeFile = promisify(writev)

/** An open file of a blob, and its path if it has a name. */
interface OpenFile {
  readonly file: number
  readonly path: string | undefined
}

/** Where large blobs lie: the folder that is given, or one of the system's for temporary files. */
export class BlobFolder {
  readonly #memory: number
  readonly #given: string | undefined
  #path: string | undefined
  #count = 0

  /** `memory`: bytes that a blob may have before it moves into a file; `folder`: where files keep their names */
  constructor(memory: number, folder?: string) {
    this.#memory = memory
    this.#given = folder
  }

  begin(): Blob {
    return new Blob(this.#memory, () => this.#openFile())
  }

  close(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true })
    this.#path = undefined
  }

  #openFile(): OpenFile {
    if (this.#given !== undefined) {
      const path = join(this.#given, `blob-${++this.#count}`)
      return { file: openSync(path, 'wx+', 0o600), path }
    }
    // one that has no name any more once it is open, so that nothing stays behind however the process ends
    this.#path ??= mkdtempSync(join(tmpdir(), 'mockerd-'))
    const path = join(this.#path, `${++this.#count}`)
    const file = openSync(path, 'wx+', 0o600)
    rmSync(path)
    return { file, path: undefined }
  }
}

export class Blob implements FileBytes {
  size = 0
  readonly #memory: number
  readonly #openFile: () => OpenFile
  readonly #digester: Digester = digester()
  #chunks: Uint8Array[] = []
  #whole: Uint8Array | undefined
  #file: number | undefined
  /** of a file that has a name */
  #path: string | undefined
  /** The name is the one under which it is to stay. */
  #placed = false
  /** bytes that are in the file */
  #written = 0
  #uses = 1
  #gone = false
  /** the same bytes, stored before */
  #other: Blob | undefined

  constructor(memory: number, openFile: () => OpenFile) {
    this.#memory = memory
    this.#openFile = openFile
  }

  /** One that lies in a file since an earlier run; it is opened when it is first read. */
  static stored(path: string, size: number): Blob {
    const blob = new Blob(0, () => ({ file: openSync(path, 'r'), path }))
    blob.size = size
    blob.#path = path
    blob.#placed = true
    return blob
  }

  /** What is to be written for it to stay at `path`. */
  source(path: string): FileSource {
    this.retain()
    const done = (): void => this.release()
    if (this.#path === undefined) return { pieces: [this.#held()], done }
    return {
      from: this.#path,
      placed: () => {
        this.#path = path
        this.#placed = true
      },
      done,
    }
  }

  /** The chunk may be used again once the promise resolves. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#digester.update(chunk)
    this.#chunks.push(chunk.slice())
    this.size += chunk.length
    if (this.size <= this.#memory) return
    this.#open()
    if (this.size - this.#written < writeSize) return
    for (let chunks = this.#taken(); chunks.length > 0; ) {
      const { bytesWritten } = await writeFile(this.#open(), chunks, this.#written)
      this.#written += bytesWritten
      chunks = this.#written < this.size ? [Buffer.concat(chunks).subarray(bytesWritten)] : []
    }
  }

  finish(): Digest {
    const rest = this.#unwritten()
    if (this.#file === undefined) this.#whole = rest
    else {
      for (let done = 0; done < rest.length; ) {
        const count = writeSync(this.#file, rest, done, rest.length - done, this.#written)
        done += count
        this.#written += count
      }
    }
    return this.#digester.digest()
  }

  /** Lets go of the own bytes for those of a blob with the same digest. */
  replaceBy(other: Blob): void {
    this.release()
    this.#other = other
  }

  /** It stays readable until as many releases. */
  retain(): void {
    this.#uses++
    if (this.#placed) this.#open()
  }

  /** The last one to let go closes the file. */
  release(): void {
    if (--this.#uses > 0) return
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
    this.#chunks = []
    this.#gone = true
    if (this.#path !== undefined && !this.#placed) rmSync(this.#path, { force: true })
  }

  #open(): number {
    if (this.#file === undefined) {
      if (this.#gone) throw new FileError('EIO')
      const { file, path } = this.#openFile()
      this.#file = file
      this.#path = path
    }
    return this.#file
  }

  /** Waits for the disk, as trees are read without promises. Throws EIO when the blob is gone. */
  read(position: number, length: number): Uint8Array {
    if (this.#other !== undefined) return this.#other.read(position, length)
    const end = Math.min(this.size, position + Math.min(length, readLimit))
    if (this.#path === undefined && this.#file === undefined) return this.#held().subarray(position, end)
    const file = this.#open()
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - position))
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(file, bytes, done, bytes.length - done, position + done)
      if (count === 0) throw new FileError('EIO')
      done += count
    }
    return bytes
  }

  /** As `read`, without holding up the process; at least one byte if there is one. */
  async readAhead(position: number, length: number): Promise<Uint8Array> {
    if (this.#path === undefined && this.#file === undefined) return this.read(position, length)
    const bytes = Buffer.allocUnsafeSlow(Math.min(length, this.size - position))
    const { bytesRead } = await readFile(this.#open(), bytes, 0, bytes.length, position)
    if (bytesRead === 0) throw new FileError('EIO')
    return bytes.subarray(0, bytesRead)
  }

  /** A blob in memory can be read as long as somebody knows it; a file that was let go cannot. */
  #held(): Uint8Array {
    if (this.#whole === undefined) throw new FileError('EIO')
    return this.#whole
  }

  #taken(): Uint8Array[] {
    const chunks = this.#chunks
    this.#chunks = []
    return chunks
  }

  #unwritten(): Uint8Array {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#chunks = []
    return bytes
  }
}
