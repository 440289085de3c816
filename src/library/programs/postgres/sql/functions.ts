// Functions of PostgreSQL that are simulated.
import { civil } from '../../../../codec/calendar.ts'
import {
  BOOL,
  DATE,
  FLOAT8,
  INT4,
  INT8,
  type Kind,
  NAME,
  NUMERIC,
  TEXT,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID,
  VOID,
} from '../kinds.ts'
import { randomBytes } from '../scram.ts'
import type { Session } from '../session.ts'

type Argument = string | null

export interface SqlFunction {
  readonly kind: Kind | ((args: readonly Kind[]) => Kind)
  /** It gets null, too; others are null as soon as an argument is. */
  readonly takesNull?: true
  readonly counts: readonly [least: number, most: number]
  run(session: Session, args: readonly string[]): Argument
}

const two = (value: number): string => String(value).padStart(2, '0')

export function momentOf(ms: number): string {
  const at = civil(ms / 1000)
  const fraction = `.${String(Math.floor(ms % 1000)).padStart(3, '0')}`.replace(/\.?0+$/, '')
  return `${at.year}-${two(at.month)}-${two(at.day)} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}${fraction}`
}

const began = (session: Session): number => session.began

const fact = (kind: Kind, run: (session: Session) => Argument): SqlFunction => ({ kind, counts: [0, 0], run })
const text = (kind: Kind, run: (text: string) => string): SqlFunction => ({
  kind,
  counts: [1, 1],
  run: (_session, [first = '']) => run(first),
})
const now = fact(TIMESTAMPTZ, (session) => `${momentOf(began(session))}+00`)
const user = fact(NAME, ({ user }) => user)
const database = fact(NAME, ({ database }) => database)
const numberKind = ([first = NUMERIC]: readonly Kind[]): Kind => (first.sort === 'text' ? FLOAT8 : first)

function version({ server }: Session): string {
  return `PostgreSQL ${server.version} on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit`
}

function uuid({ server }: Session): string {
  const bytes = randomBytes(server.process, 16)
  bytes[6] = (bytes[6]! & 15) | 64
  bytes[8] = (bytes[8]! & 63) | 128
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export const functions: Readonly<Record<string, SqlFunction>> = {
  version: fact(TEXT, version),
  now,
  current_timestamp: now,
  transaction_timestamp: now,
  statement_timestamp: now,
  clock_timestamp: fact(TIMESTAMPTZ, ({ server }) => `${momentOf(server.process.now())}+00`),
  localtimestamp: fact(TIMESTAMP, (session) => momentOf(began(session))),
  current_date: fact(DATE, (session) => momentOf(began(session)).slice(0, 10)),
  current_user: user,
  session_user: user,
  current_role: user,
  user,
  current_database: database,
  current_catalog: database,
  current_schema: fact(NAME, () => 'public'),
  pg_backend_pid: fact(INT4, ({ pid }) => String(pid)),
  pg_is_in_recovery: fact(BOOL, () => 'f'),
  pg_postmaster_start_time: fact(TIMESTAMPTZ, ({ server }) => `${momentOf(server.started)}+00`),
  gen_random_uuid: fact(UUID, uuid),
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
  lower: text(TEXT, (one) => one.toLowerCase()),
  upper: text(TEXT, (one) => one.toUpperCase()),
  trim: text(TEXT, (one) => one.replace(/^ +| +$/g, '')),
  btrim: text(TEXT, (one) => one.replace(/^ +| +$/g, '')),
  length: text(INT4, (one) => String([...one].length)),
  char_length: text(INT4, (one) => String([...one].length)),
  octet_length: text(INT4, (one) => String(new TextEncoder().encode(one).length)),
  abs: { kind: numberKind, counts: [1, 1], run: (_session, [one = '']) => one.replace(/^-/, '') },
  concat: {
    kind: TEXT,
    counts: [1, 100],
    takesNull: true,
    run: (_session, args) => args.map((one) => one ?? '').join(''),
  },
  coalesce: {
    kind: ([first = TEXT, ...others]) =>
      others.find(({ name }) => first.name === 'unknown' && name !== 'unknown') ?? first,
    counts: [1, 100],
    takesNull: true,
    run: (_session, args: readonly Argument[]) => args.find((one) => one !== null) ?? null,
  },
  nullif: {
    kind: ([first = TEXT]) => first,
    counts: [2, 2],
    takesNull: true,
    run: (_session, [one = null, other]: readonly Argument[]) => (one === other ? null : one),
  },
}

/** Functions over all rows; without rows they are null, but for count. */
export const aggregates: Readonly<Record<string, (args: readonly Kind[]) => Kind>> = {
  count: () => INT8,
  sum: ([first = NUMERIC]) =>
    first.name === 'int4' || first.name === 'int2' ? INT8 : first.name === 'int8' ? NUMERIC : first,
  avg: ([first = NUMERIC]) => (first.sort === 'integer' ? NUMERIC : first),
  min: ([first = TEXT]) => first,
  max: ([first = TEXT]) => first,
}
