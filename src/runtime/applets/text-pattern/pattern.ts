// A regular expression that is ready to be matched: POSIX syntax, leftmost-longest, in time proportional to the text.
import type { ByteSet } from './byte-set.ts'
import { compile, type Instruction } from './compile.ts'
import type { Node } from './node.ts'
import { ParallelMatcher } from './parallel-match.ts'
import { type PatternSyntax, parsePattern } from './parse.ts'
import { tryMatch } from './trying-match.ts'

export interface MatchOptions {
  readonly from?: number
  /** the text does not begin at a line's beginning */
  readonly notStart?: boolean
}

export interface PatternOptions extends PatternSyntax {
  /** `^` and `$` hold at newlines within the text, too */
  readonly byLine?: boolean
}

/** A text in which every byte stands for itself, or undefined. */
function literalOf(node: Node): string | undefined {
  if (node.type === 'sequence') {
    const parts = node.parts.map(literalOf)
    return parts.includes(undefined) ? undefined : parts.join('')
  }
  if (node.type !== 'set') return undefined
  const only = node.set.indexOf(1)
  return only >= 0 && node.set.indexOf(1, only + 1) < 0 ? String.fromCharCode(only) : undefined
}

/** The bytes that a match can begin with; undefined when it may be empty or depends on what is around it. */
function firstBytes(code: readonly Instruction[]): ByteSet | undefined {
  const first = new Uint8Array(256)
  const seen = new Set<number>()
  const open = [0]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue
    seen.add(index)
    const instruction = code[index]!
    if (instruction.op === 'set') {
      for (let byte = 0; byte < 256; byte++) first[byte]! |= instruction.set[byte]!
    } else if (instruction.op === 'split') open.push(instruction.first, instruction.second)
    else if (instruction.op === 'jump') open.push(instruction.to)
    else if (instruction.op === 'save' || instruction.op === 'assert') open.push(index + 1)
    else return undefined
  }
  return first
}

export class Pattern {
  readonly groups: number
  readonly #code: readonly Instruction[]
  readonly #first: ByteSet | undefined
  readonly #literal: string | undefined
  readonly #matcher: ParallelMatcher | undefined
  readonly #options: PatternOptions

  /** Throws a PatternError. `source` is a byte string, as are the texts to match. */
  constructor(source: string, options: PatternOptions = {}) {
    const { node, groups, refersBack } = parsePattern(source, options)
    this.groups = groups
    this.#options = options
    this.#code = compile(node)
    this.#first = firstBytes(this.#code)
    this.#literal = literalOf(node)
    this.#matcher = refersBack ? undefined : new ParallelMatcher(this.#code, (groups + 1) * 2)
  }

  test(text: string): boolean {
    return this.#literal === undefined ? this.match(text) !== undefined : text.includes(this.#literal)
  }

  /** Where the leftmost, longest match lies: start and end, then those of each group (-1 when it took no part). */
  match(text: string, { from = 0, notStart = false }: MatchOptions = {}): Int32Array | undefined {
    if (this.#literal !== undefined) {
      const at = text.indexOf(this.#literal, from)
      return at < 0 ? undefined : Int32Array.of(at, at + this.#literal.length)
    }
    const place = { text, notStart, byLine: this.#options.byLine ?? false }
    if (this.#matcher) return this.#matcher.match(place, from, this.#first)
    return tryMatch(this.#code, (this.groups + 1) * 2, place, from, this.#options.ignoreCase ?? false)
  }
}
