// What a PostgreSQL client has prepared, and what it has bound to values.
import type { Kind } from '../sql/kinds.ts'
import type { Cell } from '../sql/language.ts'
import type { Statement } from './sql/statement.ts'

export interface Prepared {
  readonly sql: string
  /** undefined: nothing at all */
  readonly statement: Statement | undefined
  readonly kinds: readonly Kind[]
}

export interface Portal extends Prepared {
  readonly parameters: readonly Cell[]
  readonly formats: readonly number[]
  /** What is left of a result that is fetched in pieces. */
  rest?: { readonly rows: (readonly (string | null)[])[]; readonly tag: string }
}
