// Patterns for names as Go's path.Match knows them: `*` and `?` do not match a slash, `[a-c]` is a class.
import { broken } from '../../world/refusal.ts'

type Piece = { readonly kind: 'star' } | { readonly kind: 'one'; matches(char: string): boolean }

/** Whether the pattern matches all of the text. Takes time in proportion to both, whatever the pattern. */
export function matchesPattern(pattern: string, text: string): boolean {
  const patterns = pattern.split('/').map(compile)
  const parts = text.split('/')
  return patterns.length === parts.length && patterns.every((pieces, index) => matchPart(pieces, parts[index]!))
}

function compile(pattern: string): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!
    if (char === '*') pieces.push({ kind: 'star' })
    else if (char === '?') pieces.push({ kind: 'one', matches: () => true })
    else if (char === '[') {
      const end = pattern.indexOf(']', at + 1)
      if (end < 0) throw broken('syntax error in pattern')
      pieces.push(charClass(pattern.slice(at + 1, end)))
      at = end
    } else {
      if (char === '\\' && ++at >= pattern.length) throw broken('syntax error in pattern')
      const literal = pattern[at]
      pieces.push({ kind: 'one', matches: (other) => other === literal })
    }
  }
  return pieces
}

function charClass(text: string): Piece {
  const negated = text.startsWith('^')
  const body = negated ? text.slice(1) : text
  const ranges: [string, string][] = []
  for (let at = 0; at < body.length; at++) {
    const low = body[at]!
    const high = body[at + 1] === '-' ? body[at + 2] : undefined
    ranges.push([low, high ?? low])
    if (high !== undefined) at += 2
  }
  return { kind: 'one', matches: (char) => ranges.some(([low, high]) => low <= char && char <= high) !== negated }
}

/** Tries the last star only: if a longer match of it does not help, none of an earlier one would. */
function matchPart(pieces: readonly Piece[], text: string): boolean {
  let piece = 0
  let at = 0
  let star = -1
  let starAt = 0
  while (at < text.length) {
    const current = pieces[piece]
    if (current?.kind === 'one' && current.matches(text[at]!)) {
      piece++
      at++
    } else if (current?.kind === 'star') {
      star = piece++
      starAt = at
    } else if (star >= 0) {
      piece = star + 1
      at = ++starAt
    } else return false
  }
  while (pieces[piece]?.kind === 'star') piece++
  return piece === pieces.length
}
