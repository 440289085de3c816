// expr: calculates, compares and matches.
import type { Program } from '../process.ts'
import { chunkOf, toBytes } from './byte-string.ts'
import { patternOf } from './line-matcher.ts'
import { showUsage } from './options.ts'
import { Complaint } from './report.ts'

const isNumber = (text: string) => /^-?\d+$/.test(text)

function numeric(text: string): bigint {
  if (!isNumber(text)) throw new Complaint('non-numeric argument', 2)
  return BigInt(text)
}

function compare(left: string, operator: string, right: string): boolean {
  const numbers = isNumber(left) && isNumber(right)
  const [one, two] = numbers ? [BigInt(left), BigInt(right)] : [left, right]
  if (operator === '<') return one < two
  if (operator === '<=') return one <= two
  if (operator === '>') return one > two
  if (operator === '>=') return one >= two
  return operator === '!=' ? one !== two : one === two
}

class Reader {
  readonly #words: readonly string[]
  #at = 0

  constructor(words: readonly string[]) {
    this.#words = words
  }

  read(): string {
    const value = this.#or()
    if (this.#at < this.#words.length) throw new Complaint('syntax error', 2)
    return value
  }

  /** The next word, if it is one of the operators. */
  #take(...operators: string[]): string | undefined {
    const word = this.#words[this.#at]
    if (word === undefined || !operators.includes(word)) return undefined
    this.#at++
    return word
  }

  #or(): string {
    let left = this.#and()
    while (this.#take('|')) {
      const right = this.#and()
      if (left === '' || left === '0') left = right
    }
    return left
  }

  #and(): string {
    let left = this.#comparison()
    while (this.#take('&')) {
      const right = this.#comparison()
      if ([left, right].some((value) => value === '' || value === '0')) left = '0'
    }
    return left
  }

  #comparison(): string {
    let left = this.#sum()
    for (;;) {
      const operator = this.#take('<', '<=', '=', '==', '!=', '>=', '>')
      if (!operator) return left
      left = compare(left, operator, this.#sum()) ? '1' : '0'
    }
  }

  #sum(): string {
    let left = this.#product()
    for (;;) {
      const operator = this.#take('+', '-')
      if (!operator) return left
      const [one, two] = [numeric(left), numeric(this.#product())]
      left = String(BigInt.asIntN(64, operator === '+' ? one + two : one - two))
    }
  }

  #product(): string {
    let left = this.#match()
    for (;;) {
      const operator = this.#take('*', '/', '%')
      if (!operator) return left
      const [one, two] = [numeric(left), numeric(this.#match())]
      if (operator !== '*' && two === 0n) throw new Complaint('division by zero', 2)
      left = String(BigInt.asIntN(64, operator === '*' ? one * two : operator === '/' ? one / two : one % two))
    }
  }

  #match(): string {
    let left = this.#function()
    while (this.#take(':')) left = matched(left, this.#function())
    return left
  }

  #function(): string {
    const left = this.#words.length - this.#at
    if (left >= 2 && this.#take('quote')) return this.#word()
    if (left >= 3 && this.#take('match')) return matched(this.#function(), this.#function())
    if (left >= 2 && this.#take('length')) return String(this.#function().length)
    if (left >= 3 && this.#take('index')) {
      const text = this.#function()
      const wanted = this.#function()
      return String([...text].findIndex((character) => wanted.includes(character)) + 1)
    }
    if (left >= 4 && this.#take('substr')) {
      const text = this.#function()
      const [from, length] = [this.#function(), this.#function()]
      if (!isNumber(from) || !isNumber(length) || Number(from) < 1 || Number(length) < 1) return ''
      return text.slice(Number(from) - 1, Number(from) - 1 + Number(length))
    }
    if (this.#take('(')) {
      const value = this.#or()
      if (!this.#take(')')) throw new Complaint('syntax error', 2)
      return value
    }
    return this.#word()
  }

  #word(): string {
    const word = this.#words[this.#at++]
    if (word === undefined || word === ')') throw new Complaint('syntax error', 2)
    return word
  }
}

function matched(text: string, source: string): string {
  const pattern = patternOf(`^\\(${source.replace(/^\^/, '')}\\)`, {}, 2)
  const match = pattern.match(text)
  // the first group of the user's pattern is our second
  if (pattern.groups > 1) return match && match[4]! >= 0 ? text.slice(match[4], match[5]) : ''
  return String(match ? match[1]! : 0)
}

const expr: Program = async (process) => {
  const words = process.argv.slice(process.argv[1] === '--' ? 2 : 1).map(toBytes)
  if (words.length === 0) return showUsage(process, { usage: 'EXPRESSION', failure: 2 })
  const value = new Reader(words).read()
  await process.write(1, chunkOf(`${value}\n`))
  return value === '' || /^-?0+$/.test(value) ? 1 : 0
}
export default expr
