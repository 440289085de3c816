// The language of PostgreSQL in a session.
import type { Dialect } from '../session.ts'
import { functionNamed } from './functions.ts'
import { postgresGrammar } from './grammar.ts'
import { systemTable } from './system-tables.ts'

export const postgresDialect: Dialect = {
  language: (session) => ({
    grammar: postgresGrammar,
    loose: false,
    functionNamed: (name) => functionNamed(session, name),
    variable: () => undefined,
  }),
  systemTable,
}
