// Functions about texts and nulls that every server of SQL has.
import { FLOAT8, INT4, type Kind, NUMERIC, TEXT } from './kinds.ts'
import type { SqlFunction } from './language.ts'

const text = (kind: Kind, run: (text: string) => string): SqlFunction => ({
  kind,
  counts: [1, 1],
  run: ([first = '']) => run(first),
})
const numberKind = ([first = NUMERIC]: readonly Kind[]): Kind => (first.sort === 'text' ? FLOAT8 : first)

export const textFunctions: Readonly<Record<string, SqlFunction>> = {
  lower: text(TEXT, (one) => one.toLowerCase()),
  upper: text(TEXT, (one) => one.toUpperCase()),
  trim: text(TEXT, (one) => one.replace(/^ +| +$/g, '')),
  btrim: text(TEXT, (one) => one.replace(/^ +| +$/g, '')),
  length: text(INT4, (one) => String([...one].length)),
  char_length: text(INT4, (one) => String([...one].length)),
  octet_length: text(INT4, (one) => String(new TextEncoder().encode(one).length)),
  abs: { kind: numberKind, counts: [1, 1], run: ([one = '']) => one.replace(/^-/, '') },
  concat: {
    kind: TEXT,
    counts: [1, 100],
    takesNull: true,
    run: (args) => args.map((one) => one ?? '').join(''),
  },
  coalesce: {
    kind: ([first = TEXT, ...others]) =>
      others.find(({ name }) => first.name === 'unknown' && name !== 'unknown') ?? first,
    counts: [1, 100],
    takesNull: true,
    run: (args: readonly (string | null)[]) => args.find((one) => one !== null) ?? null,
  },
  nullif: {
    kind: ([first = TEXT]) => first,
    counts: [2, 2],
    takesNull: true,
    run: ([one = null, other]: readonly (string | null)[]) => (one === other ? null : one),
  },
}
