// The configuration of nginx as a tree of directives, with its includes read in.
import { Glob } from '../../../runtime/applets/text-pattern/glob.ts'
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'

export interface Directive {
  readonly name: string
  readonly args: readonly string[]
  /** What stands in braces behind it. */
  readonly block?: readonly Directive[]
}

/** What nginx says about a configuration that it cannot use, without `nginx: [emerg] `. */
export class ConfigProblem extends Error {}

const HOME = '/etc/nginx'
/** Includes within includes; more of them include each other. */
const DEEPEST = 16

/** Throws a ConfigProblem. */
export function readConfig(process: Process, path: string, depth = 0): Directive[] {
  if (depth > DEEPEST) throw new ConfigProblem(`too many levels of includes in ${path}`)
  return directivesOf(readText(process, path), path).flatMap((directive) => withIncludes(process, directive, depth))
}

/** Most containers have the same files, and there may be a thousand of them: what was read last is kept for all. */
const known = new Map<string, readonly Directive[]>()
const MOST_KNOWN = 16
/** characters */
const LONGEST_KNOWN = 65_536

function directivesOf(text: string, path: string): readonly Directive[] {
  const key = `${path}\n${text}`
  const before = known.get(key)
  if (before) return before
  const directives = new Parser(text, path).block(true)
  if (key.length > LONGEST_KNOWN) return directives
  if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value!)
  known.set(key, directives)
  return directives
}

function readText(process: Process, path: string): string {
  try {
    return process.files.readText(path)
  } catch (error) {
    if (error instanceof FileError) {
      throw new ConfigProblem(`open() "${path}" failed (${error.code === 'EACCES' ? 13 : 2}: ${error.message})`)
    }
    throw error
  }
}

function withIncludes(process: Process, directive: Directive, depth: number): Directive[] {
  if (directive.name === 'include') {
    return pathsOf(process, directive.args[0] ?? '').flatMap((path) => readConfig(process, path, depth + 1))
  }
  if (!directive.block) return [directive]
  return [{ ...directive, block: directive.block.flatMap((inner) => withIncludes(process, inner, depth)) }]
}

/** A path, or what a pattern in its last part matches. */
function pathsOf(process: Process, argument: string): string[] {
  const path = argument.startsWith('/') ? argument : `${HOME}/${argument}`
  if (!/[*?[]/.test(path)) return [path]
  const folder = path.slice(0, path.lastIndexOf('/'))
  const glob = new Glob(path.slice(folder.length + 1))
  const names = process.files.exists(folder) ? process.files.list(folder) : []
  return names.filter((name) => glob.matches(name)).map((name) => `${folder}/${name}`)
}

class Parser {
  #at = 0
  #line = 1
  readonly #text: string
  readonly #path: string

  constructor(text: string, path: string) {
    this.#text = text
    this.#path = path
  }

  /** Directives up to the brace that closes the block, or to the end of the file. */
  block(outermost: boolean): Directive[] {
    const found: Directive[] = []
    for (;;) {
      const word = this.#next()
      if (word === undefined) {
        if (outermost) return found
        throw this.#problem('unexpected end of file, expecting "}"')
      }
      if (word === '}' && !outermost) return found
      if (word === '{' || word === '}' || word === ';') throw this.#problem(`unexpected "${word}"`)
      found.push(this.#directive(word))
    }
  }

  #directive(name: string): Directive {
    const args: string[] = []
    for (;;) {
      const word = this.#next()
      if (word === undefined) throw this.#problem('unexpected end of file, expecting ";" or "}"')
      if (word === ';') return { name, args }
      if (word === '{') return { name, args, block: this.block(false) }
      if (word === '}') throw this.#problem('unexpected "}"')
      args.push(word)
    }
  }

  /** A word, or one of `{ } ;`. */
  #next(): string | undefined {
    this.#skipBlanks()
    const first = this.#text[this.#at]
    if (first === undefined) return undefined
    if ('{};'.includes(first)) {
      this.#at++
      return first
    }
    if (first === '"' || first === "'") return this.#quoted(first)
    const start = this.#at
    while (this.#at < this.#text.length && !/[\s;{}]/.test(this.#text[this.#at]!)) {
      const variable = this.#text.startsWith('${', this.#at)
      if (this.#text[this.#at] === '\\') this.#at++
      this.#at = variable ? Math.max(this.#at, this.#text.indexOf('}', this.#at)) + 1 : this.#at + 1
    }
    return this.#text.slice(start, this.#at)
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!
      if (char === '#') {
        const end = this.#text.indexOf('\n', this.#at)
        this.#at = end < 0 ? this.#text.length : end
      }
      if (this.#text[this.#at] === '\n') this.#line++
      else if (char !== '#' && !/\s/.test(char)) return
    }
  }

  #quoted(quote: string): string {
    let word = ''
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!
      if (char === '\n') this.#line++
      if (char === quote) {
        this.#at++
        return word
      }
      word += char === '\\' ? (this.#text[++this.#at] ?? '') : char
    }
    throw this.#problem(`unexpected end of file, expecting "${quote}"`)
  }

  #problem(what: string): ConfigProblem {
    return new ConfigProblem(`${what} in ${this.#path}:${this.#line}`)
  }
}

/** The first directive of a name in the innermost of several blocks that has one. */
export function inherited(blocks: readonly (readonly Directive[])[], name: string): Directive | undefined {
  for (const block of blocks) {
    const found = block.find((directive) => directive.name === name)
    if (found) return found
  }
  return undefined
}

/** The same of directives that may stand several times. */
export function inheritedAll(blocks: readonly (readonly Directive[])[], name: string): readonly Directive[] {
  for (const block of blocks) {
    const found = block.filter((directive) => directive.name === name)
    if (found.length > 0) return found
  }
  return []
}
