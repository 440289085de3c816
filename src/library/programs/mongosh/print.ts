// How mongosh shows values.

import { Double, Moment, ObjectId, Raw, Regex, type Value } from '../mongo/value.ts'
import { logTime } from '../service.ts'

const WIDTH = 72

/** Text as it is, anything else as a value. */
export const shellText = (value: Value): string => (typeof value === 'string' ? value : shown(value, 0))

function shown(value: Value, depth: number): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
  if (typeof value === 'bigint') return `Long('${value}')`
  if (value === null || typeof value !== 'object') return String(value)
  if (value instanceof Double) return String(value.value)
  if (value instanceof ObjectId) return `ObjectId('${value.hex}')`
  if (value instanceof Moment) return `ISODate('${momentText(value)}')`
  if (value instanceof Regex) return `/${value.source}/${value.options}`
  if (value instanceof Raw) return `Binary.createFromBase64('${value.bytes.toString('base64')}')`
  const [open, close, items] = Array.isArray(value)
    ? (['[', ']', value.map((one) => shown(one, depth + 1))] as const)
    : (['{', '}', [...value].map(([name, one]) => `${fieldName(name)}: ${shown(one, depth + 1)}`)] as const)
  if (items.length === 0) return open + close
  const flat = `${open} ${items.join(', ')} ${close}`
  if (flat.length <= WIDTH && !flat.includes('\n') && (depth > 0 || items.length <= 6)) return flat
  const indent = '  '.repeat(depth + 1)
  return `${open}\n${items.map((one) => indent + one).join(',\n')}\n${'  '.repeat(depth)}${close}`
}

const fieldName = (name: string): string => (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : `'${name}'`)

function momentText({ ms }: Moment): string {
  const { date, time, millis } = logTime(ms)
  return `${date}T${time}.${millis}Z`
}

/** As JSON.stringify() and mongosh's --json have it. */
export function jsonText(value: Value): string {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return JSON.stringify(value)
  }
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Double) return String(value.value)
  if (value instanceof ObjectId) return JSON.stringify({ $oid: value.hex })
  if (value instanceof Moment) return JSON.stringify({ $date: momentText(value) })
  if (value instanceof Regex) return JSON.stringify({ $regex: value.source })
  if (value instanceof Raw) return JSON.stringify({ $binary: value.bytes.toString('base64') })
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  return `{${[...value].map(([name, one]) => `${JSON.stringify(name)}:${jsonText(one)}`).join(',')}}`
}
