// How values of PostgreSQL compare, and the patterns of LIKE.
import { Glob } from '../../../../runtime/applets/text-pattern/glob.ts'
import { type Kind, textAs, UNKNOWN } from '../kinds.ts'
import { SqlProblem } from '../problem.ts'

interface Cell {
  readonly kind: Kind
  readonly text: string | null
}

/** Null when one of them is. Throws 42883 for types that do not compare. */
export function compare(operator: string, left: Cell, right: Cell): boolean | null {
  const order = orderOf(left, right, operator)
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
