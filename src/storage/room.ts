// How much room there is: for one layer (its quota) and for everything that a driver holds in memory.
import { FileError } from './file-error.ts'

/** What all trees of one driver share: the numbers of inodes, and the size of the disk. */
export interface Disk {
  nextInode: number
  /** bytes of memory that written data takes up now */
  used: number
  /** bytes; who writes more gets ENOSPC */
  readonly capacity: number
}

/** bytes. differs: dockerd's disk ends where the host's does; what is written here stays in memory and ends here */
const defaultCapacity = 2 * 1024 ** 3

export function newDisk(capacity: number = defaultCapacity): Disk {
  return { nextInode: 2, used: 0, capacity }
}

/** What one layer takes of its disk, and what it may take. */
export class Room {
  readonly disk: Disk
  readonly #limit: number
  #memory = 0
  #quota = 0
  #left = false

  constructor(disk: Disk, limit: number = Number.POSITIVE_INFINITY) {
    this.disk = disk
    this.#limit = limit
  }

  /** Takes room, or gives it back where a number is negative. Throws ENOSPC and takes nothing if there is not enough. */
  take(memory: number, quota: number): void {
    if (this.#left) return
    if (quota > 0 && this.#quota + quota > this.#limit) throw new FileError('ENOSPC')
    if (memory > 0 && this.disk.used + memory > this.disk.capacity) throw new FileError('ENOSPC')
    this.#memory += memory
    this.#quota += quota
    this.disk.used += memory
  }

  /** Gives everything back: the layer is gone. */
  leave(): void {
    if (!this.#left) this.disk.used -= this.#memory
    this.#left = true
  }
}
