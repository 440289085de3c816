// A sed script as data.
import type { Pattern } from '../text-pattern/pattern.ts'

/** A pattern; undefined stands for the one that was used last. */
export type Search = Pattern | undefined

export type Address =
  | { readonly type: 'line'; readonly line: number }
  | { readonly type: 'step'; readonly first: number; readonly step: number }
  | { readonly type: 'last' }
  | { readonly type: 'pattern'; readonly pattern: Search }
  /** `+3`: so many lines more; `~4`: up to a multiple of it */
  | { readonly type: 'more'; readonly lines: number }
  | { readonly type: 'multiple'; readonly of: number }

/** A piece of a replacement: a text, or the number of a group (0 is the whole match). */
export type ReplacementPart = string | number

export interface Substitution {
  readonly pattern: Search
  readonly replacement: readonly ReplacementPart[]
  readonly global: boolean
  /** which match is the first to be replaced */
  readonly nth: number
  readonly print: boolean
  readonly file: string | undefined
}

export interface Command {
  readonly letter: string
  readonly from: Address | undefined
  readonly to: Address | undefined
  readonly negated: boolean
  /** text of a, i, c; label of b, t, T and `:`; file of r and w */
  readonly text: string
  readonly substitution: Substitution | undefined
  /** y: what each byte becomes */
  readonly map: ReadonlyMap<string, string> | undefined
  /** q, Q: the exit code */
  readonly code: number
  /** `{`: the place of its `}`; b, t, T: the place to go on at */
  target: number
}
