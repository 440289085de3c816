// ls: lists directories.
import { FileError } from '../../storage/file-error.ts'
import type { Inode } from '../../storage/tree.ts'
import type { Process, Program } from '../process.ts'
import { namer } from './accounts.ts'
import { toBytes } from './byte-string.ts'
import { blocksOf, humanSize, modeLetters, sizeOrDevice } from './inode-text.ts'
import { type Options, parseOptions } from './options.ts'
import { standardOutput } from './output.ts'
import { complain } from './report.ts'
import { strftime } from './strftime.ts'

interface Entry {
  readonly name: string
  readonly path: string
  readonly inode: Inode
}

const rules = {
  letters: 'lACadFHhiLknpRrsSctuvxX1egw:T:',
  long: { color: '\0', 'group-directories-first': '\0', 'full-time': 'e' },
  usage: '[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...',
}

class Listing {
  failed = false
  readonly #process: Process
  readonly #options: Options
  readonly #names: ReturnType<typeof namer>
  #printed = false

  constructor(process: Process, options: Options) {
    this.#process = process
    this.#options = options
    this.#names = namer(process)
  }

  get #long(): boolean {
    return ['l', 'n', 'g', 'e'].includes(this.#options.last('l1Cxnge') ?? '')
  }

  async run(names: readonly string[]): Promise<void> {
    const files: Entry[] = []
    const directories: Entry[] = []
    const follow = this.#options.has('L') || this.#options.has('H') || !(this.#long || this.#options.has('F'))
    for (const name of names) {
      const inode = await this.#look(name, follow)
      if (!inode) continue
      const target = inode.kind === 'directory' && !this.#options.has('d') ? directories : files
      target.push({ name, path: name, inode })
    }
    if (files.length > 0) {
      await this.#print(this.#sort(files))
      this.#printed = true
    }
    for (const entry of this.#sort(directories)) await this.#directory(entry, names.length > 1)
  }

  async #look(path: string, follow: boolean): Promise<Inode | undefined> {
    const { files } = this.#process
    try {
      if (!follow) return files.lstat(path)
      try {
        return files.stat(path)
      } catch (error) {
        if (error instanceof FileError && error.code === 'ENOENT' && !this.#options.has('L')) return files.lstat(path)
        throw error
      }
    } catch (error) {
      await this.#refuse(path, error)
      return undefined
    }
  }

  async #refuse(path: string, error: unknown): Promise<void> {
    if (!(error instanceof FileError)) throw error
    this.failed = true
    await standardOutput(this.#process).flush()
    await complain(this.#process, `${path}: ${error.message}`)
  }

  async #directory(directory: Entry, named: boolean): Promise<void> {
    const options = this.#options
    const output = standardOutput(this.#process)
    let names: string[]
    try {
      names = this.#process.files.list(directory.path)
    } catch (error) {
      await this.#refuse(directory.path, error)
      return
    }
    if (named || options.has('R')) await output.print(`${this.#printed ? '\n' : ''}${toBytes(directory.path)}:\n`)
    this.#printed = true
    if (options.has('a')) names = ['.', '..', ...names]
    else if (!options.has('A')) names = names.filter((name) => !name.startsWith('.'))
    const prefix = directory.path.endsWith('/') ? directory.path : `${directory.path}/`
    const entries: Entry[] = []
    for (const name of names) {
      const inode = await this.#look(prefix + name, options.has('L'))
      if (inode) entries.push({ name, path: prefix + name, inode })
    }
    const sorted = this.#sort(entries)
    if (this.#long || options.has('s')) {
      const blocks = sorted.reduce((sum, { inode }) => sum + blocksOf(inode), 0)
      await output.print(`total ${options.has('h') ? humanSize(blocks * 512) : blocks / 2}\n`)
    }
    await this.#print(sorted)
    await this.#process.tick()
    if (!options.has('R')) return
    for (const entry of sorted) {
      if (entry.inode.kind === 'directory' && entry.name !== '.' && entry.name !== '..') {
        await this.#directory(entry, true)
      }
    }
  }

  #sort(entries: Entry[]): Entry[] {
    const key = this.#options.last('StvX')
    const order = (left: Entry, right: Entry): number => {
      if (key === 'S') return right.inode.size - left.inode.size
      if (key === 't') return right.inode.mtime - left.inode.mtime
      return 0
    }
    const byName = (left: Entry, right: Entry) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0)
    entries.sort((left, right) => order(left, right) || byName(left, right))
    return this.#options.has('r') ? entries.reverse() : entries
  }

