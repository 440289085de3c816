// Kinds of options that have one value.
import { booleanProblem, parseBoolean } from '../../codec/boolean.ts'
import { integerProblem } from '../../codec/integer.ts'
import { binarySize, ramInBytes } from '../../codec/size.ts'
import { boolAt, integerAt, jsonKind, stringAt } from './json-place.ts'
import type { Kind, Place } from './kind.ts'
import { goAddress, isNetIp } from './netip.ts'

export const string: Kind<string> = {
  type: 'string',
  add: (_, text) => text,
  decode: stringAt,
  show: (value) => value,
}

export const bool: Kind<boolean> = {
  type: '',
  add(_, text) {
    const problem = booleanProblem(text)
    if (problem !== undefined) throw new Error(problem)
    return parseBoolean(text)!
  },
  decode: boolAt,
  show: String,
}

export const int: Kind<number> = {
  type: 'int',
  add(_, text) {
    const problem = integerProblem(text)
    if (problem !== undefined) throw new Error(problem.replace('Atoi', 'ParseInt'))
    return Number(text)
  },
  decode: (value, at) => integerAt(value, at),
  show: String,
}

/** `64m`; in daemon.json as a text, too (moby opts/opts.go: MemBytes). */
export const bytes: Kind<number> = {
  type: 'bytes',
  add: (_, text) => ramInBytes(text),
  decode(value) {
    if (typeof value !== 'string' || value === '') {
      throw new Error(`invalid size: ${JSON.stringify(JSON.stringify(value))}`)
    }
    return ramInBytes(value)
  },
  show: (value) => (value === 0 ? '0' : binarySize(value)),
}

export const ip: Kind<string> = {
  type: 'ip',
  add(before, text) {
    if (text === '') return before ?? ''
    if (!isNetIp(text.trim())) throw new Error(`failed to parse IP: ${JSON.stringify(text)}`)
    return goAddress(text.trim())
  },
  decode: addressAt,
  show: (value) => value,
}

/** Go's net.IP. */
export function addressAt(value: unknown, at: Place): string {
  const text = textAt(value, at, 'net.IP')
  if (text !== '' && !isNetIp(text)) throw new Error(`invalid IP address: ${text}`)
  return text === '' ? '' : goAddress(text)
}

/** The text of a type that reads itself out of one. */
export function textAt(value: unknown, at: Place, go: string): string {
  if (value === null) return ''
  return typeof value === 'string'
    ? value
    : at.complain(jsonKind(value), at.style === 'path' ? `${go}: JSON value must be string type` : go)
}
