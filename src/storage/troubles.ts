// What goes wrong with the storage under a driver: a full disk, one that cannot be written, layers that will not go.
import type { Errno } from './file-error.ts'
import { FileError } from './file-error.ts'

/** At what it goes wrong: unpacking an image's layer; making, starting, removing a container; its writing of files. */
export type StorageAct = 'unpack' | 'create' | 'start' | 'write' | 'remove'

export interface Trouble {
  readonly error: Extract<Errno, 'ENOSPC' | 'EDQUOT' | 'EROFS' | 'EIO' | 'EBUSY' | 'ENOTEMPTY'>
  readonly at: readonly StorageAct[]
  /** bytes that can be written before */
  readonly after?: number | undefined
  /** Only of the container with this id. */
  readonly container?: string | undefined
}

const goWords = {
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EROFS: 'read-only file system',
  EIO: 'input/output error',
  EBUSY: 'device or resource busy',
  ENOTEMPTY: 'directory not empty',
} satisfies Record<Trouble['error'], string>

/** What the kernel says, as Go programs print it. */
export const inGoWords = (error: Trouble['error']): string => goWords[error]

interface Pending {
  readonly trouble: Trouble
  written: number
}

/** Costs one look while there is none. */
export class StorageTroubles {
  readonly #list: Pending[] = []
  readonly #waits: (() => Promise<void>)[] = []

  /** Returns how to take it back. */
  add(trouble: Trouble): () => void {
    const pending = { trouble, written: 0 }
    this.#list.push(pending)
    return () => {
      const index = this.#list.indexOf(pending)
      if (index >= 0) this.#list.splice(index, 1)
    }
  }

  /** What takes its time waits so before it begins; returns how to take that back. */
  slow(wait: () => Promise<void>): () => void {
    this.#waits.push(wait)
    return () => {
      const index = this.#waits.indexOf(wait)
      if (index >= 0) this.#waits.splice(index, 1)
    }
  }

  /** Undefined where nothing is slow. */
  wait(): Promise<void> | undefined {
    if (this.#waits.length === 0) return undefined
    return Promise.all(this.#waits.map((wait) => wait())).then(() => undefined)
  }

  /** What goes wrong with this now, if anything. */
  at(act: StorageAct, id: string): Trouble['error'] | undefined {
    if (this.#list.length === 0) return undefined
    return this.#list.find(({ trouble, written }) => concerns(trouble, act, id) && written >= (trouble.after ?? 0))
      ?.trouble.error
  }

  /** Counts bytes that are about to be written, and throws a FileError where that cannot be. */
  write(act: StorageAct, id: string, bytes: number): void {
    for (const pending of this.#list) {
      const { trouble } = pending
      if (!concerns(trouble, act, id)) continue
      // without bytes nothing needs room
      const isFull = bytes > 0 && pending.written + bytes > (trouble.after ?? 0)
      if (trouble.error === 'EROFS' || isFull) throw new FileError(trouble.error)
      pending.written += bytes
    }
  }
}

const concerns = ({ at, container }: Trouble, act: StorageAct, id: string): boolean =>
  at.includes(act) && (container === undefined || container === id)
