// An open file: what descriptors of one or several processes lead to.
import { FileError } from '../storage/file-error.ts'
import type { FileKind, Inode } from '../storage/tree.ts'
import type { TerminalSettings } from './terminal-settings.ts'
import type { Wake } from './wait-list.ts'

/** The process that reads or writes, as far as an open file must know it. */
export interface Caller {
  readonly pid: number
  readonly group: number
  /** Waits until `subscribe`'s argument is called; handles signals meanwhile. */
  block(subscribe: (wake: Wake) => Wake | undefined, interruptible?: boolean): Promise<void>
  /** Waits while the process is stopped. */
  hold(): Promise<void> | undefined
  /** A signal that the process brings upon itself (SIGPIPE, SIGTTIN); whether it did something. */
  raise(signal: number): boolean
}

export abstract class OpenFile {
  /** how many descriptors lead here */
  private references = 1
  /** Where /proc/<pid>/fd points. */
  abstract readonly path: string

  /** Where the next byte is read, and how it was opened (O_WRONLY 1, O_RDWR 2, O_APPEND 02000). */
  get condition(): { readonly position: number; readonly flags: number } {
    return { position: 0, flags: 2 }
  }

  /** If it is a terminal. */
  get terminalSettings(): TerminalSettings | undefined {
    return undefined
  }

  read(_caller: Caller, _max: number): Promise<Uint8Array | undefined> | Uint8Array | undefined {
    throw new FileError('EBADF')
  }

  write(_caller: Caller, _bytes: Uint8Array): Promise<void> | undefined {
    throw new FileError('EBADF')
  }

  /** Gives back what was read too much, so that the next reader gets it. */
  unread(_bytes: Uint8Array): void {}

  seek(_position: number): void {
    throw new FileError('ESPIPE')
  }

  abstract inode(): Inode

  share(): this {
    this.references++
    return this
  }

  close(): void {
    if (--this.references === 0) this.closed()
  }

  /** The last descriptor is gone. */
  protected closed(): void {}
}

let lastNumber = 15000

/** An inode for something that lies in no tree. */
export function loneInode(kind: FileKind, mode: number, device?: readonly [number, number]): Inode {
  return { ino: ++lastNumber, kind, mode, uid: 0, gid: 0, mtime: 0, size: 0, links: 1, device }
}
