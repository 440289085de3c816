// Runs a sed script over its input.
import { FileError } from '../../../storage/file-error.ts'
import type { Process } from '../../process.ts'
import { fromBytes } from '../byte-string.ts'
import { visible } from '../cat.ts'
import { Output } from '../output.ts'
import { Complaint } from '../report.ts'
import type { Pattern } from '../text-pattern/pattern.ts'
import type { Address, Command, Search } from './command.ts'
import type { SedInput } from './input.ts'
import { substitute } from './substitute.ts'

export interface SedOptions {
  readonly quiet: boolean
  readonly delimiter: string
}

/** What stays between files. */
export class SedState {
  hold = ''
  lineNumber = 0
  lastPattern: Pattern | undefined
  /** exit code of q */
  code: number | undefined
  readonly files: Map<string, Output> = new Map<string, Output>()
}

/** Longest text that a script may gather in its spaces. */
const longest = 64 * 1024 * 1024

/** How a command ends: on to the next one, to another place, or the cycle is over. */
type Outcome = number | 'next' | 'end' | 'delete' | 'again'

export class SedRun {
  readonly #process: Process
  readonly #commands: readonly Command[]
  readonly #input: SedInput
  readonly #output: Output
  readonly #options: SedOptions
  readonly #state: SedState
  /** commands whose range has begun: the line that it ends at, or undefined for a pattern */
  readonly #ranges = new Map<Command, number | undefined>()
  #space = ''
  #ended = true
  #outputEnded = true
  #replaced = false
  #appended: (() => Promise<void> | void)[] = []

  constructor(
    process: Process,
    commands: readonly Command[],
    input: SedInput,
    output: Output,
    options: SedOptions,
    state: SedState,
  ) {
    this.#process = process
    this.#commands = commands
    this.#input = input
    this.#output = output
    this.#options = options
    this.#state = state
  }

  async run(): Promise<void> {
    this.#input.beforeWait = () => this.#output.flush()
    let outcome: 'end' | 'delete' | 'again' = 'end'
    for (let cycles = 0; this.#state.code === undefined; cycles++) {
      if (cycles % 256 === 255) {
        await this.#output.flush()
        await this.#process.tick()
      }
      if (outcome !== 'again' && !(await this.#load(false))) break
      outcome = await this.#cycle()
      if (outcome === 'end' && !this.#options.quiet) await this.#print(this.#space, this.#ended)
      await this.#appends()
    }
    await this.#output.flush()
    for (const output of this.#state.files.values()) await output.flush()
  }

  /** Takes the next line into the pattern space. */
  async #load(append: boolean): Promise<boolean> {
    const line = await this.#input.next()
    if (!line) return false
    this.#state.lineNumber++
    this.#space = append ? `${this.#space}\n${line.text}` : line.text
    this.#ended = line.ended
    if (!append) this.#replaced = false
    this.#check(this.#space)
    return true
  }

  #check(text: string): void {
    if (text.length > longest) throw new Complaint('out of memory')
  }

  async #print(text: string, ended = true, output = this.#output): Promise<void> {
    const end = this.#options.delimiter
    if (output !== this.#output) {
      await output.print(text + end)
      return
    }
    await output.print((this.#outputEnded ? '' : end) + text + (ended ? end : ''))
    this.#outputEnded = ended
  }

  async #appends(): Promise<void> {
    const appended = this.#appended
    this.#appended = []
    for (const append of appended) await append()
  }

  async #cycle(): Promise<'end' | 'delete' | 'again'> {
    let at = 0
    let steps = 0
    while (at < this.#commands.length) {
      const command = this.#commands[at]!
      if (!(await this.#applies(command))) {
        at = command.letter === '{' ? command.target : at + 1
        continue
      }
      const outcome = await this.#execute(command)
      if (outcome === 'next') at++
      else if (typeof outcome === 'number') {
        at = outcome
        if (++steps % 256 === 0) await this.#process.tick()
      } else return outcome
    }
    return 'end'
  }

  #remembered(search: Search): Pattern {
    const pattern = search ?? this.#state.lastPattern
    if (!pattern) throw new Complaint('no previous regexp')
    return pattern
  }

  async #matches(address: Address): Promise<boolean> {
    const line = this.#state.lineNumber
    if (address.type === 'line') return address.line === line
    if (address.type === 'last') return this.#input.isLast()
    if (address.type === 'pattern') return this.#remembered(address.pattern).test(this.#space)
    if (address.type !== 'step') return false
    if (address.step === 0) return line === address.first
    return line >= address.first && (line - address.first) % address.step === 0
  }

