// A small tree that nobody can change.
import { FileError } from '../storage/file-error.ts'
import type { FileKind, Inode, Tree } from '../storage/tree.ts'
import { encode } from './bytes.ts'

export interface FixedNode {
  readonly kind: FileKind
  readonly mode: number
  readonly text?: string
  readonly entries?: Readonly<Record<string, FixedNode>>
}

export function directory(entries: Record<string, FixedNode>): FixedNode {
  return { kind: 'directory', mode: 0o755, entries }
}

export function text(content: string): FixedNode {
  return { kind: 'file', mode: 0o444, text: content }
}

export class FixedTree implements Tree {
  readonly root = 1
  private readonly nodes: FixedNode[] = []
  private readonly children: Map<number, Map<string, number>> = new Map()
  private readonly mtime: number

  constructor(root: FixedNode, mtime: number) {
    this.mtime = mtime
    this.add(root)
  }

  private add(node: FixedNode): number {
    const ino = this.nodes.push(node)
    if (node.entries) {
      const names = new Map<string, number>()
      this.children.set(ino, names)
      for (const [name, child] of Object.entries(node.entries)) names.set(name, this.add(child))
    }
    return ino
  }

  private node(ino: number): FixedNode {
    const node = this.nodes[ino - 1]
    if (!node) throw new FileError('EIO')
    return node
  }

  stat(ino: number): Inode {
    const { kind, mode, text } = this.node(ino)
    return { ino, kind, mode, uid: 0, gid: 0, mtime: this.mtime, size: text?.length ?? 0, links: 1 }
  }

  lookup(directoryIno: number, name: string): number | undefined {
    return this.children.get(directoryIno)?.get(name)
  }

  entries(directoryIno: number): Iterable<readonly [name: string, ino: number]> {
    return this.children.get(directoryIno) ?? []
  }

  read(ino: number, position: number, length: number): Uint8Array {
    return encode(this.node(ino).text ?? '').subarray(position, position + length)
  }
}
