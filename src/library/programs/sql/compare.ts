// How values compare, and the patterns of LIKE.
import { Glob } from '../../../runtime/applets/text-pattern/glob.ts'
import { type Kind, textAs, UNKNOWN } from './kinds.ts'
import type { Cell } from './language.ts'
import { SqlProblem } from './problem.ts'

/** Null when one of them is. Throws 42883 for types that do not compare, where that is not loose (see language.ts). */
export function compare(operator: string, left: Cell, right: Cell, loose: boolean): boolean | null {
  const order = loose ? looseOrderOf(left, right) : orderOf(left, right, operator)
  if (order === null) return null
  switch (operator) {
    case '=':
      return order === 0
    case '<':
      return order < 0
    case '>':
      return order > 0
    case '<=':
      return order <= 0
    case '>=':
      return order >= 0
    default:
      return order !== 0
  }
}

/** Less than, equal or greater than 0. */
export function orderOf(left: Cell, right: Cell, operator = '='): number | null {
  // a literal is read as what it is compared with
  const kind = left.kind === UNKNOWN ? right.kind : left.kind
  const other = right.kind === UNKNOWN ? kind : right.kind
  if (groupOf(kind) !== groupOf(other)) {
    const hint = 'No operator matches the given name and argument types. You might need to add explicit type casts.'
    throw new SqlProblem('42883', `operator does not exist: ${left.kind.title} ${operator} ${right.kind.title}`, {
      hint,
    })
  }
  if (left.text === null || right.text === null) return null
  const one = left.kind === UNKNOWN ? textAs(kind, left.text) : left.text
  const two = right.kind === UNKNOWN ? textAs(other, right.text) : right.text
  if (kind.sort === 'integer' && other.sort === 'integer') return signOf(BigInt(one), BigInt(two))
  return groupOf(kind) === 'number' ? signOf(Number(one), Number(two)) : signOf(one, two)
}

/** Less than, equal or greater than 0, as MySQL has it: any two values compare, as numbers if one of them is a number. */
export function looseOrderOf(left: Cell, right: Cell): number | null {
  if (left.text === null || right.text === null) return null
  if (left.kind.sort === 'integer' && right.kind.sort === 'integer')
    return signOf(BigInt(left.text), BigInt(right.text))
  const numbers = groupOf(left.kind) === 'number' || groupOf(right.kind) === 'number'
  if (numbers) return signOf(numberIn(left.text), numberIn(right.text))
  return signOf(left.text.toLowerCase(), right.text.toLowerCase())
}

/** The number that a text begins with, or 0. */
export const numberIn = (text: string): number => Number.parseFloat(text) || 0

const groupOf = ({ sort }: Kind): string => (sort === 'integer' ? 'number' : sort)

const signOf = <T>(one: T, other: T): number => (one < other ? -1 : one > other ? 1 : 0)

/** `%` and `_` as a file name's `*` and `?`. */
export function likePattern(pattern: string, ignoreCase: boolean): Glob {
  const translated = pattern.replace(/\\(.)|[%_*?[\]]/gs, (char, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`
    return char === '%' ? '*' : char === '_' ? '?' : `\\${char}`
  })
  return new Glob(translated, { ignoreCase })
}
