// Reads a sed script.
import { readEscape } from '../escapes.ts'
import { patternOf } from '../line-matcher.ts'
import { Complaint } from '../report.ts'
import type { Pattern } from '../text-pattern/pattern.ts'
import type { Address, Command, ReplacementPart, Search, Substitution } from './command.ts'

const oneLetter = '={}dDgGhHlnNpPxqQ'
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' }

/** `\n` and the like in a pattern become the characters themselves. */
function withCharacters(source: string): string {
  return source.replace(/\\([\s\S])/g, (whole, letter: string) => escapes[letter] ?? whole)
}

class Parser {
  readonly #text: string
  readonly #extended: boolean
  /** the address that was read last: what an empty one stands for */
  lastAddress: Pattern | undefined
  #at = 0

  constructor(text: string, extended: boolean) {
    this.#text = text
    this.#extended = extended
  }

  parse(): Command[] {
    const commands: Command[] = []
    const open: number[] = []
    for (;;) {
      this.#skip(/[\s;]/)
      if (this.#at >= this.#text.length) break
      if (this.#text[this.#at] === '#') {
        this.#rest()
        continue
      }
      const command = this.#command()
      if (command.letter === '{') open.push(commands.length)
      if (command.letter === '}') {
        const start = open.pop()
        if (start === undefined) throw new Complaint(`unexpected '}'`)
        commands[start]!.target = commands.length
      }
      commands.push(command)
    }
    // a block that is never closed goes on to the end
    for (const start of open) commands[start]!.target = commands.length
    link(commands)
    return commands
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#text.length && what.test(this.#text[this.#at]!)) this.#at++
  }

  /** What is left of the line. */
  #rest(): string {
    const end = this.#text.indexOf('\n', this.#at)
    const rest = this.#text.slice(this.#at, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#text.length : end + 1
    return rest
  }

