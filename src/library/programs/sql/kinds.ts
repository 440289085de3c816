// The types of SQL that are simulated: their names and numbers in PostgreSQL, and what texts they take.
import { SqlProblem } from './problem.ts'

export interface Kind {
  /** as pg_type has it: int4 */
  readonly name: string
  /** as errors have it: integer */
  readonly title: string
  readonly oid: number
  /** bytes, -1 where that varies */
  readonly size: number
  readonly sort: 'integer' | 'number' | 'boolean' | 'text' | 'time'
}

const kind = (name: string, title: string, oid: number, size: number, sort: Kind['sort']): Kind => ({
  name,
  title,
  oid,
  size,
  sort,
})

export const BOOL: Kind = kind('bool', 'boolean', 16, 1, 'boolean')
export const INT8: Kind = kind('int8', 'bigint', 20, 8, 'integer')
export const INT4: Kind = kind('int4', 'integer', 23, 4, 'integer')
export const TEXT: Kind = kind('text', 'text', 25, -1, 'text')
export const NAME: Kind = kind('name', 'name', 19, 64, 'text')
export const NUMERIC: Kind = kind('numeric', 'numeric', 1700, -1, 'number')
export const FLOAT8: Kind = kind('float8', 'double precision', 701, 8, 'number')
export const DATE: Kind = kind('date', 'date', 1082, 4, 'time')
export const TIMESTAMP: Kind = kind('timestamp', 'timestamp without time zone', 1114, 8, 'time')
export const TIMESTAMPTZ: Kind = kind('timestamptz', 'timestamp with time zone', 1184, 8, 'time')
export const UUID: Kind = kind('uuid', 'uuid', 2950, 16, 'text')
export const VOID: Kind = kind('void', 'void', 2278, 4, 'text')
/** A literal whose type nobody knows yet. */
export const UNKNOWN: Kind = kind('unknown', 'unknown', 705, -2, 'text')
export const INT2: Kind = kind('int2', 'smallint', 21, 2, 'integer')
export const VARCHAR: Kind = kind('varchar', 'character varying', 1043, -1, 'text')
export const BPCHAR: Kind = kind('bpchar', 'character', 1042, -1, 'text')
export const FLOAT4: Kind = kind('float4', 'real', 700, 4, 'number')
const JSON_KIND = kind('json', 'json', 114, -1, 'text')
export const JSONB: Kind = kind('jsonb', 'jsonb', 3802, -1, 'text')
export const BYTEA: Kind = kind('bytea', 'bytea', 17, -1, 'text')
export const TIME: Kind = kind('time', 'time without time zone', 1083, 8, 'time')
const OID = kind('oid', 'oid', 26, 4, 'integer')

const all = [
  ...[BOOL, INT8, INT4, TEXT, NAME, NUMERIC, FLOAT8, DATE, TIMESTAMP, TIMESTAMPTZ, UUID, VOID, UNKNOWN],
  ...[INT2, VARCHAR, BPCHAR, FLOAT4, JSON_KIND, JSONB, BYTEA, TIME, OID],
]

const aliases: Readonly<Record<string, Kind>> = {
  int: INT4,
  decimal: NUMERIC,
  char: BPCHAR,
  string: TEXT,
  'timestamp with time zone': TIMESTAMPTZ,
  ...Object.fromEntries(all.flatMap((one) => [one.name, one.title].map((name) => [name, one]))),
  timestamp: TIMESTAMP,
  time: TIME,
}

/** By any of its names, in lower case. */
export const kindNamed = (name: string): Kind | undefined => (Object.hasOwn(aliases, name) ? aliases[name] : undefined)

export const kindOfOid = (oid: number): Kind | undefined => all.find((one) => one.oid === oid)

const bits: Readonly<Record<string, bigint>> = { int2: 15n, int4: 31n, int8: 63n, oid: 32n }
const yes = ['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']
const no = ['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0']

/** A text as the type writes it. Throws 22P02 or 22003 for one that it does not take. */
export function textAs(kind: Kind, text: string): string {
  const clean = text.trim()
  switch (kind.name) {
    case 'bool': {
      const word = clean.toLowerCase()
      if (yes.includes(word)) return 't'
      if (no.includes(word)) return 'f'
      throw invalid(kind, text)
    }
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid': {
      if (!/^[+-]?\d+$/.test(clean)) throw invalid(kind, text)
      const value = BigInt(clean.replace('+', ''))
      const most = 1n << bits[kind.name]!
      if (value >= most || value < -most) {
        throw new SqlProblem('22003', `value "${clean}" is out of range for type ${kind.title}`)
      }
      return String(value)
    }
    case 'numeric':
    case 'float4':
    case 'float8': {
      if (/^[+-]?(inf|infinity)$/i.test(clean)) return clean.startsWith('-') ? '-Infinity' : 'Infinity'
      if (/^nan$/i.test(clean)) return 'NaN'
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(clean)) throw invalid(kind, text)
      return kind.name === 'numeric' ? clean.replace(/^\+/, '').replace(/^(-?)\./, '$10.') : String(Number(clean))
    }
    case 'uuid': {
      const digits = clean.toLowerCase().replace(/[{}-]/g, '')
      if (!/^[0-9a-f]{32}$/.test(digits)) throw invalid(kind, text)
      return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    }
    case 'json':
    case 'jsonb':
      try {
        const value: unknown = JSON.parse(text)
        return kind.name === 'jsonb' ? spaced(value) : text
      } catch {
        throw invalid(kind, text)
      }
    case 'date':
      if (!/^\d{4}-\d{2}-\d{2}/.test(clean)) throw invalid(kind, text)
      return clean.slice(0, 10)
    case 'timestamp':
    case 'timestamptz':
      return momentText(kind, clean) ?? refuse(invalid(kind, text))
    default:
      return text
  }
}

/** differs: only UTC is a time zone here; an offset is kept as it was given. */
function momentText(kind: Kind, text: string): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i.exec(text)
  if (!found) return undefined
  const [, day, minutes = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = found
  const part = fraction.replace(/\.?0+$/, '')
  const offset = /^z$/i.test(zone) ? '+00' : zone.replace(/(?<=\d\d):?00$/, '')
  return `${day} ${minutes}${seconds}${part}${kind.name === 'timestamp' ? '' : offset}`
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${spaced(one)}`)
  return `{${entries.join(', ')}}`
}

const invalid = ({ title }: Kind, text: string): SqlProblem =>
  new SqlProblem('22P02', `invalid input syntax for type ${title}: "${text}"`)

function refuse(problem: SqlProblem): never {
  throw problem
}
