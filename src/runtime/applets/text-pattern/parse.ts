// Reads POSIX regular expressions, basic and extended, with GNU's additions, as glibc's regcomp() takes them.
import { readBracket } from './bracket.ts'
import { anyByte, type ByteSet, complement, setOf, spaceBytes, withBothCases, wordBytes } from './byte-set.ts'
import { type Assertion, type Node, PatternError } from './node.ts'

export interface PatternSyntax {
  readonly extended?: boolean
  readonly ignoreCase?: boolean
  /** `\n`, `\t`, `\101` and the like are characters, as in awk */
  readonly escapes?: boolean
}

/** RE_DUP_MAX */
const mostRepeats = 32_767
/** Brackets within brackets; deeper ones would exhaust the stack. */
const deepest = 250

const assertions: Readonly<Record<string, Assertion>> = {
  '<': 'word start',
  '>': 'word end',
  b: 'word edge',
  B: 'no word edge',
  '`': 'text start',
  "'": 'text end',
}
const classes: Readonly<Record<string, ByteSet>> = {
  w: wordBytes,
  W: complement(wordBytes),
  s: spaceBytes,
  S: complement(spaceBytes),
}
const controls: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

export interface ParsedPattern {
  readonly node: Node
  readonly groups: number
  readonly refersBack: boolean
}

class Parser {
  groups = 0
  refersBack = false
  readonly #text: string
  readonly #syntax: PatternSyntax
  #at = 0
  #depth = 0

  constructor(text: string, syntax: PatternSyntax) {
    this.#text = text
    this.#syntax = syntax
  }

  parse(): ParsedPattern {
    const node = this.#choice()
    if (this.#at < this.#text.length) throw new PatternError('Unmatched ) or \\)')
    return { node, groups: this.groups, refersBack: this.refersBack }
  }

  /** Whether an operator stands here: `(` in extended syntax, `\(` in basic. */
  #operator(letter: string, at = this.#at): boolean {
    if (this.#syntax.extended) return this.#text[at] === letter
    return this.#text[at] === '\\' && this.#text[at + 1] === letter
  }
  get #operatorLength(): number {
    return this.#syntax.extended ? 1 : 2
  }

  #choice(): Node {
    if (++this.#depth > deepest) throw new PatternError('Regular expression too big')
    const options = [this.#sequence()]
    while (this.#operator('|')) {
      this.#at += this.#operatorLength
      options.push(this.#sequence())
    }
    this.#depth--
    return options.length === 1 ? options[0]! : { type: 'choice', options }
  }

  #sequence(): Node {
    const parts: Node[] = []
    while (this.#at < this.#text.length && !this.#operator('|')) {
      if (this.#operator(')') && (this.#depth > 1 || !this.#syntax.extended)) break
      parts.push(this.#repeated(this.#atom(parts.length === 0)))
    }
    return parts.length === 1 ? parts[0]! : { type: 'sequence', parts }
  }

  #atom(first: boolean): Node {
    const character = this.#text[this.#at]!
    if (this.#operator('(') && !(this.#syntax.extended && this.#text[this.#at] === '\\')) return this.#group()
    if (character === '\\') return this.#escaped()
    if (character === '[') {
      const { set, next } = readBracket(this.#text, this.#at, this.#syntax.escapes ?? false)
      this.#at = next
      return this.#set(set)
    }
    if (character === '^' && (this.#syntax.extended || first)) return this.#assertion('start', 1)
    if (character === '$' && (this.#syntax.extended || this.#isEnd(this.#at + 1))) return this.#assertion('end', 1)
    this.#at++
    if (character === '.') return { type: 'set', set: anyByte }
    if (this.#syntax.extended && first && (character === '*' || character === '+' || character === '?')) {
      throw new PatternError('Invalid preceding regular expression')
    }
    return this.#set(setOf([character.charCodeAt(0) & 255]))
  }

  #isEnd(at: number): boolean {
    return at >= this.#text.length || this.#operator('|', at) || this.#operator(')', at)
  }

  #assertion(assertion: Assertion, length: number): Node {
    this.#at += length
    return { type: 'assertion', assertion }
  }

  #set(set: ByteSet): Node {
    return { type: 'set', set: this.#syntax.ignoreCase ? withBothCases(set) : set }
  }

  #group(): Node {
    this.#at += this.#operatorLength
    const index = ++this.groups
    const node = this.#choice()
    if (!this.#operator(')')) throw new PatternError('Unmatched ( or \\(')
    this.#at += this.#operatorLength
    return { type: 'group', index, node }
  }

  #escaped(): Node {
    const letter = this.#text[this.#at + 1]
    if (letter === undefined) throw new PatternError('Trailing backslash')
    const assertion = assertions[letter]
    if (assertion) return this.#assertion(assertion, 2)
    this.#at += 2
    const set = classes[letter]
    if (set) return { type: 'set', set }
    if (this.#syntax.escapes) {
      const octal = /^[0-7]{1,3}/.exec(this.#text.slice(this.#at - 1, this.#at + 2))
      if (octal) {
        this.#at += octal[0].length - 1
        return this.#set(setOf([Number.parseInt(octal[0], 8) & 255]))
      }
      const control = controls[letter]
      if (control) return this.#set(setOf([control.charCodeAt(0)]))
    } else if (letter >= '1' && letter <= '9') {
      const index = Number(letter)
      if (index > this.groups) throw new PatternError('Invalid back reference')
      this.refersBack = true
      return { type: 'again', index }
    }
    return this.#set(setOf([letter.charCodeAt(0) & 255]))
  }

  #repeated(node: Node): Node {
    for (;;) {
      const bounds = this.#bounds(node)
      if (!bounds) return node
      node = { type: 'repeat', node, ...bounds }
    }
  }

  #bounds(node: Node): { least: number; most: number } | undefined {
    const { extended } = this.#syntax
    // in basic syntax a star behind ^ stands for itself
    if (!extended && node.type === 'assertion' && node.assertion === 'start') return undefined
    if (this.#text[this.#at] === '*') {
      this.#at++
      return { least: 0, most: Infinity }
    }
    if (this.#operator('+')) {
      this.#at += this.#operatorLength
      return { least: 1, most: Infinity }
    }
    if (this.#operator('?')) {
      this.#at += this.#operatorLength
      return { least: 0, most: 1 }
    }
    if (!this.#operator('{')) return undefined
    const match = (extended ? /^\{(\d*)(,?)(\d*)\}/ : /^\\\{(\d*)(,?)(\d*)\\\}/).exec(
      this.#text.slice(this.#at, this.#at + 32),
    )
    if (!match || (match[1] === '' && match[2] === '')) {
      if (extended) return undefined
      throw new PatternError('Invalid content of \\{\\}')
    }
    this.#at += match[0].length
    const least = Number(match[1])
    const most = match[2] === '' ? least : match[3] === '' ? Infinity : Number(match[3])
    if (least > most) throw new PatternError('Invalid content of \\{\\}')
    if (least > mostRepeats || (most !== Infinity && most > mostRepeats)) {
      throw new PatternError('Regular expression too big')
    }
    return { least, most }
  }
}

/** Throws a PatternError. The text is a byte string. */
export function parsePattern(text: string, syntax: PatternSyntax): ParsedPattern {
  return new Parser(text, syntax).parse()
}