  #command(): Command {
    const from = this.#address()
    let to: Address | undefined
    this.#skip(/[ \t]/)
    if (from && this.#text[this.#at] === ',') {
      this.#at++
      this.#skip(/[ \t]/)
      to = this.#address(true)
      if (!to) throw new Complaint("unexpected `,'")
    }
    this.#skip(/[ \t]/)
    let negated = false
    while (this.#text[this.#at] === '!') {
      negated = true
      this.#at++
      this.#skip(/[ \t]/)
    }
    const letter = this.#text[this.#at++]
    if (letter === undefined) throw new Complaint('missing command')
    const command = {
      letter,
      from,
      to,
      negated,
      text: '',
      substitution: undefined,
      map: undefined,
      code: 0,
      target: 0,
    }
    if (letter === 's') return { ...command, substitution: this.#substitution() }
    if (letter === 'y') return { ...command, map: this.#map() }
    if ('aic'.includes(letter)) return { ...command, text: this.#textArgument() }
    if ('rwW'.includes(letter)) {
      this.#skip(/[ \t]/)
      const text = this.#rest()
      if (text === '') throw new Complaint('empty filename')
      return { ...command, text }
    }
    if (':btT'.includes(letter)) {
      const match = letter === ':' ? /^[ \t]*([^\s;]*)/ : /^[ \t]*([^\s;}]*)/
      const [whole, text = ''] = match.exec(this.#text.slice(this.#at))!
      this.#at += whole.length
      return { ...command, text }
    }
    if (!oneLetter.includes(letter)) throw new Complaint(`unsupported command ${letter}`)
    if (letter === 'q' || letter === 'Q') {
      const digits = /^[ \t]*(\d*)/.exec(this.#text.slice(this.#at))!
      this.#at += digits[0].length
      return { ...command, code: Number(digits[1]) }
    }
    if (letter !== '{' && letter !== '}') this.#end()
    return command
  }

  #end(): void {
    this.#skip(/[ \t]/)
    const next = this.#text[this.#at]
    if (next === undefined || next === ';' || next === '\n' || next === '}' || next === '#') return
    throw new Complaint('extra characters after command')
  }

  #address(second = false): Address | undefined {
    const rest = this.#text.slice(this.#at, this.#at + 48)
    const number = /^(\d+)(?:~(\d+))?/.exec(rest)
    if (number) {
      this.#at += number[0].length
      const line = Number(number[1])
      return number[2] === undefined ? { type: 'line', line } : { type: 'step', first: line, step: Number(number[2]) }
    }
    const relative = second && /^([+~])(\d+)/.exec(rest)
    if (relative) {
      this.#at += relative[0].length
      const amount = Number(relative[2])
      return relative[1] === '+' ? { type: 'more', lines: amount } : { type: 'multiple', of: amount }
    }
    if (rest[0] === '$') {
      this.#at++
      return { type: 'last' }
    }
    if (rest[0] !== '/' && rest[0] !== '\\') return undefined
    if (rest[0] === '\\') this.#at++
    const delimiter = this.#text[this.#at++]
    if (delimiter === undefined) throw new Complaint('unterminated match')
    const source = this.#delimited(delimiter, true)
    const ignoreCase = this.#text[this.#at] === 'I'
    if (ignoreCase) this.#at++
    const pattern = this.#search(source, ignoreCase, false) ?? this.lastAddress
    this.lastAddress = pattern
    return { type: 'pattern', pattern }
  }

  #search(source: string, ignoreCase: boolean, byLine: boolean): Search {
    if (source === '') return undefined
    return patternOf(source, { extended: this.#extended, ignoreCase, byLine }) satisfies Pattern
  }

  /** The text up to a delimiter, which a backslash keeps; in a pattern it may also stand in brackets. */
  #delimited(delimiter: string, isPattern: boolean): string {
    let result = ''
    let bracket = -1
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!
      if (bracket >= 0) {
        if (character === ']' && this.#at > bracket) bracket = -1
        else if (character === '[' && /[:.=]/.test(this.#text[this.#at + 1] ?? '')) {
          const close = this.#text.indexOf(`${this.#text[this.#at + 1]}]`, this.#at + 2)
          if (close > 0) {
            result += this.#text.slice(this.#at, close + 2)
            this.#at = close + 1
            continue
          }
        }
      } else if (character === delimiter) {
        this.#at++
        return isPattern ? withCharacters(result) : result
      } else if (character === '\\') {
        const next = this.#text[++this.#at]
        if (next === undefined) break
        result +=
          next === delimiter && next !== '&'
            ? isPattern && /[.*+?|(){}^$]/.test(next)
              ? `[${next}]`
              : next
            : `\\${next}`
        continue
      } else if (isPattern && character === '[') {
        bracket = this.#at + (this.#text[this.#at + 1] === '^' ? 2 : 1)
      }
      result += character
    }
    throw new Complaint(`unterminated ${isPattern ? 'match' : 'replacement'}`)
  }

  #substitution(): Substitution {
    const delimiter = this.#text[this.#at++]
    if (delimiter === undefined) throw new Complaint(`bad format in substitution expression`)
    const source = this.#delimited(delimiter, true)
    const replacement = replacementParts(this.#delimited(delimiter, false))
    // busybox keeps one number: g makes it "all", digits make it that one
    let global = false
    let print = false
    let ignoreCase = false
    let byLine = false
    let nth = 1
    let file: string | undefined
    for (;;) {
      const flag = this.#text[this.#at]
      if (flag === 'g') {
        global = true
        nth = 1
      } else if (flag === 'p') print = true
      else if (flag === 'i' || flag === 'I') ignoreCase = true
      else if (flag === 'm' || flag === 'M') byLine = true
      else if (flag !== undefined && /\d/.test(flag)) {
        const digits = /^\d+/.exec(this.#text.slice(this.#at))![0]
        nth = Number(digits)
        global = false
        this.#at += digits.length
        continue
      } else if (flag === 'w') {
        this.#at++
        this.#skip(/[ \t]/)
        file = this.#rest()
        break
      } else break
      this.#at++
    }
    if (file === undefined) this.#end()
    const pattern = this.#search(source, ignoreCase, byLine)
    for (const part of replacement) {
      if (typeof part === 'number' && pattern && part > pattern.groups) {
        throw new Complaint(`bad regex: Invalid back reference`)
      }
    }
    return { pattern, replacement, global, nth, print, file }
  }

  #map(): ReadonlyMap<string, string> {
    const delimiter = this.#text[this.#at++]
    if (delimiter === undefined) throw new Complaint('bad format')
    const plain = (text: string) =>
      [...text.matchAll(/\\([\s\S])|[\s\S]/g)].map(([whole, letter]) =>
        letter === undefined ? whole : letter === '\\' ? '\\' : (escapes[letter] ?? whole),
      )
    const from = plain(this.#delimited(delimiter, false))
    const to = plain(this.#delimited(delimiter, false))
    if (from.length > to.length) throw new Complaint('strings for y command have different lengths')
    this.#end()
    return new Map(from.map((character, index) => [character, to[index]!]))
  }

  /** The text of a, i and c: one line, or more when lines end in a backslash. */
  #textArgument(): string {
    this.#skip(/[ \t]/)
    if (this.#at >= this.#text.length) throw new Complaint("expected \\ after `a', `c' or `i'")
    if (this.#text[this.#at] === '\\') {
      this.#at++
      const blank = /^[ \t]*\n/.exec(this.#text.slice(this.#at))
      if (blank) this.#at += blank[0].length
    }
    let result = ''
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!
      if (character === '\n') {
        this.#at++
        break
      }
      if (character !== '\\') result += character
      else {
        const next = this.#text[++this.#at]
        if (next === undefined) break
        result += next === '\n' ? '\n' : (escapes[next] ?? next)
      }
    }
    return result
  }
}

function replacementParts(text: string): ReplacementPart[] {
  const parts: ReplacementPart[] = []
  let literal = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    let group: number | undefined
    if (character === '&') group = 0
    else if (character === '\\') {
      const next = text[at + 1] ?? '\\'
      if (/\d/.test(next)) {
        group = Number(next)
        at++
      } else if (escapes[next] !== undefined) {
        literal += readEscape(text, at + 1)[0]
        at++
      } else {
        literal += next
        at++
      }
    } else literal += character
    if (group !== undefined) {
      if (literal !== '') parts.push(literal)
      literal = ''
      parts.push(group)
    }
  }
  if (literal !== '') parts.push(literal)
  return parts
}

/** Finds the places that branches go to. */
function link(commands: readonly Command[]): void {
  for (const command of commands) {
    if (!'btT'.includes(command.letter)) continue
    if (command.text === '') command.target = commands.length
    else {
      command.target = commands.findIndex(({ letter, text }) => letter === ':' && text === command.text)
      if (command.target < 0) throw new Complaint(`can't find label for jump to '${command.text}'`)
    }
  }
}

export interface Script {
  readonly commands: readonly Command[]
  /** what an empty pattern stands for before any other has been used */
  readonly lastPattern: Pattern | undefined
}

/** Throws a Complaint. The script is a byte string. */
export function parseScript(text: string, extended: boolean): Script {
  const parser = new Parser(text, extended)
  const commands = parser.parse()
  return { commands, lastPattern: parser.lastAddress }
}
