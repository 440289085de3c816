// `[[ … ]]`: conditions whose words are not split, with patterns and regular expressions.

import { fromBytes, toBytes } from '../applets/byte-string.ts'
import { PatternError } from '../applets/text-pattern/node.ts'
import { Pattern as RegularExpression } from '../applets/text-pattern/pattern.ts'
import { arithmeticText } from './arithmetic-text.ts'
import { elementValue, setElements } from './arrays.ts'
import { literalText, type Word } from './ast.ts'
import { test } from './builtins/programs.ts'
import { expandPattern, expandText } from './expand.ts'
import { Pattern } from './pattern.ts'
import type { Shell } from './shell.ts'

class Conditions {
  private readonly shell: Shell
  private readonly words: readonly Word[]
  private at = 0

  constructor(shell: Shell, words: readonly Word[]) {
    this.shell = shell
    this.words = words
  }

  /** An operator or other unquoted word at the place. */
  private peek(ahead: number = 0): string | undefined {
    const word = this.words[this.at + ahead]
    return word?.every((part) => part.type === 'literal' && !part.quoted) ? literalText(word) : undefined
  }

  private async next(): Promise<string> {
    return expandText(this.shell, this.words[this.at++] ?? [])
  }

  /** @param skip whether only to step over it: its side has been decided */
  async or(skip: boolean = false): Promise<boolean> {
    let result = await this.and(skip)
    while (this.peek() === '||') {
      this.at++
      const right = await this.and(skip || result)
      result ||= right
    }
    return result
  }

  private async and(skip: boolean): Promise<boolean> {
    let result = await this.not(skip)
    while (this.peek() === '&&') {
      this.at++
      const right = await this.not(skip || !result)
      result &&= right
    }
    return result
  }

  private async not(skip: boolean): Promise<boolean> {
    if (this.peek() === '!') {
      this.at++
      return !(await this.not(skip))
    }
    if (this.peek() === '(') {
      this.at++
      const result = await this.or(skip)
      this.at++
      return result
    }
    return this.primary(skip)
  }

  private async primary(skip: boolean): Promise<boolean> {
    const first = this.peek()
    const second = this.peek(1)
    const ends = (word: string | undefined, ahead: number): boolean =>
      this.at + ahead >= this.words.length || word === '&&' || word === '||' || word === ')'
    if (first && /^-[a-zA-Z]$/.test(first) && !ends(second, 1) && !isBinary(second)) {
      this.at++
      return this.test(skip, [first, await this.next()])
    }
    if (ends(second, 1)) return (await this.next()) !== ''
    const left = await this.next()
    const operator = this.peek() ?? ''
    this.at++
    return this.compare(skip, left, operator, this.words[this.at++] ?? [])
  }

  private async test(skip: boolean, words: readonly string[]): Promise<boolean> {
    if (skip) return false
    if (words[0] === '-v') {
      const [, name = '', index] = /^(\w*)(?:\[(.*)\])?$/.exec(words[1] ?? '') ?? []
      return (
        (index === undefined ? this.shell.variables.get(name) : elementValue(this.shell, name, index)) !== undefined
      )
    }
    return (await test(this.shell, ['test', ...words])) === 0
  }

  private async compare(skip: boolean, left: string, operator: string, right: Word): Promise<boolean> {
    if (skip) return false
    switch (operator) {
      case '=':
      case '==':
        return new Pattern(await expandPattern(this.shell, right)).matches(left)
      case '!=':
        return !new Pattern(await expandPattern(this.shell, right)).matches(left)
      case '=~':
        return this.matchRegex(left, right)
      case '<':
        return left < (await expandText(this.shell, right))
      case '>':
        return left > (await expandText(this.shell, right))
      case '-eq':
      case '-ne':
      case '-lt':
      case '-le':
      case '-gt':
      case '-ge': {
        const sides = [left, await expandText(this.shell, right)]
        const numbers = this.shell.dialect.bash ? sides.map((side) => arithmeticText(this.shell, side)) : sides
        return this.test(false, [numbers[0]!, operator, numbers[1]!])
      }
      default:
        return this.test(false, [left, operator, await expandText(this.shell, right)])
    }
  }

  private async matchRegex(left: string, right: Word): Promise<boolean> {
    let source = ''
    for (const part of right) {
      const text = await expandText(this.shell, [part])
      const quoted = part.type !== 'tilde' && part.quoted
      source += quoted ? text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : text
    }
    const text = toBytes(left)
    const found = compile(source).match(text)
    if (this.shell.dialect.bash) {
      const groups = found
        ? Array.from({ length: found.length / 2 }, (_, group) => [found[group * 2]!, found[group * 2 + 1]!])
        : []
      const texts = groups.map(([start = -1, end = -1]) => (start < 0 ? '' : fromBytes(text.slice(start, end))))
      setElements(this.shell, 'BASH_REMATCH', texts, false)
    }
    return found !== undefined
  }
}

/** A regular expression that is none: the condition is neither true nor false. */
class BadExpression extends Error {}

function compile(source: string): RegularExpression {
  try {
    return new RegularExpression(toBytes(source), { extended: true })
  } catch (error) {
    if (error instanceof PatternError) throw new BadExpression()
    throw error
  }
}

function isBinary(word: string | undefined): boolean {
  return word !== undefined && /^(==?|!=|=~|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(word)
}

/** 0 for yes, 1 for no. */
export async function evaluateCondition(shell: Shell, words: readonly Word[]): Promise<number> {
  try {
    return (await new Conditions(shell, words).or()) ? 0 : 1
  } catch (error) {
    if (error instanceof BadExpression) return 2
    throw error
  }
}
