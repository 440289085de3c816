// Rows of a result as messages of PostgreSQL's protocol.
import { Buffer } from 'node:buffer'
import type { ResultColumn } from '../sql/select.ts'
import { toBinary } from './binary.ts'
import { message } from './wire.ts'

/** 0 text, 1 binary: one format for all, or one for each, or text. */
export const formatOf = (formats: readonly number[], at: number): number =>
  formats.length === 1 ? formats[0]! : (formats[at] ?? 0)

export function rowDescription(columns: readonly ResultColumn[], formats: readonly number[]): Buffer {
  const fields = columns.flatMap(({ name, kind }, at) => [
    name,
    { int32: 0 },
    { int16: 0 },
    { int32: kind.oid },
    { int16: kind.size },
    { int32: -1 },
    { int16: formatOf(formats, at) },
  ])
  return message('T', { int16: columns.length }, ...fields)
}

export function dataRow(
  row: readonly (string | null)[],
  columns: readonly ResultColumn[],
  formats: readonly number[],
): Buffer {
  const cells = row.flatMap((text, at) => {
    if (text === null) return [{ int32: -1 }]
    const bytes = formatOf(formats, at) === 1 ? toBinary(columns[at]!.kind, text) : Buffer.from(text)
    return [{ int32: bytes.length }, bytes]
  })
  return message('D', { int16: row.length }, ...cells)
}
