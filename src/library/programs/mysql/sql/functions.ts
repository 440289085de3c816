// Functions of MySQL that are simulated, beside those that every server has.
import { DATE, FLOAT8, INT8, type Kind, TEXT, TIME, TIMESTAMP, VARCHAR } from '../../sql/kinds.ts'
import type { SqlFunction } from '../../sql/language.ts'
import { momentText, randomUuid } from '../../sql/moments.ts'
import { textFunctions } from '../../sql/text-functions.ts'
import type { Dialect, MySqlSession } from '../session.ts'
import { mysqlGrammar } from './grammar.ts'
import { systemTable } from './system-tables.ts'
import { variable } from './variables.ts'

type Fact = readonly [Kind, (session: MySqlSession) => string | null]

const now: Fact = [TIMESTAMP, ({ process }) => momentText(process.now()).slice(0, 19)]
const day: Fact = [DATE, ({ process }) => momentText(process.now()).slice(0, 10)]
const time: Fact = [TIME, ({ process }) => momentText(process.now()).slice(11, 19)]
const database: Fact = [VARCHAR, (session) => session.database ?? null]
const user: Fact = [VARCHAR, ({ account, host }) => `${account.name}@${host}`]
const currentUser: Fact = [VARCHAR, ({ account }) => `${account.name}@${account.host}`]

const facts: Readonly<Record<string, Fact>> = {
  connection_id: [INT8, ({ id }) => String(id)],
  curdate: day,
  current_date: day,
  current_time: time,
  current_timestamp: now,
  current_user: currentUser,
  curtime: time,
  database,
  last_insert_id: [INT8, ({ lastInsertId }) => lastInsertId],
  localtimestamp: now,
  now,
  rand: [FLOAT8, ({ process }) => String(process.random())],
  row_count: [INT8, ({ rowCount }) => String(rowCount)],
  schema: database,
  session_user: user,
  sysdate: now,
  system_user: user,
  unix_timestamp: [INT8, ({ process }) => String(Math.floor(process.now() / 1000))],
  user,
  utc_timestamp: now,
  uuid: [VARCHAR, ({ process }) => randomUuid(process)],
  version: [VARCHAR, ({ server }) => server.version],
}

const characters = (text: string): string[] => [...text]

const functions: Readonly<Record<string, SqlFunction>> = {
  char_length: { kind: INT8, counts: [1, 1], run: ([text = '']) => String(characters(text).length) },
  length: { kind: INT8, counts: [1, 1], run: ([text = '']) => String(new TextEncoder().encode(text).length) },
  concat: { kind: TEXT, counts: [1, 100], run: (args) => args.join('') },
  if: {
    kind: ([, then = TEXT]) => then,
    counts: [3, 3],
    takesNull: true,
    run: ([test, then, otherwise]) => (Number.parseFloat(test ?? '0') ? (then ?? null) : (otherwise ?? null)),
  },
  ifnull: {
    kind: ([first = TEXT]) => first,
    counts: [2, 2],
    takesNull: true,
    run: ([one, other]) => one ?? other ?? null,
  },
  left: { kind: TEXT, counts: [2, 2], run: ([text = '', count]) => characters(text).slice(0, Number(count)).join('') },
  right: {
    kind: TEXT,
    counts: [2, 2],
    run: ([text = '', count]) => (Number(count) > 0 ? characters(text).slice(-Number(count)).join('') : ''),
  },
}

/** sleep() waits when the statement is done; it comes to 0. */
const sleep = (session: MySqlSession): SqlFunction => ({
  kind: INT8,
  counts: [1, 1],
  run([seconds]) {
    session.delay += Math.max(0, Number(seconds)) * 1000
    return '0'
  },
})

function functionNamed(session: MySqlSession, name: string): SqlFunction | undefined {
  if (name === 'sleep') return sleep(session)
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined
  if (fact) return { kind: fact[0], counts: [0, 1], run: () => fact[1](session) }
  if (Object.hasOwn(functions, name)) return functions[name]
  return Object.hasOwn(textFunctions, name) ? textFunctions[name] : undefined
}

export const mysqlDialect: Dialect = {
  language: (session) => ({
    grammar: mysqlGrammar,
    loose: true,
    functionNamed: (name) => functionNamed(session, name),
    variable: (name) => variable(session, name),
  }),
  systemTable,
}
