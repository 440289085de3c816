// Reads find's expression: tests and actions with !, -a, -o and parentheses.
import type { Process } from '../../process.ts'
import { groupNumber, namer, userNumber } from '../accounts.ts'
import { toBytes } from '../byte-string.ts'
import { changedMode } from '../file-mode.ts'
import { patternOf } from '../line-matcher.ts'
import { standardOutput } from '../output.ts'
import { Complaint } from '../report.ts'
import { Glob } from '../text-pattern/glob.ts'
import { deleter, execution } from './actions.ts'
import type { FindExpression, Predicate, Visit } from './expression.ts'

/** `+3`, `-3` or `3` */
function comparison(text: string): (value: number) => boolean {
  const match = /^([-+]?)(\d+)$/.exec(text)
  if (!match) throw new Complaint(`invalid number '${text}'`)
  const limit = Number(match[2])
  if (match[1] === '+') return (value) => value > limit
  if (match[1] === '-') return (value) => value < limit
  return (value) => value === limit
}

const kinds: Readonly<Record<string, Visit['inode']['kind']>> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  p: 'fifo',
  s: 'socket',
  b: 'block',
  c: 'character',
}

class Parser {
  leastDepth = 0
  mostDepth = Infinity
  depthFirst = false
  sameFilesystem = false
  acts = false
  readonly finish: (() => Promise<void>)[] = []
  readonly #process: Process
  readonly #words: readonly string[]
  #at = 0

  constructor(process: Process, words: readonly string[]) {
    this.#process = process
    this.#words = words
  }

  parse(): FindExpression {
    const given = this.#words.length === 0 ? () => true : this.#or()
    if (this.#at < this.#words.length) throw new Complaint(`unrecognized: ${this.#words[this.#at]}`)
    const print = this.#printer('\n')
    return {
      evaluate: this.acts ? given : async (visit) => (await given(visit)) && (await print(visit)),
      finish: this.finish,
      leastDepth: this.leastDepth,
      mostDepth: this.mostDepth,
      depthFirst: this.depthFirst,
      sameFilesystem: this.sameFilesystem,
    }
  }

  #or(): Predicate {
    const options = [this.#and()]
    while (this.#words[this.#at] === '-o' || this.#words[this.#at] === '-or') {
      this.#at++
      options.push(this.#and())
    }
    if (options.length === 1) return options[0]!
    return async (visit) => {
      for (const option of options) if (await option(visit)) return true
      return false
    }
  }

  #and(): Predicate {
    const parts: Predicate[] = []
    for (;;) {
      const word = this.#words[this.#at]
      if (word === undefined || word === '-o' || word === '-or' || word === ')') break
      if (word === '-a' || word === '-and') this.#at++
      parts.push(this.#not())
    }
    if (parts.length === 1) return parts[0]!
    return async (visit) => {
      for (const part of parts) if (!(await part(visit))) return false
      return true
    }
  }

  #not(): Predicate {
    const word = this.#words[this.#at]
    if (word === '!' || word === '-not') {
      this.#at++
      const inner = this.#not()
      return async (visit) => !(await inner(visit))
    }
    if (word === '(') {
      this.#at++
      const inner = this.#or()
      if (this.#words[this.#at] !== ')') throw new Complaint(`unpaired '('`)
      this.#at++
      return inner
    }
    return this.#primary()
  }

  #value(name: string): string {
    const value = this.#words[this.#at++]
    if (value === undefined) throw new Complaint(`${name}: option requires an argument`)
    return value
  }

  #printer(end: string): Predicate {
    const output = standardOutput(this.#process)
    return async ({ path }) => {
      await output.print(toBytes(path) + end)
      return true
    }
  }

  #primary(): Predicate {
    const name = this.#words[this.#at++]
    if (name === undefined) throw new Complaint('unexpected end of expression')
    return this.#action(name) ?? this.#option(name) ?? this.#test(name)
  }

  #action(name: string): Predicate | undefined {
    if (name === '-prune') {
      return (visit) => {
        visit.prune = true
        return true
      }
    }
    let action: Predicate
    if (name === '-print') action = this.#printer('\n')
    else if (name === '-print0') action = this.#printer('\0')
    else if (name === '-quit') {
      action = () => {
        throw new FindQuit()
      }
    } else if (name === '-delete') {
      this.depthFirst = true
      action = deleter(this.#process)
    } else if (name === '-exec' || name === '-ok') action = this.#execution(name)
    else return undefined
    this.acts = true
    return action
  }

  #execution(name: string): Predicate {
    const from = this.#at
    while (this.#at < this.#words.length) {
      const word = this.#words[this.#at]!
      const gathers = word === '+' && this.#words[this.#at - 1] === '{}'
      this.#at++
      if (word !== ';' && !gathers) continue
      const command = this.#words.slice(from, this.#at - (gathers ? 2 : 1))
      if (command.length === 0) break
      const { each, finish } = execution(this.#process, command, gathers, name === '-ok')
      if (finish) this.finish.push(finish)
      return each
    }
    throw new Complaint(`${name}: missing argument`)
  }

