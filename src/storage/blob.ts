// A blob of the content store: it begins in memory and moves into a file when it grows large.
import { closeSync, mkdtempSync, openSync, read, readSync, rmSync, write, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Digest, type Digester, digester } from '../codec/digest.ts'
import { type FileBytes, readLimit } from './bytes.ts'
import { FileError } from './file-error.ts'

/** bytes that are collected before they are written: a tar comes in small pieces */
const writeSize = 256 * 1024

const readFile = promisify(read)
const writeFile = promisify(write)

/** Where large blobs lie: a folder of the system's for temporary files, made when the first of them needs it. */
export class BlobFolder {
  readonly #memory: number
  #path: string | undefined
  #count = 0

  /** `memory`: bytes that a blob may have before it moves into a file */
  constructor(memory: number) {
    this.#memory = memory
  }

  begin(): Blob {
    return new Blob(this.#memory, () => this.#openFile())
  }

  close(): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true })
    this.#path = undefined
  }

  /** The file has no name any more once it is open, so that nothing stays behind however the process ends. */
  #openFile(): number {
    this.#path ??= mkdtempSync(join(tmpdir(), 'mockerd-'))
    const path = join(this.#path, `${++this.#count}`)
    const file = openSync(path, 'wx+', 0o600)
    rmSync(path)
    return file
  }
}

export class Blob implements FileBytes {
  size = 0
  readonly #memory: number
  readonly #openFile: () => number
  readonly #digester: Digester = digester()
  #chunks: Uint8Array[] = []
  #whole: Uint8Array | undefined
  #file: number | undefined
  /** bytes that are in the file */
  #written = 0
  #uses = 1
  /** the same bytes, stored before */
  #other: Blob | undefined

  constructor(memory: number, openFile: () => number) {
    this.#memory = memory
    this.#openFile = openFile
  }

  /** The chunk may be used again once the promise resolves. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#digester.update(chunk)
    this.#chunks.push(chunk.slice())
    this.size += chunk.length
    if (this.size <= this.#memory) return
    this.#file ??= this.#openFile()
    if (this.size - this.#written < writeSize) return
    const bytes = this.#unwritten()
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await writeFile(this.#file, bytes, done, bytes.length - done, this.#written)
      done += bytesWritten
      this.#written += bytesWritten
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

  retain(): void {
    this.#uses++
  }

  /** The last one to let go closes the file. */
  release(): void {
    if (--this.#uses > 0) return
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
    this.#chunks = []
  }

  /** Waits for the disk, as trees are read without promises. Throws EIO when the blob is gone. */
  read(position: number, length: number): Uint8Array {
    if (this.#other !== undefined) return this.#other.read(position, length)
    const end = Math.min(this.size, position + Math.min(length, readLimit))
    if (this.#file === undefined) return this.#held().subarray(position, end)
    const bytes = new Uint8Array(Math.max(0, end - position))
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(this.#file, bytes, done, bytes.length - done, position + done)
      if (count === 0) throw new FileError('EIO')
      done += count
    }
    return bytes
  }

  /** As `read`, without holding up the process; at least one byte if there is one. */
  async readAhead(position: number, length: number): Promise<Uint8Array> {
    if (this.#file === undefined) return this.read(position, length)
    const bytes = new Uint8Array(Math.min(length, this.size - position))
    const { bytesRead } = await readFile(this.#file, bytes, 0, bytes.length, position)
    if (bytesRead === 0) throw new FileError('EIO')
    return bytes.subarray(0, bytesRead)
  }

  /** A blob in memory can be read as long as somebody knows it; a file that was let go cannot. */
  #held(): Uint8Array {
    if (this.#whole === undefined) throw new FileError('EIO')
    return this.#whole
  }

  #unwritten(): Uint8Array {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#chunks = []
    return bytes
  }
}
