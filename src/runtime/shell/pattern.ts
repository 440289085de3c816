// Shell patterns: `*`, `?`, `[a-z]`. All ways to match are followed at once, so that no pattern takes exponential time.

type Token =
  | { readonly type: 'letter'; readonly letter: string }
  | { readonly type: 'any' }
  | { readonly type: 'star' }
  | { readonly type: 'set'; readonly matches: (letter: string) => boolean }

const classes: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /[ \t\n\v\f\r]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
  cntrl: /[\0-\x1f\x7f]/,
  print: /[ -~]/,
  graph: /[!-~]/,
}

/** The set that begins with `[` at `start`, and where it ends; undefined if it is no set. */
function parseSet(letters: readonly string[], start: number): { token: Token; end: number } | undefined {
  let at = start + 1
  const negated = letters[at] === '!' || letters[at] === '^'
  if (negated) at++
  const tests: ((letter: string) => boolean)[] = []
  for (let first = true; ; first = false) {
    let letter = letters[at]
    if (letter === undefined) return undefined
    if (letter === ']' && !first) break
    if (letter === '[' && letters[at + 1] === ':') {
      const close = letters.indexOf(':', at + 2)
      const known = classes[letters.slice(at + 2, close).join('')]
      if (close > 0 && letters[close + 1] === ']' && known) {
        tests.push((one) => known.test(one))
        at = close + 2
        continue
      }
    }
    if (letter === '\\' && letters[at + 1] !== undefined) letter = letters[++at]!
    const from = letter
    if (letters[at + 1] === '-' && letters[at + 2] !== undefined && letters[at + 2] !== ']') {
      const to = letters[at + 2] === '\\' ? letters[at + 3]! : letters[at + 2]!
      at += letters[at + 2] === '\\' ? 4 : 3
      tests.push((one) => one >= from && one <= to)
    } else {
      at++
      tests.push((one) => one === from)
    }
  }
  const matches = (one: string): boolean => tests.some((test) => test(one)) !== negated
  return { token: { type: 'set', matches }, end: at + 1 }
}

function parse(pattern: string): Token[] {
  const letters = [...pattern]
  const tokens: Token[] = []
  for (let at = 0; at < letters.length; ) {
    const letter = letters[at]!
    const set = letter === '[' ? parseSet(letters, at) : undefined
    if (set) {
      tokens.push(set.token)
      at = set.end
      continue
    }
    if (letter === '\\' && at + 1 < letters.length) tokens.push({ type: 'letter', letter: letters[++at]! })
    else if (letter === '?') tokens.push({ type: 'any' })
    else if (letter === '*') {
      if (tokens.at(-1)?.type !== 'star') tokens.push({ type: 'star' })
    } else tokens.push({ type: 'letter', letter })
    at++
  }
  return tokens
}

export class Pattern {
  private readonly tokens: readonly Token[]

  constructor(pattern: string, reversed: boolean = false) {
    const tokens = parse(pattern)
    this.tokens = reversed ? tokens.reverse() : tokens
  }

  /** The text that is all it matches; undefined if it has any special letter. */
  get literal(): string | undefined {
    let text = ''
    for (const token of this.tokens) {
      if (token.type !== 'letter') return undefined
      text += token.letter
    }
    return text
  }

  matches(text: string): boolean {
    const letters = [...text]
    return this.lengths(letters, 0, 'last') === letters.length
  }

  /**
   * How many letters from `start` on it matches: the fewest or the most; undefined if none. To match all, ask for the
   * most.
   */
  lengths(letters: readonly string[], start: number, wanted: 'first' | 'last'): number | undefined {
    const { tokens } = this
    let states = this.spread([0])
    let found: number | undefined
    for (let at = start; ; at++) {
      if (states[states.length - 1] === tokens.length) {
        found = at - start
        if (wanted === 'first') return found
      }
      const letter = letters[at]
      if (letter === undefined || states.length === 0) return found
      states = this.spread(this.after(states, letter))
    }
  }

  /** For each letter whether something that it matches, which may begin anywhere, ends with it. */
  ends(letters: readonly string[]): boolean[] {
    let states = this.spread([0])
    return letters.map((letter) => {
      states = this.spread([0, ...this.after(states, letter)])
      return states[states.length - 1] === this.tokens.length
    })
  }

  /** The states behind a letter. */
  private after(states: readonly number[], letter: string): number[] {
    const next: number[] = []
    for (const state of states) {
      const token = this.tokens[state]
      if (!token) continue
      if (token.type === 'star') next.push(state)
      else if (token.type === 'any' || (token.type === 'set' ? token.matches(letter) : token.letter === letter)) {
        next.push(state + 1)
      }
    }
    return next
  }

  /** The states that can be reached without a letter too, in order: a star may match nothing. */
  private spread(states: readonly number[]): number[] {
    const all: number[] = []
    for (const state of states) {
      let one = state
      if (all.length === 0 || all[all.length - 1]! < one) all.push(one)
      while (this.tokens[one]?.type === 'star') {
        one++
        if (all[all.length - 1]! < one) all.push(one)
      }
    }
    return all
  }
}

/** Quotes every letter that a pattern would take as special. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]!^-]/g, '\\$&')
}

/** Whether a pattern has any unquoted special letter. */
export function hasWildcard(pattern: string): boolean {
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at]
    if (letter === '\\') at++
    else if (letter === '*' || letter === '?') return true
    else if (letter === '[' && pattern.includes(']', at + 2)) return true
  }
  return false
}

export function withoutEscapes(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, '$1')
}
