// The values of a prepared statement of MySQL, as clients send them in binary form.
import type { Cell } from '../sql/language.ts'
import { kindOfWireType } from './kinds.ts'
import type { Fields } from './wire.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/**
 * @param types those of the execution before, which a client need not send again; new ones are put into it
 * @param long values that came in pieces before, by their place
 */
export function readParameters(
  fields: Fields,
  count: number,
  types: number[],
  long: ReadonlyMap<number, Buffer>,
): Cell[] {
  if (count === 0) return []
  const nulls = fields.bytes((count + 7) >> 3)
  if (fields.number(1) === 1) for (let at = 0; at < count; at++) types[at] = fields.number(2)
  return Array.from({ length: count }, (_none, at): Cell => {
    const type = types[at] ?? 253
    const kind = kindOfWireType(type & 255)
    if ((nulls[at >> 3]! >> (at & 7)) & 1 || (type & 255) === 6) return { kind, text: null }
    return { kind, text: long.get(at)?.toString() ?? readValue(fields, type & 255, type >> 15 === 1) }
  })
}

function readValue(fields: Fields, type: number, unsigned: boolean): string {
  switch (type) {
    case 1:
      return String(unsigned ? fields.number(1) : fields.bytes(1).readInt8())
    case 2:
    case 13:
      return String(unsigned ? fields.number(2) : fields.bytes(2).readInt16LE())
    case 3:
    case 9:
      return String(unsigned ? fields.number(4) : fields.bytes(4).readInt32LE())
    case 8: {
      const bytes = fields.bytes(8)
      return String(unsigned ? bytes.readBigUInt64LE() : bytes.readBigInt64LE())
    }
    case 4:
      return String(fields.bytes(4).readFloatLE())
    case 5:
      return String(fields.bytes(8).readDoubleLE())
    case 7:
    case 10:
    case 12:
      return readMoment(fields, type === 10)
    case 11: {
      const length = fields.number(1)
      if (length === 0) return '00:00:00'
      fields.bytes(5)
      const text = [fields.number(1), fields.number(1), fields.number(1)].map(two).join(':')
      fields.bytes(length - 8)
      return text
    }
    default:
      return fields.lengthBytes().toString()
  }
}

function readMoment(fields: Fields, dayOnly: boolean): string {
  const length = fields.number(1)
  if (length === 0) return '0000-00-00 00:00:00'
  const day = `${String(fields.number(2)).padStart(4, '0')}-${two(fields.number(1))}-${two(fields.number(1))}`
  const time = length > 4 ? [fields.number(1), fields.number(1), fields.number(1)].map(two).join(':') : '00:00:00'
  const micros = length > 7 ? `.${String(fields.number(4)).padStart(6, '0')}` : ''
  return dayOnly ? day : `${day} ${time}${micros}`
}
