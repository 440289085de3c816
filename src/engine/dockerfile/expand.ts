// Takes quotes off a word of a Dockerfile and puts the values of variables in (BuildKit frontend/dockerfile/shell/lex.go).
import { invalid } from '../../world/refusal.ts'
import { replaced, withoutPrefix, withoutSuffix } from './pattern.ts'

export type Variables = ReadonlyMap<string, string>

/** The variables that a list of `NAME=value` sets. */
export const variablesOf = (env: readonly string[]): Variables =>
  new Map(
    env.map((entry) => {
      const cut = entry.indexOf('=')
      return cut < 0 ? [entry, ''] : [entry.slice(0, cut), entry.slice(cut + 1)]
    }),
  )

/** Throws what BuildKit says of a quote or brace that is never closed, and of what it cannot substitute. */
export function expand(word: string, variables: Variables, escaper = '\\'): string {
  return new Reader(word, variables, escaper).whole().text
}

/** The same, split at the blanks that are not quoted, those that variables bring with them among them. */
export function expandToWords(word: string, variables: Variables, escaper = '\\'): string[] {
  return new Reader(word, variables, escaper).whole().words
}

interface Expanded {
  readonly text: string
  readonly words: string[]
}

class Words {
  readonly list: string[] = []
  #word = ''

  /** What stands in quotes, or is escaped. */
  raw(text: string): void {
    this.#word += text
  }

  split(text: string): void {
    for (const character of text) {
      if (/\s/.test(character)) this.end()
      else this.#word += character
    }
  }

  end(): string[] {
    if (this.#word !== '') this.list.push(this.#word)
    this.#word = ''
    return this.list
  }
}

class Reader {
  readonly #source: string
  readonly #characters: readonly string[]
  readonly #variables: Variables
  readonly #escape: string
  #at = 0

  constructor(source: string, variables: Variables, escaper: string) {
    this.#source = source
    this.#characters = [...source]
    this.#variables = variables
    this.#escape = escaper
  }

  whole(): Expanded {
    try {
      return this.#upTo(undefined)
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error
      throw invalid(`failed to process ${JSON.stringify(this.#source)}: ${error.message}`)
    }
  }

  get #next(): string | undefined {
    return this.#characters[this.#at]
  }

  /** @param keepEscapes what is escaped keeps the sign of it, for a pattern */
  #upTo(stop: string | undefined, keepEscapes = false): Expanded {
    let text = ''
    const words = new Words()
    for (let character = this.#next; character !== undefined; character = this.#next) {
      if (character === stop) {
        this.#at++
        return { text, words: words.end() }
      }
      if (character === '$') {
        const value = this.#dollar()
        text += value
        words.split(value)
        continue
      }
      this.#at++
      let piece = character
      if (character === "'") piece = this.#singleQuoted()
      else if (character === '"') piece = this.#doubleQuoted()
      else if (character === this.#escape) {
        piece = (keepEscapes ? character : '') + (this.#next ?? '')
        this.#at++
      } else {
        text += character
        words.split(character)
        continue
      }
      text += piece
      words.raw(piece)
    }
    if (stop !== undefined) throw new SyntaxProblem(`unexpected end of statement while looking for matching ${stop}`)
    return { text, words: words.end() }
  }

  #singleQuoted(): string {
    const end = this.#characters.indexOf("'", this.#at)
    if (end < 0) throw new SyntaxProblem('unexpected end of statement while looking for matching single-quote')
    const text = this.#characters.slice(this.#at, end).join('')
    this.#at = end + 1
    return text
  }

  /** Within double quotes only what would mean something is escaped. */
  #doubleQuoted(): string {
    let text = ''
    for (let character = this.#next; character !== undefined; character = this.#next) {
      if (character === '$') {
        text += this.#dollar()
        continue
      }
      this.#at++
      if (character === '"') return text
      if (character === this.#escape) {
        const escaped = this.#next
        if (escaped === undefined) break
        if (escaped === '"' || escaped === '$' || escaped === this.#escape) {
          text += escaped
          this.#at++
          continue
        }
      }
      text += character
    }
    throw new SyntaxProblem('unexpected end of statement while looking for matching double-quote')
  }

  #dollar(): string {
    this.#at++
    if (this.#next !== '{') {
      const name = this.#name()
      return name === '' ? '$' : (this.#variables.get(name) ?? '')
    }
    this.#at++
    if (this.#next === undefined) throw new SyntaxProblem("syntax error: missing '}'")
    if (/[{}:]/.test(this.#next)) throw new SyntaxProblem('syntax error: bad substitution')
    const name = this.#name()
    const modifier = this.#take()
    if (modifier === '}') return this.#variables.get(name) ?? ''
    if (modifier === ':') return this.#modified(name, this.#take(), true)
    return this.#modified(name, modifier, false)
  }

  #take(): string {
    const character = this.#next
    this.#at++
    // Go's scanner gives -1 at the end, which is no character
    return character ?? '\ufffd'
  }

  /** `NAME:-default`, `NAME+instead`, `NAME?message`, `NAME%pattern`, `NAME/pattern/text`; with a colon empty is unset. */
  #modified(name: string, modifier: string, colon: boolean): string {
    const isPattern = modifier === '#' || modifier === '%'
    const unsupported = new SyntaxProblem(`unsupported modifier (${colon ? ':' : ''}${modifier}) in substitution`)
    if (modifier === '/' && !colon) return this.#replacement(name)
    if (!colon && !/[-+?#%]/.test(modifier)) throw unsupported
    if (colon && isPattern) throw unsupported
    const word = this.#braced('}', isPattern)
    const value = this.#variables.get(name)
    const isSet = colon ? value !== undefined && value !== '' : value !== undefined
    if (modifier === '-') return isSet ? value! : word
    if (modifier === '+') return isSet ? word : ''
    if (modifier === '#') return withoutPrefix(value ?? '', word)
    if (modifier === '%') return withoutSuffix(value ?? '', word)
    if (modifier !== '?') throw unsupported
    if (isSet) return value!
    const problem = value === undefined ? 'is not allowed to be unset' : 'is not allowed to be empty'
    throw new SyntaxProblem(`${name}: ${word || problem}`)
  }

  #replacement(name: string): string {
    const all = this.#next === '/'
    if (all) this.#at++
    const pattern = this.#braced('/', true, `syntax error: missing '/' in $\{}`)
    const text = this.#braced('}', true)
    return replaced(this.#variables.get(name) ?? '', pattern, text, all)
  }

  #braced(stop: string, keepEscapes: boolean, missing = "syntax error: missing '}'"): string {
    try {
      return this.#upTo(stop, keepEscapes).text
    } catch (error) {
      if (!(error instanceof SyntaxProblem) || this.#next !== undefined) throw error
      throw new SyntaxProblem(missing)
    }
  }

  /** Letters, digits and underscores; only digits if it begins with one; or one of the shell's special parameters. */
  #name(): string {
    const rest = this.#characters.slice(this.#at).join('')
    const name = /^(\p{Nd}+|[@*#?\-$!]|[\p{L}\p{Nd}_]+)/u.exec(rest)?.[0] ?? ''
    this.#at += [...name].length
    return name
  }
}

/** What is wrong with a word; told with the whole of it. */
export class SyntaxProblem extends Error {}
