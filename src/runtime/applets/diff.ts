// diff: shows how files differ.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { isDirectory } from './copy.ts'
import { findEdits } from './diff/edits.ts'
import { type DiffFile, printUnified } from './diff/unified.ts'
import { openInput, readAll, using } from './inputs.ts'
import { integerOf } from './numbers.ts'
import { type Options, parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { Complaint, complain, reason } from './report.ts'

class Comparison {
  /** 0 the same, 1 different, 2 trouble */
  code = 0
  readonly #process: Process
  readonly #options: Options

  constructor(process: Process, options: Options) {
    this.#process = process
    this.#options = options
  }

  async #read(path: string, label: string): Promise<DiffFile> {
    const missing = this.#options.has('N') && path !== '-' && !this.#process.files.exists(path)
    const text = missing
      ? ''
      : await using(this.#process, openInput(this.#process, path), (descriptor) => readAll(this.#process, descriptor))
    const lines = text.split('\n')
    const unfinished = lines.at(-1) !== ''
    if (!unfinished) lines.pop()
    return { label, lines, unfinished }
  }

  /** With -N a file that is missing is called /dev/null. */
  #label(path: string): string {
    return this.#options.has('N') && path !== '-' && !this.#process.files.exists(path) ? '/dev/null' : toBytes(path)
  }

  /** Numbers for lines: those that count as equal have the same. */
  #numbers(file: DiffFile, known: Map<string, number>): number[] {
    const options = this.#options
    return file.lines.map((line, index) => {
      let key = line
      if (options.has('w')) key = key.replace(/\s+/g, '')
      else if (options.has('b')) key = key.replace(/\s+/g, ' ').replace(/ $/, '')
      if (options.has('i')) key = key.toLowerCase()
      if (file.unfinished && index === file.lines.length - 1 && !options.has('w') && !options.has('b')) key += '\n'
      let number = known.get(key)
      if (number === undefined) known.set(key, (number = known.size))
      return number
    })
  }

  async files(left: string, right: string): Promise<void> {
    const options = this.#options
    const output = standardOutput(this.#process)
    const labels = options.values('L').map(toBytes)
    const [one, two] = [
      await this.#read(left, labels[0] ?? this.#label(left)),
      await this.#read(right, labels[1] ?? this.#label(right)),
    ]
    const known = new Map<string, number>()
    const edits = await findEdits(this.#numbers(one, known), this.#numbers(two, known), () => this.#process.tick())
    const blank =
      options.has('B') &&
      edits.every(({ from, to, start, end }) =>
        [...one.lines.slice(from, to), ...two.lines.slice(start, end)].every((line) => line === ''),
      )
    if (edits.length === 0 || blank) {
      if (options.has('s')) await output.print(`Files ${toBytes(left)} and ${toBytes(right)} are identical\n`)
      return
    }
    this.code = Math.max(this.code, 1)
    const binary = [one, two].some(({ lines }) => lines.some((line) => line.includes('\0')))
    if (options.has('q') || (binary && !options.has('a'))) {
      await output.print(
        `${binary && !options.has('q') ? 'Binary files' : 'Files'} ${toBytes(left)} and ${toBytes(right)} differ\n`,
      )
    } else await printUnified(output, one, two, edits, options.has('U') ? integerOf(options.value('U')!) : 3)
  }

  async directories(left: string, right: string): Promise<void> {
    const { files } = this.#process
    const list = (path: string) => (files.exists(path) ? files.list(path) : [])
    const [ones, twos] = [list(left), list(right)]
    const output = standardOutput(this.#process)
    for (const name of [...new Set([...ones, ...twos])].sort()) {
      const [one, two] = [`${left}/${name}`, `${right}/${name}`]
      const inBoth = ones.includes(name) && twos.includes(name)
      if (!inBoth && !this.#options.has('N')) {
        await output.print(`Only in ${toBytes(ones.includes(name) ? left : right)}: ${toBytes(name)}\n`)
        this.code = Math.max(this.code, 1)
      } else if (isDirectory(this.#process, one) && isDirectory(this.#process, two)) {
        if (this.#options.has('r')) await this.directories(one, two)
        else await output.print(`Common subdirectories: ${toBytes(one)} and ${toBytes(two)}\n`)
      } else await this.files(one, two)
    }
  }
}

const diff: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'abdiL:NqrsS:tTU:wupBE',
    long: {
      brief: 'q',
      recursive: 'r',
      'new-file': 'N',
      unified: 'u',
      'ignore-case': 'i',
      'ignore-all-space': 'w',
      'ignore-space-change': 'b',
      'ignore-blank-lines': 'B',
      'report-identical-files': 's',
      label: 'L',
      text: 'a',
    },
    usage: '[-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2',
    operands: [2, 2],
    failure: 2,
  })
  let [left = '', right = ''] = options.operands
  const comparison = new Comparison(process, options)
  try {
    const [one, two] = [left, right].map((path) => path !== '-' && isDirectory(process, path))
    if (one && two) await comparison.directories(left, right)
    else {
      const named = (directory: string, path: string) => `${directory}/${path.split('/').at(-1)}`
      if (one) left = named(left, right)
      else if (two) right = named(right, left)
      const other = one ? left : right
      if ((one || two) && !process.files.exists(other))
        throw new Complaint(`can't stat '${other}': No such file or directory`)
      await comparison.files(left, right)
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    await standardOutput(process).flush()
    await complain(process, `can't stat '${error.path ?? left}': ${reason(error)}`)
    return 2
  }
  return comparison.code
}
export default diff
