// Results of statements as packets of MySQL's protocol, in text and in binary form.
import { Buffer } from 'node:buffer'
import type { Kind } from '../sql/kinds.ts'
import type { ResultColumn } from '../sql/select.ts'
import type { Row } from '../sql/table.ts'
import { wireType } from './kinds.ts'
import { byte, lengthNumber, lengthText, number } from './wire.ts'

const UTF8MB4 = 255
const BINARY = 63
const BINARY_FLAG = 128

/** Bits of a server's state. */
export const status = { inTransaction: 1, autocommit: 2, more: 8 } as const

export const okPacket = (affected: number, insertId: string, state: number): Buffer =>
  Buffer.concat([byte(0), lengthNumber(affected), lengthNumber(BigInt(insertId)), number(state, 2), number(0, 2)])

export const endPacket = (state: number): Buffer => Buffer.concat([byte(0xfe), number(0, 2), number(state, 2)])

export function columnPacket({ name, kind }: ResultColumn, database = ''): Buffer {
  const text = (kind.sort === 'text' && kind.name !== 'bytea') || kind.name === 'jsonb'
  return Buffer.concat([
    ...['def', database, '', '', name, name].map(lengthText),
    byte(12),
    number(text ? UTF8MB4 : BINARY, 2),
    number(kind.size > 0 ? 20 : 65_535, 4),
    byte(wireType(kind)),
    number(text ? 0 : BINARY_FLAG, 2),
    byte(kind.name === 'float8' || kind.name === 'float4' ? 31 : 0),
    number(0, 2),
  ])
}

export const textRow = (row: Row): Buffer =>
  Buffer.concat(row.map((cell) => (cell === null ? byte(0xfb) : lengthText(cell))))

export function binaryRow(row: Row, columns: readonly ResultColumn[]): Buffer {
  const nulls = Buffer.alloc((columns.length + 9) >> 3)
  const cells = row.map((cell, at) => {
    if (cell !== null) return binaryCell(columns[at]!.kind, cell)
    nulls[(at + 2) >> 3]! |= 1 << ((at + 2) & 7)
    return Buffer.alloc(0)
  })
  return Buffer.concat([byte(0), nulls, ...cells])
}

function binaryCell(kind: Kind, text: string): Buffer {
  const bytes = Buffer.alloc(8)
  switch (kind.name) {
    case 'int2':
      bytes.writeInt16LE(Number(text))
      return bytes.subarray(0, 2)
    case 'int4':
      bytes.writeInt32LE(Number(text))
      return bytes.subarray(0, 4)
    case 'int8':
      bytes.writeBigInt64LE(BigInt(text))
      return bytes
    case 'float4':
      bytes.writeFloatLE(Number(text))
      return bytes.subarray(0, 4)
    case 'float8':
      bytes.writeDoubleLE(Number(text))
      return bytes
    case 'date':
    case 'timestamp':
      return binaryMoment(text)
    case 'time':
      return binaryTime(text)
    default:
      return lengthText(text)
  }
}

/** `2025-01-31 10:00:00.5` */
function binaryMoment(text: string): Buffer {
  const [year = 0, month = 0, day = 0, hour, minute = 0, second = 0] = text.split(/[-: ]/).map(Number)
  const date = Buffer.concat([number(year, 2), byte(month), byte(day)])
  if (hour === undefined) return Buffer.concat([byte(4), date])
  const micros = Math.round((second % 1) * 1e6)
  const time = Buffer.from([hour, minute, Math.floor(second)])
  return micros === 0 ? Buffer.concat([byte(7), date, time]) : Buffer.concat([byte(11), date, time, number(micros, 4)])
}

function binaryTime(text: string): Buffer {
  const [hour = 0, minute = 0, second = 0] = text.split(':').map(Number)
  return Buffer.concat([byte(8), byte(0), number(0, 4), Buffer.from([hour, minute, Math.floor(second)])])
}
