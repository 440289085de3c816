// How much room there is: for one layer (its quota), on the simulated disk, and for all that a driver holds in memory.
import type { GoBack } from '../world/checkpoint.ts'
import { type Errno, FileError } from './file-error.ts'

/** What all trees of one driver share: the numbers of inodes, and the size of the disk. */
export interface Disk {
  nextInode: number
  /** bytes of memory that written data takes up now */
  used: number
  /** bytes; who writes more gets ENOSPC */
  readonly capacity: number
  /** bytes of the simulated disk that all layers take up, as the driver counts */
  allocated: number
  /** bytes of the simulated disk */
  readonly space: number
}

/** bytes. differs: dockerd's disk ends where the host's does; what is written here stays in memory and ends here */
const defaultCapacity = 2 * 1024 ** 3
/** bytes */
export const defaultSpace: number = 100 * 1024 ** 3

export function newDisk(capacity: number = defaultCapacity, space: number = defaultSpace): Disk {
  return { nextInode: 2, used: 0, capacity, allocated: 0, space }
}

export function checkpointOfDisk(disk: Disk): GoBack {
  const { nextInode, used, allocated } = disk
  return () => Object.assign(disk, { nextInode, used, allocated })
}

/** What one layer takes of its disk, and what it may take. */
export class Room {
  readonly disk: Disk
  readonly #limit: number
  readonly #overLimit: Errno
  #memory = 0
  #quota = 0
  #left = false

  constructor(disk: Disk, limit: number = Number.POSITIVE_INFINITY, overLimit: Errno = 'ENOSPC') {
    this.disk = disk
    this.#limit = limit
    this.#overLimit = overLimit
  }

  /** bytes of the simulated disk that it takes */
  get taken(): number {
    return this.#quota
  }

  /** Takes room, or gives it back where a number is negative. Throws and takes nothing if there is not enough. */
  take(memory: number, quota: number): void {
    if (this.#left) return
    const { disk } = this
    if (quota > 0) {
      if (this.#quota + quota > this.#limit) throw new FileError(this.#overLimit)
      if (disk.allocated + quota > disk.space) throw new FileError('ENOSPC')
    }
    if (memory > 0 && disk.used + memory > disk.capacity) throw new FileError('ENOSPC')
    this.#memory += memory
    this.#quota += quota
    disk.used += memory
    disk.allocated += quota
  }

  /** One more of which as much is taken; the disk has it once. */
  fork(): Room {
    const fork = new Room(this.disk, this.#limit, this.#overLimit)
    fork.#memory = this.#memory
    fork.#quota = this.#quota
    fork.#left = this.#left
    return fork
  }

  /** Gives everything back: the layer is gone. */
  leave(): void {
    if (this.#left) return
    this.disk.used -= this.#memory
    this.disk.allocated -= this.#quota
    this.#left = true
  }

  /** The layer is there again, and the disk as it was when it was. */
  comeBack(): void {
    this.#left = false
  }
}
