// find's expressions as data.
import type { Inode } from '../../../storage/tree.ts'

/** What find has come to. */
export interface Visit {
  readonly path: string
  readonly name: string
  readonly inode: Inode
  readonly depth: number
  /** the operand that it lies below */
  readonly start: string
  /** set by -prune: what is below is left out */
  prune: boolean
}

/** A test or an action; true when it holds or succeeds. */
export type Predicate = (visit: Visit) => Promise<boolean> | boolean

export interface FindExpression {
  readonly evaluate: Predicate
  /** run at the end: `-exec … +` with what has gathered */
  readonly finish: readonly (() => Promise<void>)[]
  readonly leastDepth: number
  readonly mostDepth: number
  /** contents before their directory */
  readonly depthFirst: boolean
  readonly sameFilesystem: boolean
}
