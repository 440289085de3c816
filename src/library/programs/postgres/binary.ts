// Values of PostgreSQL in binary form, for clients that ask for it.
import { Buffer } from 'node:buffer'
import type { Kind } from '../sql/kinds.ts'
import { SqlProblem } from '../sql/problem.ts'

/** Throws 0A000 for types that have no simple form. */
export function toBinary(kind: Kind, text: string): Uint8Array {
  const bytes = Buffer.alloc(Math.max(0, kind.size))
  switch (kind.name) {
    case 'bool':
      return Buffer.from([text === 't' ? 1 : 0])
    case 'int2':
      bytes.writeInt16BE(Number(text))
      return bytes
    case 'int4':
    case 'oid':
      bytes.writeInt32BE(Number(text) | 0)
      return bytes
    case 'int8':
      bytes.writeBigInt64BE(BigInt(text))
      return bytes
    case 'float4':
      bytes.writeFloatBE(Number(text))
      return bytes
    case 'float8':
      bytes.writeDoubleBE(Number(text))
      return bytes
    case 'uuid':
      return Buffer.from(text.replaceAll('-', ''), 'hex')
    case 'void':
      return Buffer.alloc(0)
    case 'jsonb':
      return Buffer.from(`\x01${text}`)
    default:
      if (kind.sort === 'text') return Buffer.from(text)
      throw new SqlProblem('0A000', `mockerd does not simulate the binary form of the type ${kind.title}`)
  }
}

/** Throws 22P03 for a wrong length. */
export function fromBinary(kind: Kind, bytes: Buffer): string {
  if (kind.size > 0 && kind.name !== 'name' && bytes.length !== kind.size) {
    throw new SqlProblem('22P03', 'incorrect binary data format in bind parameter 1')
  }
  switch (kind.name) {
    case 'bool':
      return bytes[0] === 0 ? 'f' : 't'
    case 'int2':
    case 'int4':
    case 'oid':
      return String(bytes.readIntBE(0, kind.size))
    case 'int8':
      return String(bytes.readBigInt64BE())
    case 'float4':
      return String(bytes.readFloatBE())
    case 'float8':
      return String(bytes.readDoubleBE())
    case 'uuid':
      return bytes.toString('hex')
    case 'jsonb':
      return bytes.toString('utf8', 1)
    default:
      if (kind.sort === 'text') return bytes.toString()
      throw new SqlProblem('0A000', `mockerd does not simulate the binary form of the type ${kind.title}`)
  }
}
