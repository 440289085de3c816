// File name patterns, as fnmatch() takes them. The time is at most text times pattern.

import { readBracket } from './bracket.ts'
import { PatternError } from './node.ts'

export interface GlobOptions {
  readonly ignoreCase?: boolean
  /** `*` and `?` do not match a slash */
  readonly pathname?: boolean
}

type Part = { readonly set: Uint8Array } | 'any' | 'star' | string

/** A pattern taken apart; byte strings. */
export class Glob {
  readonly #parts: readonly Part[]
  readonly #options: GlobOptions

  constructor(pattern: string, options: GlobOptions = {}) {
    this.#options = options
    this.#parts = partsOf(options.ignoreCase ? pattern.toLowerCase() : pattern)
  }

  matches(text: string): boolean {
    if (this.#options.ignoreCase) text = text.toLowerCase()
    const parts = this.#parts
    let at = 0
    let part = 0
    let star = -1
    let starAt = 0
    while (at < text.length) {
      const current = parts[part]
      if (current === 'star') {
        star = part++
        starAt = at
      } else if (current !== undefined && this.#fits(current, text, at)) {
        part++
        at++
      } else if (star >= 0 && !(this.#options.pathname && text[starAt] === '/')) {
        part = star + 1
        at = ++starAt
      } else return false
    }
    while (parts[part] === 'star') part++
    return part === parts.length
  }

  #fits(part: Part, text: string, at: number): boolean {
    if (typeof part === 'object') {
      return part.set[text.charCodeAt(at) & 255] === 1 && !(this.#options.pathname && text[at] === '/')
    }
    return part === 'any' ? !(this.#options.pathname && text[at] === '/') : part === text[at]
  }
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = []
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    if (character === '*') {
      if (parts.at(-1) !== 'star') parts.push('star')
    } else if (character === '?') parts.push('any')
    else if (character === '[') {
      const bracket = readGlobBracket(pattern, at)
      parts.push(bracket ? { set: bracket.set } : '[')
      if (bracket) at = bracket.next - 1
    } else if (character === '\\' && at + 1 < pattern.length) parts.push(pattern[++at]!)
    else parts.push(character)
  }
  return parts
}

function readGlobBracket(pattern: string, at: number): { set: Uint8Array; next: number } | undefined {
  const negated = pattern[at + 1] === '!'
  const text = negated ? `${pattern.slice(0, at + 1)}^${pattern.slice(at + 2)}` : pattern
  try {
    return readBracket(text, at, true)
  } catch (error) {
    if (error instanceof PatternError) return undefined
    throw error
  }
}
