// Functions of PostgreSQL that are simulated, beside those that every server has.
import { BOOL, DATE, FLOAT8, INT4, type Kind, NAME, TEXT, TIMESTAMP, TIMESTAMPTZ, UUID, VOID } from '../../sql/kinds.ts'
import type { SqlFunction } from '../../sql/language.ts'
import { momentText, randomUuid } from '../../sql/moments.ts'
import { textFunctions } from '../../sql/text-functions.ts'
import type { Session } from '../session.ts'

interface SessionFunction {
  readonly kind: Kind
  readonly counts: readonly [least: number, most: number]
  run(session: Session, args: readonly string[]): string
}

const began = (session: Session): number => session.began

const fact = (kind: Kind, run: (session: Session) => string): SessionFunction => ({ kind, counts: [0, 0], run })
const now = fact(TIMESTAMPTZ, (session) => `${momentText(began(session))}+00`)
const user = fact(NAME, ({ user }) => user)
const database = fact(NAME, ({ database }) => database)

function version({ server }: Session): string {
  return `PostgreSQL ${server.version} on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit`
}

const functions: Readonly<Record<string, SessionFunction>> = {
  version: fact(TEXT, version),
  now,
  current_timestamp: now,
  transaction_timestamp: now,
  statement_timestamp: now,
  clock_timestamp: fact(TIMESTAMPTZ, ({ server }) => `${momentText(server.process.now())}+00`),
  localtimestamp: fact(TIMESTAMP, (session) => momentText(began(session))),
  current_date: fact(DATE, (session) => momentText(began(session)).slice(0, 10)),
  current_user: user,
  session_user: user,
  current_role: user,
  user,
  current_database: database,
  current_catalog: database,
  current_schema: fact(NAME, () => 'public'),
  pg_backend_pid: fact(INT4, ({ pid }) => String(pid)),
  pg_is_in_recovery: fact(BOOL, () => 'f'),
  pg_postmaster_start_time: fact(TIMESTAMPTZ, ({ server }) => `${momentText(server.started)}+00`),
  gen_random_uuid: fact(UUID, ({ server }) => randomUuid(server.process)),
  random: fact(FLOAT8, ({ server }) => String(server.process.random())),
  pg_sleep: {
    kind: VOID,
    counts: [1, 1],
    run(session, [seconds]) {
      session.delay += Math.max(0, Number(seconds)) * 1000
      return ''
    },
  },
  current_setting: {
    kind: TEXT,
    counts: [1, 2],
    run: (session, [name = '']) => session.setting(name).value,
  },
  set_config: {
    kind: TEXT,
    counts: [3, 3],
    run(session, [name = '', value = '']) {
      session.set(name, value)
      return value
    },
  },
}

/** What a call means in a session. */
export function functionNamed(session: Session, name: string): SqlFunction | undefined {
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (own) return { ...own, run: (args) => own.run(session, args) }
  return Object.hasOwn(textFunctions, name) ? textFunctions[name] : undefined
}
