// A pattern as a tree.
import type { ByteSet } from './byte-set.ts'

export type Assertion =
  | 'start'
  | 'end'
  | 'text start'
  | 'text end'
  | 'word start'
  | 'word end'
  | 'word edge'
  | 'no word edge'

export type Node =
  | { readonly type: 'set'; readonly set: ByteSet }
  | { readonly type: 'sequence'; readonly parts: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[] }
  | { readonly type: 'repeat'; readonly node: Node; readonly least: number; readonly most: number }
  | { readonly type: 'group'; readonly index: number; readonly node: Node }
  | { readonly type: 'assertion'; readonly assertion: Assertion }
  | { readonly type: 'again'; readonly index: number }

/** A pattern that is none; the words are regcomp()'s. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PatternError'
  }
}
