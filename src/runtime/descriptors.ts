// The descriptors of one process.
import { FileError } from '../storage/file-error.ts'
import type { OpenFile } from './open-file.ts'

/** differs: the limit that a process is told of (RLIMIT_NOFILE) is higher. */
const MOST = 1024

export class Descriptors {
  private readonly files: (OpenFile | undefined)[] = []

  /** Throws EBADF. */
  get(descriptor: number): OpenFile {
    const file = this.files[descriptor]
    if (!file) throw new FileError('EBADF')
    return file
  }

  find(descriptor: number): OpenFile | undefined {
    return this.files[descriptor]
  }

  /** Puts a file under the lowest free number; throws EMFILE, and then closes the file. */
  add(file: OpenFile): number {
    let descriptor = 0
    while (this.files[descriptor]) descriptor++
    if (descriptor >= MOST) file.close()
    this.put(descriptor, file)
    return descriptor
  }

  /** Puts a file under a number, closing what was there. */
  put(descriptor: number, file: OpenFile): void {
    if (descriptor < 0 || descriptor >= MOST) throw new FileError(descriptor < 0 ? 'EBADF' : 'EMFILE')
    while (this.files.length < descriptor) this.files.push(undefined)
    const before = this.files[descriptor]
    this.files[descriptor] = file
    before?.close()
  }

  /** Whether there was something to close. */
  close(descriptor: number): boolean {
    const file = this.files[descriptor]
    this.files[descriptor] = undefined
    file?.close()
    return file !== undefined
  }

  closeAll(): void {
    for (const file of this.files.splice(0)) file?.close()
  }

  copyTo(other: Descriptors): void {
    for (const [descriptor, file] of this.entries()) other.put(descriptor, file.share())
  }

  *entries(): Iterable<readonly [number, OpenFile]> {
    for (const [descriptor, file] of this.files.entries()) if (file) yield [descriptor, file]
  }
}
