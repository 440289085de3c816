// Bracket expressions of patterns and globs: `[^a-z[:digit:]_]`.
import { byteClasses } from '../byte-classes.ts'
import { readEscape } from '../escapes.ts'
import { type ByteSet, complement } from './byte-set.ts'
import { PatternError } from './node.ts'

/** Reads the expression whose `[` is at `at`. `escapes`: a backslash escapes, as in awk and globs. */
export function readBracket(text: string, at: number, escapes: boolean): { set: ByteSet; next: number } {
  const set = new Uint8Array(256)
  let index = at + 1
  const negated = text[index] === '^'
  if (negated) index++
  const first = index
  /** One end of a range: a byte, `[.x.]`, or an escape. */
  const one = (): number => {
    const collating = /^\[([.=])(.)\1\]/s.exec(text.slice(index, index + 5))
    if (collating) {
      index += 5
      return collating[2]!.charCodeAt(0)
    }
    if (escapes && text[index] === '\\' && index + 1 < text.length) {
      const [value, next] = readEscape(text, index + 1)
      if (next > index + 1) {
        index = next
        return value.charCodeAt(0)
      }
      index++
    }
    return text.charCodeAt(index++) & 255
  }
  for (;;) {
    if (index >= text.length) throw new PatternError('Unmatched [, [^, [:, [., or [=')
    if (text[index] === ']' && index > first) break
    const named = /^\[:([a-z]*):\]/.exec(text.slice(index, index + 16))
    if (named) {
      const bytes = byteClasses[named[1]!]
      if (!bytes) throw new PatternError('Invalid character class name')
      for (const byte of bytes) set[byte] = 1
      index += named[0].length
      continue
    }
    const from = one()
    let to = from
    if (text[index] === '-' && index + 1 < text.length && text[index + 1] !== ']') {
      index++
      to = one()
      if (to < from) throw new PatternError('Invalid range end')
    }
    for (let byte = from; byte <= to; byte++) set[byte] = 1
  }
  return { set: negated ? complement(set) : set, next: index + 1 }
}
