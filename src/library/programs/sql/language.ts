// What servers of SQL do not have in common: words, types, functions, and how strict they are.
import type { Process } from '../../../runtime/process.ts'
import type { Kind } from './kinds.ts'
import type { Source, Table } from './table.ts'
import type { Lexicon } from './tokens.ts'

/** A value and its type. */
export interface Cell {
  readonly kind: Kind
  readonly text: string | null
}

export interface SqlFunction {
  readonly kind: Kind | ((args: readonly Kind[]) => Kind)
  /** It gets null, too; others are null as soon as an argument is. */
  readonly takesNull?: true
  readonly counts: readonly [least: number, most: number]
  run(args: readonly string[]): string | null
}

/** How statements are read. */
export interface Grammar {
  readonly lexicon: Lexicon
  /** Words that cannot be names of columns or tables. */
  readonly reserved: ReadonlySet<string>
  /** Those of them that are functions when a parenthesis follows. */
  readonly callable: ReadonlySet<string>
  kindNamed(name: string): Kind | undefined
  truth(value: boolean | null): Cell
  /**
   * As MySQL writes: names keep their case, those of tables their database, columns without an alias are named as they
   * were asked for, `LIMIT 5, 10`.
   */
  readonly mysql: boolean
}

export interface Language {
  readonly grammar: Grammar
  /**
   * As MySQL does it: texts compare with numbers and without regard to case, division gives fractions and by zero null,
   * counted columns count on from what was put in.
   */
  readonly loose: boolean
  functionNamed(name: string): SqlFunction | undefined
  /** `@@version`, where there is such a thing */
  variable(name: string): Cell | undefined
}

/** The part of a client's connection that statements about rows need. */
export interface SqlSession {
  readonly process: Process
  readonly language: Language
  /** How to take back what the transaction has done, the first thing first. */
  readonly undo: (() => void)[]
  /** ms that the statement wants to wait */
  delay: number
  table(name: string): Table | undefined
  /** What the server tells about itself in tables. */
  systemTable(name: string): Source | undefined
}
