// Kinds of options that have one value.
import { isIP } from 'node:net'
import { booleanProblem, parseBoolean } from '../../codec/boolean.ts'
import { integerProblem } from '../../codec/integer.ts'
import { binarySize, ramInBytes } from '../../codec/size.ts'
import { goAddress } from './go-text.ts'
import { boolAt, integerAt, jsonKind, stringAt } from './json-place.ts'
import type { Kind } from './kind.ts'

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
    if (value === null) return 0
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
    if (isIP(text.trim()) === 0) throw new Error(`failed to parse IP: ${JSON.stringify(text)}`)
    return goAddress(text.trim())
  },
  decode(value, at) {
    if (value === null) return ''
    return typeof value === 'string' ? addressText(value) : at.complain(jsonKind(value), 'net.IP')
  },
  show: (value) => value,
}

/** As Go's net.IP takes it from JSON. */
export function addressText(text: string): string {
  if (text !== '' && isIP(text) === 0) throw new Error(`invalid IP address: ${text}`)
  return text === '' ? '' : goAddress(text)
}