  async #print(entries: readonly Entry[]): Promise<void> {
    const output = standardOutput(this.#process)
    if (this.#long) {
      for (const entry of entries) await output.print(this.#longLine(entry))
      return
    }
    const terminal = this.#process.isTerminal(1)
    const format = this.#options.last('1Cx') ?? (terminal ? 'C' : '1')
    const cells = entries.map((entry) => this.#head(entry) + this.#label(entry))
    if (format === '1') {
      for (const cell of cells) await output.print(`${cell}\n`)
    } else await output.print(columns(cells, this.#width(), format === 'x'))
  }

  #width(): number {
    return Number(this.#options.value('w')) || this.#process.terminalSize(1)?.[1] || 80
  }

  #head({ inode }: Entry): string {
    const number = this.#options.has('i') ? `${String(inode.ino).padStart(7)} ` : ''
    return number + (this.#options.has('s') ? `${String(blocksOf(inode) / 2).padStart(6)} ` : '')
  }

  #label({ name, inode }: Entry): string {
    let mark = ''
    if (this.#options.has('F') || this.#options.has('p')) {
      if (inode.kind === 'directory') mark = '/'
      else if (this.#options.has('F')) {
        if (inode.kind === 'symlink') mark = '@'
        else if (inode.kind === 'fifo') mark = '|'
        else if (inode.kind === 'socket') mark = '='
        else if (inode.mode & 0o111) mark = '*'
      }
    }
    return toBytes(name) + mark
  }

  #longLine(entry: Entry): string {
    const { inode } = entry
    const numeric = this.#options.has('n')
    const user = (!numeric && this.#names.user(inode.uid)) || String(inode.uid)
    const group = (!numeric && this.#names.group(inode.gid)) || String(inode.gid)
    const size = this.#options.has('h') && !inode.device ? humanSize(inode.size) : sizeOrDevice(inode)
    const owner = this.#options.has('g') ? '' : `${user.slice(0, 8).padEnd(8)} `
    const links = String(inode.links).padStart(4)
    const arrow = inode.kind === 'symlink' ? ` -> ${toBytes(inode.target ?? '')}` : ''
    const sizeField = size.padStart(this.#options.has('h') ? 7 : 9)
    return (
      `${this.#head(entry)}${modeLetters(inode)} ${links} ${owner}${group.slice(0, 8).padEnd(8)} ` +
      `${sizeField} ${this.#time(inode.mtime)} ${this.#label(entry)}${arrow}\n`
    )
  }

  #time(mtime: number): string {
    if (this.#options.has('e')) return strftime('%a %b %e %H:%M:%S %Y', mtime)
    const age = this.#process.now() - mtime
    const recent = age < (365 / 2) * 86_400_000 && age > -15 * 60_000
    return strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', mtime)
  }
}

function columns(cells: readonly string[], width: number, across: boolean): string {
  if (cells.length === 0) return ''
  const cell = Math.max(...cells.map((text) => text.length)) + 2
  const count = Math.max(1, Math.floor(width / cell))
  const rows = Math.ceil(cells.length / count)
  const lines: string[] = []
  for (let row = 0; row < rows; row++) {
    let line = ''
    for (let column = 0; column < count; column++) {
      const text = cells[across ? row * count + column : column * rows + row]
      if (text !== undefined) line = line.padEnd(column * cell) + text
    }
    lines.push(line)
  }
  return `${lines.join('\n')}\n`
}

const ls: Program = async (process) => {
  const words = process.argv.slice(1).filter((word) => !word.startsWith('--color'))
  const options = await parseOptions(process, rules, words)
  const listing = new Listing(process, options)
  await listing.run(options.operands.length > 0 ? options.operands : ['.'])
  return listing.failed ? 1 : 0
}
export default ls
