// A tree that an archive is unpacked into, and that can list what came out of it and where the bytes of each file lie.
import type { FileBytes } from './bytes.ts'
import { KeptTree } from './data-root/kept-tree.ts'
import { listTree, type Place, type TreeList } from './data-root/saved-tree.ts'
import type { SparseBytes } from './sparse.ts'
import type { NewInode, Tree, WritableTree } from './tree.ts'

export class ListedTree extends KeptTree {
  readonly inner: WritableTree
  readonly #offsets = new WeakMap<object, number>()
  readonly #places = new Map<number, Place>()

  constructor(inner: WritableTree) {
    super(() => inner)
    this.inner = inner
  }

  /** Remembers where in the archive these bytes are. Gives them back. */
  noted(bytes: FileBytes, offset: number): FileBytes {
    this.#offsets.set(bytes, offset)
    return bytes
  }

  override create(directory: number, name: string, init: NewInode): number {
    const ino = super.create(directory, name, init)
    const place = init.content && this.#placeOf(init.content)
    if (place !== undefined) this.#places.set(ino, place)
    return ino
  }

  #placeOf(content: Uint8Array | FileBytes): Place | undefined {
    const { pieces } = content as Partial<SparseBytes>
    return pieces
      ? pieces.map(({ at, bytes }) => [at, this.#offsets.get(bytes)!, bytes.size] as const)
      : this.#offsets.get(content)
  }

  list(below: Tree | undefined): TreeList {
    return listTree(below, this, (ino) => this.#places.get(ino)).list
  }
}
