// The types of MySQL that are simulated: what the types of SQL are called there, and their numbers on the wire.
import * as sql from '../sql/kinds.ts'

type Kind = sql.Kind

const called = (kind: Kind, title: string): Kind => ({ ...kind, title })

const kinds: readonly Kind[] = [
  called(sql.INT2, 'tinyint'),
  called(sql.INT2, 'smallint'),
  called(sql.INT4, 'mediumint'),
  called(sql.INT4, 'int'),
  called(sql.INT8, 'bigint'),
  called(sql.NUMERIC, 'decimal'),
  called(sql.FLOAT4, 'float'),
  called(sql.FLOAT8, 'double'),
  called(sql.VARCHAR, 'varchar'),
  called(sql.BPCHAR, 'char'),
  ...['tinytext', 'text', 'mediumtext', 'longtext'].map((title) => called(sql.TEXT, title)),
  ...['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'].map((title) => called(sql.BYTEA, title)),
  called(sql.DATE, 'date'),
  called(sql.TIME, 'time'),
  called(sql.TIMESTAMP, 'datetime'),
  called(sql.TIMESTAMP, 'timestamp'),
  called(sql.JSONB, 'json'),
]
const byTitle = new Map(kinds.map((kind) => [kind.title, kind]))
const aliases: Readonly<Record<string, string>> = {
  integer: 'int',
  bool: 'tinyint',
  boolean: 'tinyint',
  numeric: 'decimal',
  dec: 'decimal',
  real: 'double',
  float8: 'double',
  signed: 'bigint',
  unsigned: 'bigint',
}

/**
 * By its name or another one for it, in lower case.
 * differs: a scale and UNSIGNED are read and not kept.
 */
export const mysqlKindNamed = (name: string): Kind | undefined =>
  byTitle.get(Object.hasOwn(aliases, name) ? aliases[name]! : name)

/** Numbers of the protocol (enum_field_types of field_types.h). */
const numbers: Readonly<Record<string, number>> = {
  int2: 2,
  int4: 3,
  float4: 4,
  float8: 5,
  int8: 8,
  date: 10,
  time: 11,
  timestamp: 12,
  bpchar: 254,
  numeric: 246,
  jsonb: 245,
  text: 252,
  bytea: 252,
}

export const wireType = ({ name }: Kind): number => numbers[name] ?? 253

/** The type of a parameter that comes with this number. */
export function kindOfWireType(type: number): Kind {
  if (type >= 1 && type <= 3) return sql.INT4
  const name = Object.keys(numbers).find((one) => numbers[one] === type)
  return (name !== 'text' && name !== undefined && sql.kindNamed(name)) || sql.TEXT
}