  async #applies(command: Command): Promise<boolean> {
    if (!command.from) return !command.negated
    const inside = command.to
      ? await this.#inRange(command, command.from, command.to)
      : await this.#matches(command.from)
    return inside !== command.negated
  }

  async #inRange(command: Command, from: Address, to: Address): Promise<boolean> {
    const line = this.#state.lineNumber
    if (this.#ranges.has(command)) {
      const end = this.#ranges.get(command)
      if (end === undefined) {
        if (await this.#matches(to)) this.#ranges.delete(command)
        return true
      }
      if (line >= end) this.#ranges.delete(command)
      return line <= end || this.#restart(command, from, to)
    }
    if (from.type === 'line' && from.line === 0 && line === 1) {
      if (!(await this.#matches(to))) this.#ranges.set(command, undefined)
      return true
    }
    return this.#restart(command, from, to)
  }

  async #restart(command: Command, from: Address, to: Address): Promise<boolean> {
    if (!(await this.#matches(from))) return false
    const line = this.#state.lineNumber
    if (to.type === 'line') {
      if (to.line > line) this.#ranges.set(command, to.line)
    } else if (to.type === 'more') {
      if (to.lines > 0) this.#ranges.set(command, line + to.lines)
    } else if (to.type === 'multiple') {
      const end = to.of === 0 ? line : Math.ceil(line / to.of) * to.of
      if (end > line) this.#ranges.set(command, end)
    } else if (to.type !== 'last' || !(await this.#input.isLast())) this.#ranges.set(command, undefined)
    return true
  }

  async #execute(command: Command): Promise<Outcome> {
    const state = this.#state
    switch (command.letter) {
      case 's':
        return this.#substitute(command)
      case 'p':
        await this.#print(this.#space, this.#ended)
        return 'next'
      case 'P':
        await this.#print(this.#space.split('\n', 1)[0]!)
        return 'next'
      case 'd':
        return 'delete'
      case 'D': {
        const newline = this.#space.indexOf('\n')
        if (newline < 0) return 'delete'
        this.#space = this.#space.slice(newline + 1)
        return 'again'
      }
      case 'n':
        if (await this.#input.isLast()) return this.#quit()
        if (!this.#options.quiet) await this.#print(this.#space, this.#ended)
        await this.#appends()
        await this.#load(false)
        return 'next'
      case 'N':
        if (await this.#input.isLast()) return this.#quit()
        await this.#appends()
        await this.#load(true)
        return 'next'
      case 'g':
        this.#space = state.hold
        return 'next'
      case 'G':
        this.#space += `\n${state.hold}`
        this.#check(this.#space)
        return 'next'
      case 'h':
        state.hold = this.#space
        return 'next'
      case 'H':
        state.hold += `\n${this.#space}`
        this.#check(state.hold)
        return 'next'
      case 'x':
        ;[this.#space, state.hold] = [state.hold, this.#space]
        return 'next'
      case 'y':
        this.#space = [...this.#space].map((character) => command.map!.get(character) ?? character).join('')
        return 'next'
      case '=':
        await this.#print(String(state.lineNumber))
        return 'next'
      case 'l':
        await this.#print(`${shown(this.#space)}$`)
        return 'next'
      case 'i':
        await this.#print(command.text)
        return 'next'
      case 'a':
        this.#appended.push(() => this.#print(command.text))
        return 'next'
      case 'c':
        if (!command.to || command.negated || !this.#ranges.has(command)) await this.#print(command.text)
        return 'delete'
      case 'r':
        this.#appended.push(() => this.#append(command.text))
        return 'next'
      case 'w':
        await this.#print(this.#space, true, this.#file(command.text))
        return 'next'
      case 'W':
        await this.#print(this.#space.split('\n', 1)[0]!, true, this.#file(command.text))
        return 'next'
      case 'b':
        return command.target
      case 't':
      case 'T': {
        const jump = this.#replaced === (command.letter === 't')
        this.#replaced = false
        return jump ? command.target : 'next'
      }
      case 'q':
        state.code = command.code
        return 'end'
      case 'Q':
        state.code = command.code
        return 'delete'
      default:
        return 'next'
    }
  }

  /** n and N without a further line: what is there is printed and the script ends. */
  #quit(): Outcome {
    this.#state.code ??= 0
    return 'end'
  }

  async #substitute({ substitution }: Command): Promise<Outcome> {
    const pattern = this.#remembered(substitution!.pattern)
    this.#state.lastPattern = pattern
    const result = await substitute(this.#process, this.#space, pattern, substitution!)
    if (result === undefined) return 'next'
    this.#space = result
    this.#check(result)
    this.#replaced = true
    if (substitution!.print) await this.#print(this.#space, this.#ended)
    if (substitution!.file !== undefined) await this.#print(this.#space, true, this.#file(substitution!.file))
    return 'next'
  }

  #file(name: string): Output {
    if (name === '/dev/stdout') return this.#output
    let output = this.#state.files.get(name)
    if (!output) {
      const descriptor =
        name === '/dev/stderr' ? 2 : this.#process.open(fromBytes(name), { write: true, create: true, truncate: true })
      output = new Output(this.#process, descriptor)
      this.#state.files.set(name, output)
    }
    return output
  }

  async #append(name: string): Promise<void> {
    let text: string
    try {
      text = Buffer.from(this.#process.files.readBytes(fromBytes(name))).toString('latin1')
    } catch (error) {
      if (error instanceof FileError) return
      throw error
    }
    if (text === '') return
    await this.#print(text.replace(/\n$/, ''), text.endsWith('\n'))
  }
}

function shown(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '\x07': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
  }
  return [...text]
    .map((character) => {
      const code = character.charCodeAt(0)
      const plain = code >= 32 && code < 127
      return named[character] ?? (plain ? visible(code) : `\\${code.toString(8).padStart(3, '0')}`)
    })
    .join('')
}
