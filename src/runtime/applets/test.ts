// test and [: conditions about files, texts and numbers; exit code 0 for yes, 1 for no, 2 for nonsense.
import { FileError } from '../../storage/file-error.ts'
import type { Inode } from '../../storage/tree.ts'
import type { Process, Program } from '../process.ts'
import { appletName, Complaint } from './report.ts'

const unary = new Set([...'abcdefghkLnoprstuwxzOGNS'].map((letter) => `-${letter}`))
const numeric: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
}
const textual: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
}
const isBinary = (word: string | undefined): word is string =>
  word !== undefined && (word in numeric || word in textual || word === '-nt' || word === '-ot' || word === '-ef')

/** A condition being read: `-o` binds loosest, then `-a`, then `!`. */
class Condition {
  readonly #process: Process
  readonly #words: readonly string[]
  #at = 0

  constructor(process: Process, words: readonly string[]) {
    this.#process = process
    this.#words = words
  }

  evaluate(): boolean {
    if (this.#words.length === 0) return false
    const result = this.#or()
    if (this.#at < this.#words.length) throw new Complaint(`${this.#words[this.#at]}: unknown operand`, 2)
    return result
  }

  #or(): boolean {
    let result = this.#and()
    while (this.#words[this.#at] === '-o') {
      this.#at++
      const right = this.#and()
      result ||= right
    }
    return result
  }

  #and(): boolean {
    let result = this.#not()
    while (this.#words[this.#at] === '-a') {
      this.#at++
      const right = this.#not()
      result &&= right
    }
    return result
  }

  #not(): boolean {
    const left = this.#words.length - this.#at
    if (this.#words[this.#at] === '!' && left > 1 && !(left >= 3 && isBinary(this.#words[this.#at + 1]))) {
      this.#at++
      return !this.#not()
    }
    return this.#primary()
  }

  #primary(): boolean {
    const word = this.#words[this.#at]
    if (word === undefined) throw new Complaint('argument expected', 2)
    const next = this.#words[this.#at + 1]
    if (isBinary(next) && this.#at + 2 < this.#words.length) {
      this.#at += 3
      return this.#binary(word, next, this.#words[this.#at - 1]!)
    }
    if (isBinary(next) && this.#at + 2 === this.#words.length) throw new Complaint(`${next}: argument expected`, 2)
    if (word === '(' && next !== undefined) {
      this.#at++
      const result = this.#or()
      if (this.#words[this.#at] !== ')') throw new Complaint('closing paren expected', 2)
      this.#at++
      return result
    }
    if (unary.has(word) && next !== undefined && !((word === '-a' || word === '-o') && this.#at > 0)) {
      this.#at += 2
      return this.#unary(word[1]!, next)
    }
    this.#at++
    return word !== ''
  }

  #number(text: string): number {
    if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new Complaint(`${text}: bad number`, 2)
    if (BigInt.asIntN(64, BigInt(text.trim().replace(/^\+/, ''))) !== BigInt(text.trim().replace(/^\+/, ''))) {
      throw new Complaint(`${text}: out of range`, 2)
    }
    return Number(text)
  }

  #binary(left: string, operator: string, right: string): boolean {
    const compare = numeric[operator]
    if (compare) return compare(this.#number(left), this.#number(right))
    const match = textual[operator]
    if (match) return match(left, right)
    const [one, two] = [this.#stat(left), this.#stat(right)]
    if (!one || !two) return false
    if (operator === '-ef') return one.ino === two.ino
    return operator === '-nt' ? one.mtime > two.mtime : one.mtime < two.mtime
  }

  #stat(path: string, follow = true): Inode | undefined {
    try {
      return follow ? this.#process.files.stat(path) : this.#process.files.lstat(path)
    } catch (error) {
      if (error instanceof FileError) return undefined
      throw error
    }
  }

  #unary(letter: string, value: string): boolean {
    const { files, user } = this.#process
    if (letter === 'n') return value !== ''
    if (letter === 'z') return value === ''
    if (letter === 't') return this.#process.isTerminal(this.#number(value))
    if (letter === 'o') return false
    if (letter === 'L' || letter === 'h') return this.#stat(value, false)?.kind === 'symlink'
    const inode = this.#stat(value)
    if (!inode) return false
    if (letter === 'r') return files.access(value, 4)
    if (letter === 'w') return files.access(value, 2)
    if (letter === 'x') return files.access(value, 1)
    const kinds = { f: 'file', d: 'directory', b: 'block', c: 'character', p: 'fifo', S: 'socket' } as const
    const kind = kinds[letter as 'f']
    if (kind) return inode.kind === kind
    if (letter === 's') return inode.size > 0
    if (letter === 'u') return (inode.mode & 0o4000) !== 0
    if (letter === 'g') return (inode.mode & 0o2000) !== 0
    if (letter === 'k') return (inode.mode & 0o1000) !== 0
    if (letter === 'O') return inode.uid === user.uid
    if (letter === 'G') return inode.gid === user.gid
    return true
  }
}

/** Whether the words (without `test` or brackets) hold; throws a Complaint with code 2. */
export function evaluateCondition(process: Process, words: readonly string[]): boolean {
  return new Condition(process, words).evaluate()
}

const test: Program = (process) => {
  const name = appletName(process)
  const words = process.argv.slice(1)
  if (name === '[' || name === '[[') {
    const closing = name === '[' ? ']' : ']]'
    if (words.pop() !== closing) throw new Complaint(`missing ${closing}`, 2)
  }
  return evaluateCondition(process, words) ? 0 : 1
}
export default test
