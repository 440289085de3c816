// Texts of a call held against what a rule wants of them.
import type { TextMatch } from './language.ts'

export type TextTest = (text: string | undefined) => boolean

/** Compiled once. Throws a SyntaxError for a regular expression that is none. */
export function textTest(match: TextMatch): TextTest {
  if (typeof match !== 'object') return wordTest(String(match))
  if (match.absent) return (text) => text === undefined
  const tests: TextTest[] = []
  const { contains, matches, in: list } = match
  if (contains !== undefined) tests.push((text) => text?.includes(contains) === true)
  if (matches !== undefined) {
    const pattern = new RegExp(matches, 'u')
    tests.push((text) => text !== undefined && pattern.test(text))
  }
  if (list) tests.push((text) => text !== undefined && list.includes(text))
  return (text) => text !== undefined && tests.every((test) => test(text))
}

/** A `*` stands for any characters, also none. */
export function wordTest(word: string): TextTest {
  if (!word.includes('*')) return (text) => text === word
  const pattern = new RegExp(`^${word.split('*').map(escaped).join('.*')}$`, 'su')
  return (text) => text !== undefined && pattern.test(text)
}

export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** As a person says it: `is "alpine"`. */
export function explainText(match: TextMatch): string {
  if (typeof match !== 'object') {
    return String(match).includes('*') ? `is like "${match}"` : `is "${match}"`
  }
  if (match.absent) return 'is not there'
  const parts: string[] = []
  if (match.contains !== undefined) parts.push(`contains "${match.contains}"`)
  if (match.matches !== undefined) parts.push(`matches /${match.matches}/`)
  if (match.in) parts.push(`is one of ${match.in.map((one) => `"${one}"`).join(', ')}`)
  return parts.join(' and ') || 'is there'
}
