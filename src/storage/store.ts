// Where the nouns of an engine put what is to outlive the process. What is put is on the disk before any client hears of it.
import type { Digest } from '../codec/digest.ts'
import type { Tree, WritableTree } from './tree.ts'

/** Records: small, plain values of JSON, by key. */
export interface Shelf {
  /** The record is new or has changed; `read` gives it, without throwing, once when it is written. */
  put(key: string, read: () => unknown): void
  delete(key: string): void
  /** The records of earlier runs, in no order. Who reads them checks them: a person may have edited a file. */
  all(): Iterable<unknown>
  /** A record is no good: tells it to whoever runs the daemon, and leaves the files as they are. */
  refuse(key: string, reason: unknown): void
}

/** Trees of files, by key. */
export interface TreeShelf {
  /**
   * Keeps a tree: what comes back is to be used in its place. It is asked for when it is first looked at.
   * @param below what the tree lies on, which is kept elsewhere
   */
  keep(key: string, tree: () => WritableTree, below?: () => Tree | undefined): WritableTree
  /** Puts what an earlier run has kept under a key into a tree. */
  fill(key: string, tree: WritableTree): void
  /** As it is now it is to be on the disk before a client hears anything. Without it that happens within seconds. */
  save(key: string): void
  delete(key: string): void
}

/** Lines of text, by key. */
export interface LineShelf {
  append(key: string, line: string): void
  /** Those of earlier runs. */
  read(key: string): string[]
  delete(key: string): void
}

/** An image as other tools find it in the store. */
export interface LaidOutImage {
  readonly id: Digest
  /** The configuration: bytes that the id is the digest of. */
  readonly config: Uint8Array
  /** from the lowest up, as archives without compression */
  readonly layers: readonly { readonly digest: Digest; readonly size: number }[]
  /** with registry and tag */
  readonly names: readonly string[]
}

export interface ImageLayout {
  put(image: () => LaidOutImage): void
  delete(id: Digest): void
  /** The configuration of an image of an earlier run. Throws when it is not there, or not what it was. */
  config(id: Digest): Uint8Array
}

/** What is true of containers only while they run: a snapshot has it, and a disk if they are to go on without a daemon. */
export interface LiveShelf {
  /** Whether there is anything of before, so that the daemon goes on and does not begin. */
  readonly goesOn: boolean
  put(key: string, read: () => unknown): void
  /** Undefined for what was not told. Who reads it checks it. */
  get(key: string): unknown
}

export interface Store {
  /** Whether anything outlives the process. */
  readonly isKept: boolean
  /** Without one what ran has ended. */
  readonly live?: LiveShelf
  readonly networks: Shelf
  readonly volumes: Shelf
  readonly volumeTrees: TreeShelf
  readonly images: Shelf
  readonly layout: ImageLayout
  readonly containers: Shelf
  readonly containerTrees: TreeShelf
  readonly logs: LineShelf
}

const shelf: Shelf = { put() {}, delete() {}, all: () => [], refuse() {} }
const trees: TreeShelf = { keep: (_key, tree) => tree(), fill() {}, save() {}, delete() {} }

/** Keeps nothing. */
export const noStore: Store = {
  isKept: false,
  networks: shelf,
  volumes: shelf,
  volumeTrees: trees,
  images: shelf,
  layout: {
    put() {},
    delete() {},
    config: () => new Uint8Array(0),
  },
  containers: shelf,
  containerTrees: trees,
  logs: { append() {}, read: () => [], delete() {} },
}
