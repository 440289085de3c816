// Whether a place in a text is what an assertion wants.
import { wordBytes } from './byte-set.ts'
import type { Assertion } from './node.ts'

export interface Place {
  readonly text: string
  /** the text does not begin a line here: `^` does not hold at 0 */
  readonly notStart: boolean
  /** `^` and `$` hold around newlines, too */
  readonly byLine: boolean
}

export function holds(assertion: Assertion, { text, notStart, byLine }: Place, at: number): boolean {
  const wordBefore = at > 0 && wordBytes[text.charCodeAt(at - 1)] === 1
  const wordAfter = at < text.length && wordBytes[text.charCodeAt(at)] === 1
  switch (assertion) {
    case 'start':
      return (at === 0 && !notStart) || (byLine && at > 0 && text[at - 1] === '\n')
    case 'end':
      return at === text.length || (byLine && text[at] === '\n')
    case 'text start':
      return at === 0 && !notStart
    case 'text end':
      return at === text.length
    case 'word start':
      return !wordBefore && wordAfter
    case 'word end':
      return wordBefore && !wordAfter
    case 'word edge':
      return wordBefore !== wordAfter
    case 'no word edge':
      return wordBefore === wordAfter
  }
}
