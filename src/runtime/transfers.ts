// How much a process has read and written: /proc/<pid>/io.
import type { OpenFile } from './open-file.ts'
import { TreeFile } from './tree-file.ts'

export class Transfers {
  #read = 0
  #written = 0
  #reads = 0
  #writes = 0
  /** what of it went to files, which have it on a disk at once */
  #toFiles = 0

  noteRead(bytes: number): void {
    this.#read += bytes
    this.#reads++
  }

  noteWrite(file: OpenFile, bytes: number): void {
    this.#written += bytes
    this.#writes++
    if (file instanceof TreeFile) this.#toFiles += bytes
  }

  text(): string {
    return [
      `rchar: ${this.#read}`,
      `wchar: ${this.#written}`,
      `syscr: ${this.#reads}`,
      `syscw: ${this.#writes}`,
      // what is read is in the memory of the host already
      'read_bytes: 0',
      `write_bytes: ${this.#toFiles}`,
      'cancelled_write_bytes: 0',
      '',
    ].join('\n')
  }
}
