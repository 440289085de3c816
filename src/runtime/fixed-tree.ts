// A small tree of texts that nobody can change from inside; texts and names may be made when somebody looks.
import { FileError } from '../storage/file-error.ts'
import type { FileKind, Inode, Tree } from '../storage/tree.ts'
import { encode } from './bytes.ts'

type Text = string | (() => string)
type Entries = Readonly<Record<string, FixedNode>>

export interface FixedNode {
  readonly kind: FileKind
  readonly mode: number
  readonly text?: Text
  readonly entries?: Entries | (() => Entries)
  readonly device?: readonly [number, number]
}

export function directory(entries: Entries | (() => Entries), mode: number = 0o755): FixedNode {
  return { kind: 'directory', mode, entries }
}

export function text(content: Text, mode: number = 0o444): FixedNode {
  return { kind: 'file', mode, text: content }
}

export class FixedTree implements Tree {
  readonly root: number
  private readonly nodes: FixedNode[] = []
  /** inodes by directory and name, from when somebody first asked for them */
  private readonly known: Map<string, number> = new Map()
  private readonly mtime: number

  constructor(root: FixedNode, mtime: number) {
    this.mtime = mtime
    this.root = this.nodes.push(root)
  }

  private node(ino: number): FixedNode {
    const node = this.nodes[ino - 1]
    if (!node) throw new FileError('EIO')
    return node
  }

  private entriesOf(ino: number): Entries {
    const { entries = {} } = this.node(ino)
    return typeof entries === 'function' ? entries() : entries
  }

  /** The inode of a name that is there now. */
  private number(directoryIno: number, name: string, node: FixedNode): number {
    const key = `${directoryIno}/${name}`
    const known = this.known.get(key)
    if (known !== undefined) {
      this.nodes[known - 1] = node
      return known
    }
    const ino = this.nodes.push(node)
    this.known.set(key, ino)
    return ino
  }

  private bytes(ino: number): Uint8Array {
    const { text = '' } = this.node(ino)
    return encode(typeof text === 'function' ? text() : text)
  }

  stat(ino: number): Inode {
    const { kind, mode, device } = this.node(ino)
    const size = kind === 'file' ? this.bytes(ino).length : 0
    return { ino, kind, mode, uid: 0, gid: 0, mtime: this.mtime, size, links: 1, device }
  }

  lookup(directoryIno: number, name: string): number | undefined {
    const entries = this.entriesOf(directoryIno)
    return Object.hasOwn(entries, name) ? this.number(directoryIno, name, entries[name]!) : undefined
  }

  *entries(directoryIno: number): Iterable<readonly [name: string, ino: number]> {
    for (const [name, node] of Object.entries(this.entriesOf(directoryIno))) {
      yield [name, this.number(directoryIno, name, node)]
    }
  }

  read(ino: number, position: number, length: number): Uint8Array {
    return this.bytes(ino).subarray(position, position + length)
  }
}
