// A committed layer: the inodes that it holds, and how it and the layers below look as one tree.
import type { OwnBlocks } from './block-count.ts'
import type { FileBytes, WrittenBytes } from './bytes.ts'
import type { Inode } from './tree.ts'

/** The number that stands for a deleted name (a whiteout). */
export const whiteout = 0

/** An inode as one layer holds it. An inode keeps its number when a higher layer holds a changed one. */
export interface Node {
  /** A value: every change puts another one here. */
  inode: Inode
  /** of a file */
  bytes?: FileBytes
  /** The same bytes once this layer has written to them. */
  written?: WrittenBytes
  /** Which blocks of them the layer has of its own. */
  blocks?: OwnBlocks
  /** Of a directory: the names that this layer adds, moves or (as whiteout) takes away. */
  names?: Map<string, number>
  /** The layer made it or changed more than the count of its names: it counts as the layer's own. */
  changed: boolean
}

const noNames: ReadonlyMap<string, number> = new Map()

/** What is in a tree. */
export interface Content {
  readonly inodes: number
  /** of its files */
  readonly bytes: number
  /** bytes of the disk that its files would take, each with blocks of its own */
  readonly disk: number
}

/**
 * Immutable. What is looked up through a layer of an image is remembered there, as every container over it asks the
 * same; a layer that only one container lies on (`remembers` false) leaves the remembering to the one below.
 */
export class Layer {
  readonly parent: Layer | undefined
  readonly root: number
  readonly nodes: ReadonlyMap<number, Node>
  /** Every inode of this layer and below has a lower number; those made over it have not. */
  readonly end: number
  /** layers with it and below it */
  readonly depth: number
  /** with everything below it */
  readonly content: Content
  readonly #remembers: boolean
  readonly #found = new Map<number, Node>()
  readonly #merged = new Map<number, ReadonlyMap<string, number>>()
  #depths: Map<number, number> | undefined

  constructor(
    root: number,
    nodes: ReadonlyMap<number, Node>,
    end: number,
    content: Content,
    parent?: Layer,
    remembers = true,
  ) {
    this.root = root
    this.nodes = nodes
    this.end = end
    this.content = content
    this.parent = parent
    this.depth = 1 + (parent?.depth ?? 0)
    this.#remembers = remembers
  }

  /** How many layers are looked into, from this one down, until the inode is found. */
  depthOf(ino: number): number {
    if (this.parent === undefined || this.nodes.has(ino)) return 1
    if (!this.#remembers) return 1 + this.parent.depthOf(ino)
    this.#depths ??= new Map()
    const known = this.#depths.get(ino)
    if (known !== undefined) return known
    let depth = 1
    for (let layer: Layer | undefined = this; layer.parent && !layer.nodes.has(ino); layer = layer.parent) depth++
    this.#depths.set(ino, depth)
    return depth
  }

  /** The inode as it looks from this layer down. */
  node(ino: number): Node | undefined {
    if (ino >= this.end) return undefined
    const known = this.nodes.get(ino) ?? this.#found.get(ino)
    if (known !== undefined || this.parent === undefined) return known
    if (!this.#remembers) return this.parent.node(ino)
    for (let layer: Layer | undefined = this.parent; layer !== undefined; layer = layer.parent) {
      const node = layer.nodes.get(ino)
      if (node === undefined) continue
      this.#found.set(ino, node)
      return node
    }
    return undefined
  }

  lookup(directory: number, name: string): number | undefined {
    if (this.#remembers || this.parent === undefined) return this.names(directory).get(name)
    const own = this.nodes.get(directory)?.names?.get(name)
    if (own !== undefined) return own === whiteout ? undefined : own
    return this.parent.lookup(directory, name)
  }

  /** All names of a directory, lower ones first, without whiteouts. */
  names(directory: number): ReadonlyMap<string, number> {
    if (directory >= this.end) return noNames
    if (!this.#remembers && this.parent !== undefined) {
      const own = this.nodes.get(directory)?.names
      const below = this.parent.names(directory)
      return own === undefined ? below : mergeNames([below, own])
    }
    const known = this.#merged.get(directory)
    if (known !== undefined) return known
    const parts: ReadonlyMap<string, number>[] = []
    for (let layer: Layer | undefined = this; layer !== undefined; layer = layer.parent) {
      const part = layer.nodes.get(directory)?.names
      if (part !== undefined) parts.push(part)
    }
    const merged = mergeNames(parts.reverse())
    this.#merged.set(directory, merged)
    return merged
  }
}

/** The lowest part has no whiteouts: a layer records one only over a name that is there. */
function mergeNames(parts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> {
  if (parts.length === 1) return parts[0]!
  const merged = new Map<string, number>()
  for (const part of parts) {
    for (const [name, ino] of part) {
      if (ino === whiteout) merged.delete(name)
      else merged.set(name, ino)
    }
  }
  return merged
}
