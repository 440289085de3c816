// A file of the data root, to be read where its bytes are needed. It is opened when first read.
import { closeSync, openSync, readSync } from 'node:fs'
import { type FileBytes, readLimit } from '../bytes.ts'
import { FileError } from '../file-error.ts'

/** It can be read as long as somebody knows it, also when another file has come in its place or it is gone. */
export class StoredFile implements FileBytes {
  readonly size: number
  readonly #path: string
  #file: number | undefined

  constructor(path: string, size: number) {
    this.#path = path
    this.size = size
  }

  /** Waits for the disk, as trees are read without promises. Throws EIO when it cannot be read. */
  read(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(this.size - position, length, readLimit)))
    const file = this.open()
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(file, bytes, done, bytes.length - done, position + done)
      if (count === 0) throw new FileError('EIO')
      done += count
    }
    return bytes
  }

  /** Keeps it readable from now on, whatever becomes of its name. */
  open(): number {
    try {
      this.#file ??= openSync(this.#path, 'r')
      return this.#file
    } catch {
      throw new FileError('EIO')
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}
