// A tree that tells when it changes, and may be one of an earlier run that is made when it is first looked at.
import type { Range } from '../bytes.ts'
import type { Attributes, Inode, NewInode, WritableTree } from '../tree.ts'

export class KeptTree implements WritableTree {
  readonly #make: () => WritableTree
  readonly #changed: () => void
  #made: WritableTree | undefined

  constructor(make: () => WritableTree, changed: () => void = () => {}) {
    this.#make = make
    this.#changed = changed
  }

  /** Whether somebody has looked at it. */
  get isMade(): boolean {
    return this.#made !== undefined
  }

  get #tree(): WritableTree {
    this.#made ??= this.#make()
    return this.#made
  }

  get root(): number {
    return this.#tree.root
  }

  stat(ino: number): Inode {
    return this.#tree.stat(ino)
  }

  lookup(directory: number, name: string): number | undefined {
    return this.#tree.lookup(directory, name)
  }

  entries(directory: number): Iterable<readonly [name: string, ino: number]> {
    return this.#tree.entries(directory)
  }

  read(ino: number, position: number, length: number): Uint8Array {
    return this.#tree.read(ino, position, length)
  }

  stored(ino: number): readonly Range[] | undefined {
    return this.#tree.stored?.(ino)
  }

  create(directory: number, name: string, init: NewInode): number {
    this.#changed()
    return this.#tree.create(directory, name, init)
  }

  link(directory: number, name: string, ino: number): void {
    this.#changed()
    this.#tree.link(directory, name, ino)
  }

  unlink(directory: number, name: string): void {
    this.#changed()
    this.#tree.unlink(directory, name)
  }

  rename(from: number, name: string, to: number, newName: string): void {
    this.#changed()
    this.#tree.rename(from, name, to, newName)
  }

  write(ino: number, position: number, bytes: Uint8Array): void {
    this.#changed()
    this.#tree.write(ino, position, bytes)
  }

  truncate(ino: number, size: number): void {
    this.#changed()
    this.#tree.truncate(ino, size)
  }

  change(ino: number, attributes: Attributes): void {
    this.#changed()
    this.#tree.change(ino, attributes)
  }

  hold(ino: number): void {
    this.#tree.hold?.(ino)
  }

  release(ino: number): void {
    this.#tree.release?.(ino)
  }
}