  #option(name: string): Predicate | undefined {
    if (name === '-maxdepth') this.mostDepth = Number(this.#value(name))
    else if (name === '-mindepth') this.leastDepth = Number(this.#value(name))
    else if (name === '-depth') this.depthFirst = true
    else if (name === '-xdev' || name === '-mount') this.sameFilesystem = true
    else if (name !== '-follow' && name !== '-noleaf' && name !== '-true') return undefined
    return () => true
  }

  #test(name: string): Predicate {
    const { files } = this.#process
    switch (name) {
      case '-name':
      case '-iname': {
        const glob = new Glob(toBytes(this.#value(name)), { ignoreCase: name === '-iname' })
        return (visit) => glob.matches(toBytes(visit.name))
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const glob = new Glob(toBytes(this.#value(name)), { ignoreCase: name === '-ipath' })
        return (visit) => glob.matches(toBytes(visit.path))
      }
      case '-regex': {
        const pattern = patternOf(`^\\(${toBytes(this.#value(name))}\\)$`, {})
        return (visit) => pattern.test(toBytes(visit.path))
      }
      case '-type': {
        const letter = this.#value(name)
        const kind = kinds[letter]
        if (!kind) throw new Complaint(`invalid argument '${letter}' to '-type'`)
        return (visit) => visit.inode.kind === kind
      }
      case '-perm':
        return permissionTest(this.#value(name))
      case '-mtime':
      case '-atime':
      case '-ctime':
        return this.#age(name, 86_400_000)
      case '-mmin':
      case '-amin':
      case '-cmin':
        return this.#age(name, 60_000)
      case '-newer':
      case '-anewer':
      case '-cnewer': {
        const { mtime } = files.stat(this.#value(name))
        return (visit) => visit.inode.mtime > mtime
      }
      case '-inum': {
        const fits = comparison(this.#value(name))
        return (visit) => fits(visit.inode.ino)
      }
      case '-links': {
        const fits = comparison(this.#value(name))
        return (visit) => fits(visit.inode.links)
      }
      case '-user': {
        const uid = userNumber(this.#process, this.#value(name))
        return (visit) => visit.inode.uid === uid
      }
      case '-group': {
        const gid = groupNumber(this.#process, this.#value(name))
        return (visit) => visit.inode.gid === gid
      }
      case '-nouser': {
        const names = namer(this.#process)
        return (visit) => names.user(visit.inode.uid) === undefined
      }
      case '-nogroup': {
        const names = namer(this.#process)
        return (visit) => names.group(visit.inode.gid) === undefined
      }
      case '-size':
        return sizeTest(this.#value(name))
      case '-empty':
        return (visit) =>
          visit.inode.kind === 'directory'
            ? files.list(visit.path).length === 0
            : visit.inode.kind === 'file' && visit.inode.size === 0
      case '-executable':
        return (visit) => files.access(visit.path, 1)
      case '-false':
        return () => false
      default:
        throw new Complaint(`unrecognized: ${name}`)
    }
  }

  #age(name: string, unit: number): Predicate {
    const fits = comparison(this.#value(name))
    const now = this.#process.now()
    return (visit) => fits(Math.floor((now - visit.inode.mtime) / unit))
  }
}

function sizeTest(text: string): Predicate {
  const match = /^([-+]?\d+)([bcwkMG]?)$/.exec(text)
  if (!match) throw new Complaint(`invalid number '${text}'`)
  const units: Readonly<Record<string, number>> = { '': 512, b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }
  const unit = units[match[2]!]!
  // busybox compares bytes and does not round up to the unit (findutils/find.c: func size)
  const sign = /^[-+]?/.exec(match[1]!)![0]
  const fits = comparison(sign + Number(match[1]!.slice(sign.length)) * unit)
  return (visit) => fits(visit.inode.size)
}

/** `-perm 644` exactly, `-perm -u+x` all of these, `-perm /222` any of these. */
function permissionTest(text: string): Predicate {
  const sign = /^[-+/](?=[0-7ugoa])/.exec(text)?.[0] ?? ''
  const bits = changedMode(text.slice(sign.length), 0, 0, false)
  if (sign === '-') return (visit) => (visit.inode.mode & bits) === bits
  if (sign !== '') return (visit) => bits === 0 || (visit.inode.mode & bits) !== 0
  return (visit) => visit.inode.mode === bits
}

/** -quit */
export class FindQuit extends Error {}

/** Throws a Complaint. */
export function parseExpression(process: Process, words: readonly string[]): FindExpression {
  return new Parser(process, words).parse()
}
