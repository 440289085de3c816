// How sort compares lines: keys, their flags and the orders they name (coreutils/sort.c).
import { Complaint } from './report.ts'

interface Place {
  /** from 1 */
  readonly field: number
  /** from 1; 0: the end of the field */
  readonly character: number
  readonly skipBlanks: boolean
}

export interface SortKey {
  readonly from: Place
  readonly to: Place | undefined
  readonly flags: string
}

/** `2.3nr,4` */
export function readKey(text: string, global: string): SortKey {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text)
  if (!match || Number(match[1]) < 1) throw new Complaint('bad field specification', 2)
  const flags = match[3]! + (match[6] ?? '')
  if (/[^nghMVbdfir]/.test(flags)) throw new Complaint('unknown key option', 2)
  return {
    from: {
      field: Number(match[1]),
      character: Number(match[2] ?? 1),
      skipBlanks: match[3]!.includes('b') || (flags === '' && global.includes('b')),
    },
    to:
      match[4] === undefined
        ? undefined
        : { field: Number(match[4]), character: Number(match[5] ?? 0), skipBlanks: match[6]!.includes('b') },
    flags: flags === '' ? global : flags,
  }
}

/** Where the field that begins at or behind `at` ends, leading blanks belonging to it. */
function fieldEnd(line: string, at: number, separator: string | undefined): number {
  if (separator !== undefined) {
    const next = line.indexOf(separator, at)
    return next < 0 ? line.length : next
  }
  while (at < line.length && isBlank(line, at)) at++
  while (at < line.length && !isBlank(line, at)) at++
  return at
}

const isBlank = (line: string, at: number) => line[at] === ' ' || line[at] === '\t' || line[at] === '\n'

function fieldStart(line: string, field: number, separator: string | undefined): number {
  let at = 0
  for (let count = 1; count < field && at < line.length; count++) {
    at = fieldEnd(line, at, separator)
    if (separator !== undefined) at++
  }
  return Math.min(at, line.length)
}

function extract(line: string, { from, to, flags }: SortKey, separator: string | undefined): string {
  let start = fieldStart(line, from.field, separator)
  if (from.skipBlanks || flags.includes('b')) while (start < line.length && isBlank(line, start)) start++
  start = Math.min(start + from.character - 1, line.length)
  let end = line.length
  if (to) {
    end = fieldStart(line, to.field, separator)
    if (to.character === 0) end = fieldEnd(line, end, separator)
    else {
      if (to.skipBlanks) while (end < line.length && isBlank(line, end)) end++
      end += to.character
    }
  }
  return line.slice(start, Math.max(start, end))
}

const byBytes = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)

function numberIn(text: string): number {
  const match = /^\s*(-?\d*\.?\d*)/.exec(text)
  return match ? Number(match[1] === '-' || match[1] === '.' || match[1] === '-.' ? 0 : match[1]) : 0
}

function humanNumber(text: string): number {
  const match = /^\s*(-?\d*\.?\d+)([kKMGTPEZY]?)/.exec(text)
  if (!match) return 0
  return Number(match[1]) * 1024 ** ('KMGTPEZY'.indexOf(match[2]!.toUpperCase() || '?') + 1)
}

function generalNumber(text: string): number {
  const value = Number.parseFloat(text)
  return Number.isNaN(value) ? -Infinity : value
}

function month(text: string): number {
  const name = text.trimStart().slice(0, 3).toUpperCase()
  const at = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC'.indexOf(name)
  return name.length === 3 && at >= 0 && at % 3 === 0 ? at / 3 + 1 : 0
}

/** strverscmp: runs of digits compare as numbers. */
function byVersion(left: string, right: string): number {
  const split = (text: string) => text.match(/\d+|\D+/g) ?? []
  const [ones, twos] = [split(left), split(right)]
  for (let at = 0; at < Math.max(ones.length, twos.length); at++) {
    const [one = '', two = ''] = [ones[at], twos[at]]
    const numbers = /^\d/.test(one) && /^\d/.test(two)
    const order = numbers ? Number(one) - Number(two) || byBytes(one, two) : byBytes(one, two)
    if (order !== 0) return order
  }
  return 0
}

function compareKeys(left: string, right: string, flags: string): number {
  if (flags.includes('n')) return numberIn(left) - numberIn(right)
  if (flags.includes('h')) return humanNumber(left) - humanNumber(right)
  if (flags.includes('g')) {
    const [one, two] = [generalNumber(left), generalNumber(right)]
    return one < two ? -1 : one > two ? 1 : 0
  }
  if (flags.includes('M')) return month(left) - month(right)
  const prepare = (text: string) => {
    if (flags.includes('d')) text = text.replace(/[^a-zA-Z0-9\s]/g, '')
    if (flags.includes('i')) text = text.replace(/[^\x20-\x7e]/g, '')
    return flags.includes('f') ? text.toUpperCase() : text
  }
  const [one, two] = [prepare(left), prepare(right)]
  return flags.includes('V') ? byVersion(one, two) : byBytes(one, two)
}

/** The comparison that keys and global flags make. Without `stable` equal lines are ordered by their bytes. */
export function comparison(
  keys: readonly SortKey[],
  global: string,
  separator: string | undefined,
  stable: boolean,
): (left: string, right: string) => number {
  const whole = { from: { field: 1, character: 1, skipBlanks: global.includes('b') }, to: undefined, flags: global }
  const used = keys.length > 0 ? keys : [whole]
  return (left, right) => {
    for (const key of used) {
      const order = compareKeys(extract(left, key, separator), extract(right, key, separator), key.flags)
      if (order !== 0) return key.flags.includes('r') ? -order : order
    }
    if (stable) return 0
    const last = byBytes(left, right)
    return global.includes('r') ? -last : last
  }
}
