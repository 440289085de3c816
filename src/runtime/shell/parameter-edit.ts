// Cutting and replacing in a parameter's value.
import { Pattern } from './pattern.ts'

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}` */
export function removePattern(value: string, pattern: string, operator: '#' | '##' | '%' | '%%'): string {
  const fromEnd = operator.startsWith('%')
  const letters = [...value]
  if (fromEnd) letters.reverse()
  const length = new Pattern(pattern, fromEnd).lengths(letters, 0, operator.length === 2 ? 'last' : 'first')
  if (!length) return value
  const kept = letters.slice(length)
  return (fromEnd ? kept.reverse() : kept).join('')
}

/** `${x/p/r}`, `//` for all of them, `/#` only at the beginning, `/%` only at the end (bash). */
export function replacePattern(value: string, pattern: string, replacement: string, operator: string): string {
  if (pattern === '') return operator === '/#' ? replacement + value : operator === '/%' ? value + replacement : value
  const wanted = new Pattern(pattern)
  const { literal } = wanted
  if (literal !== undefined && (operator === '/' || operator === '//')) {
    return operator === '//' ? value.split(literal).join(replacement) : replaceFirst(value, literal, replacement)
  }
  const letters = [...value]
  if (operator === '/#') {
    const length = wanted.lengths(letters, 0, 'last')
    return length === undefined ? value : replacement + letters.slice(length).join('')
  }
  if (operator === '/%') {
    const length = new Pattern(pattern, true).lengths([...letters].reverse(), 0, 'last')
    return length === undefined ? value : letters.slice(0, letters.length - length).join('') + replacement
  }
  const begins = new Pattern(pattern, true).ends([...letters].reverse()).reverse()
  return replaceEach(letters, wanted, begins, replacement, operator === '//')
}

function replaceFirst(value: string, literal: string, replacement: string): string {
  const at = value.indexOf(literal)
  return at < 0 ? value : value.slice(0, at) + replacement + value.slice(at + literal.length)
}

/** @param begins whether a match begins at each letter: to try each would take the square of their number */
function replaceEach(
  letters: readonly string[],
  pattern: Pattern,
  begins: readonly boolean[],
  replacement: string,
  all: boolean,
): string {
  let result = ''
  for (let at = 0; at < letters.length; ) {
    const length = begins[at] && pattern.lengths(letters, at, 'last')
    if (!length) result += letters[at++]
    else {
      result += replacement
      at += length
      if (!all) return result + letters.slice(at).join('')
    }
  }
  return result
}

/** `^`, `^^`, `,`, `,,` and `@U`, `@L`, `@u`, `@Q` (bash) */
export function changeCase(value: string, operator: string, matches: (letter: string) => boolean = () => true): string {
  const letters = [...value]
  const change = (work: (letter: string) => string, all: boolean): string =>
    letters.map((letter, at) => ((all || at === 0) && matches(letter) ? work(letter) : letter)).join('')
  const upper = (letter: string): string => letter.toUpperCase()
  const lower = (letter: string): string => letter.toLowerCase()
  switch (operator) {
    case '^':
    case '@u':
      return change(upper, false)
    case '^^':
    case '@U':
      return change(upper, true)
    case ',':
      return change(lower, false)
    case ',,':
    case '@L':
      return change(lower, true)
    case '~':
    case '~~':
      return change((letter) => (letter === upper(letter) ? lower(letter) : upper(letter)), operator === '~~')
    default:
      return value
  }
}
