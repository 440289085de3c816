// grep: prints lines that match; also as egrep and fgrep.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { openInput, readAll, using } from './inputs.ts'
import { LineMatcher } from './line-matcher.ts'
import { readLines } from './lines.ts'
import { integerOf } from './numbers.ts'
import { type Options, parseOptions, showUsage } from './options.ts'
import { standardOutput } from './output.ts'
import { appletName, complain, reason } from './report.ts'
import { Glob } from './text-pattern/glob.ts'

const rules = {
  letters: 'lnqvscFiHhe:f:Lorm:wxA:B:C:EaIRz',
  long: {
    'extended-regexp': 'E',
    'fixed-strings': 'F',
    'ignore-case': 'i',
    'invert-match': 'v',
    'line-number': 'n',
    count: 'c',
    quiet: 'q',
    silent: 'q',
    'no-messages': 's',
    'with-filename': 'H',
    'no-filename': 'h',
    'files-with-matches': 'l',
    'files-without-match': 'L',
    'only-matching': 'o',
    recursive: 'r',
    'max-count': 'm',
    'word-regexp': 'w',
    'line-regexp': 'x',
    'after-context': 'A',
    'before-context': 'B',
    context: 'C',
    regexp: 'e',
    file: 'f',
    text: 'a',
  },
  usage: '[-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...',
  failure: 2,
}

async function patternsOf(process: Process, options: Options): Promise<string[]> {
  const texts = options.values('e').map(toBytes)
  for (const name of options.values('f')) {
    const text = await using(process, openInput(process, name), (descriptor) => readAll(process, descriptor))
    texts.push(text.replace(/\n$/, ''))
  }
  if (!options.has('e') && !options.has('f')) {
    const first = options.operands.shift()
    if (first === undefined) return showUsage(process, rules)
    texts.push(toBytes(first))
  }
  return texts.flatMap((text) => text.split('\n'))
}

/** Looks for the patterns in one descriptor after the other. */
class Search {
  found = false
  /** -L has printed a name */
  listed = false
  readonly #process: Process
  readonly #options: Options
  readonly #matcher: LineMatcher
  readonly #named: boolean
  readonly #before: number
  readonly #after: number
  readonly #most: number

  constructor(process: Process, options: Options, matcher: LineMatcher, named: boolean) {
    this.#process = process
    this.#options = options
    this.#matcher = matcher
    this.#named = named
    const around = options.value('C')
    this.#before = integerOf(options.value('B') ?? around ?? '0')
    this.#after = integerOf(options.value('A') ?? around ?? '0')
    this.#most = options.has('m') ? integerOf(options.value('m')!) : Infinity
  }

  /** True when nothing more has to be read at all. */
  get done(): boolean {
    return this.found && this.#options.has('q')
  }

  async file(descriptor: number, path: string): Promise<void> {
    const options = this.#options
    const output = standardOutput(this.#process)
    const name = path === '-' ? '(standard input)' : toBytes(path)
    const silent = options.has('q') || options.has('l') || options.has('L') || options.has('c')
    let count = 0
    let number = 0
    let due = 0
    let printedTo = 0
    let kept: string[] = []
    const head = (mark: string, at: number) =>
      (this.#named ? name + mark : '') + (options.has('n') ? `${at}${mark}` : '')
    const end = options.has('z') ? '\0' : '\n'

    reading: for await (const lines of readLines(this.#process, descriptor, end)) {
      for (const line of lines) {
        number++
        const matches = count < this.#most && this.#matcher.test(line) !== options.has('v')
        if (matches) {
          count++
          this.found = true
          if (options.has('q') || options.has('l') || options.has('L')) break reading
          due = this.#after
          if (!silent) {
            const first = number - kept.length
            if ((this.#before > 0 || this.#after > 0) && printedTo > 0 && first > printedTo + 1)
              await output.print('--\n')
            for (const [index, each] of kept.entries()) await output.print(`${head('-', first + index)}${each}${end}`)
            if (options.has('o')) {
              if (!options.has('v')) {
                for (const part of this.#matcher.parts(line)) await output.print(`${head(':', number)}${part}${end}`)
              }
            } else await output.print(`${head(':', number)}${line}${end}`)
            printedTo = number
          }
          kept = []
        } else if (due > 0) {
          due--
          if (!silent && !options.has('o')) await output.print(`${head('-', number)}${line}${end}`)
          printedTo = number
        } else if (this.#before > 0) {
          kept.push(line)
          if (kept.length > this.#before) kept.shift()
        }
        if (count >= this.#most && due === 0) break reading
      }
      await output.flush()
    }
    if (options.has('q')) return
    if (options.has('l') || options.has('L')) {
      if (count > 0 === options.has('l')) {
        this.listed = true
        await output.print(`${name}\n`)
      }
    } else if (options.has('c')) await output.print(`${this.#named ? `${name}:` : ''}${count}\n`)
  }
}

const grep: Program = async (process) => {
  const argv = process.argv.slice(1)
  const glob = (option: string) =>
    argv
      .filter((word) => word.startsWith(`--${option}=`))
      .map((word) => new Glob(toBytes(word.slice(option.length + 3))))
  const [included, excluded] = [glob('include'), glob('exclude')]
  const words = argv.filter((word) => !/^--(include|exclude|color|colour)(=|$)/.test(word))
  const options = await parseOptions(process, rules, words)
  const name = appletName(process)
  const patterns = await patternsOf(process, options)
  const matcher = new LineMatcher(patterns, {
    fixed: options.has('F') || name === 'fgrep',
    extended: options.has('E') || name === 'egrep',
    ignoreCase: options.has('i'),
    words: options.has('w'),
    wholeLines: options.has('x'),
  })
  const recursive = options.has('r') || options.has('R')
  const names = options.operands.length > 0 ? options.operands : [recursive ? '.' : '-']
  const named = !options.has('h') && (options.has('H') || names.length > 1 || recursive)
  const search = new Search(process, options, matcher, named)
  const wanted = (path: string) => {
    const base = toBytes(path.slice(path.lastIndexOf('/') + 1))
    return (
      (included.length === 0 || included.some((each) => each.matches(base))) &&
      !excluded.some((each) => each.matches(base))
    )
  }
  let failed = false
  const look = async (path: string, top: boolean): Promise<void> => {
    if (search.done) return
    try {
      if (recursive && path !== '-') {
        // links to files are read, those to directories only with -R
        const link = !top && process.files.lstat(path).kind === 'symlink'
        const inode = process.files.stat(path)
        if (link && inode.kind === 'directory' && !options.has('R')) return
        if (inode.kind === 'directory') {
          for (const each of process.files.list(path)) await look(`${path.replace(/\/$/, '')}/${each}`, false)
          return
        }
        if (inode.kind !== 'file' && !top) return
        if (!wanted(path)) return
      }
      await using(process, openInput(process, path), (descriptor) => search.file(descriptor, path))
    } catch (error) {
      // a directory reads like an empty file
      if (error instanceof FileError && error.code === 'EISDIR') return
      const words = reason(error)
      if (!options.has('s')) await complain(process, `${path}: ${words}`)
      failed = true
    }
  }
  for (const path of names) await look(path, true)
  if (search.found && options.has('q')) return 0
  if (failed) return 2
  if (options.has('L')) return search.listed ? 0 : 1
  return search.found ? 0 : 1
}
export default grep
