// The state of a running shell: variables, functions, parameters, options, traps and jobs.
import type { KernelProcess } from '../kernel-process.ts'
import type { OpenFile } from '../open-file.ts'
import type { Node } from './ast.ts'
import { History } from './editing/history.ts'
import { Jobs } from './jobs.ts'
import { activeLetters, defaultOptions, type ShellOptions } from './options.ts'
import type { Dialect } from './source.ts'
import { Traps } from './traps.ts'
import { VARIABLE_NAME, Variables } from './variables.ts'

export interface ShellDialect extends Dialect {
  readonly aliases: Map<string, string>
}

export type ShellKind = 'ash' | 'bash' | 'dash'

export class Shell {
  readonly process: KernelProcess
  readonly kind: ShellKind
  readonly dialect: ShellDialect
  readonly variables: Variables
  readonly functions: Map<string, Node> = new Map()
  readonly options: ShellOptions = defaultOptions()
  readonly traps: Traps
  readonly jobs: Jobs = new Jobs()
  /** `$1`, `$2`, … */
  parameters: string[] = []
  /** `$0` */
  name = 'sh'
  /** `$$`: in a subshell still that of the first shell */
  pid: number
  /** `$?` */
  status = 0
  /** `$?` of the last command substitution, for commands that consist of nothing else */
  substituted = 0
  /** `$!` */
  background: number | undefined
  /** `$PIPESTATUS` (bash) */
  pipeStatus: readonly number[] = []
  /** `$BASH_COMMAND` */
  command = ''
  /** how many command substitutions this shell stands in */
  substituting = 0
  /** how many subshells this one stands in: `$BASH_SUBSHELL` */
  subshells = 0
  /** what `pushd` has put aside, newest first (bash) */
  directories: string[] = []
  /** `$_` */
  lastArgument = ''
  interactive = false
  /** where the script comes from: `c` for -c, `s` for standard input, nothing for a file */
  origin: '' | 'c' | 's' = ''
  /** Whether errors name a line: those of a script in a file. */
  inFile = false
  line = 0
  /** the next line of standard input */
  inputLine = 1
  /** the builtin that runs, as errors name it */
  builtin: string | undefined
  /** how many loops, functions and sourced files the command stands in */
  loops = 0
  calls = 0
  /** how deep functions, sourced files and evaluated texts stand in each other */
  depth = 0
  sourced = 0
  /** the files that are sourced, innermost first */
  readonly sources: string[] = []
  /** above 0 where `set -e` does not apply: in conditions */
  tested = 0
  /** where getopts is inside of `-abc` */
  optionOffset = 0
  isSubshell = false
  /** descriptors of process substitutions that are open */
  readonly substitutions: number[] = []
  /** what `shopt` has switched on */
  readonly extras: Set<string> = new Set()
  /** the functions that run, innermost first */
  readonly callers: string[] = []
  readonly startedAt: number

  constructor(process: KernelProcess, kind: ShellKind, from?: Shell) {
    this.process = process
    this.kind = kind
    this.pid = process.pid
    this.startedAt = from?.startedAt ?? process.now()
    const bash = kind === 'bash'
    this.variables = new Variables(
      bash,
      process.kernel.largestValue,
      () => process.endOutOfMemory(),
      (bytes) => process.charge(bytes),
    )
    this.traps = new Traps(process)
    this.dialect = from ? from.dialect : { bash, dash: kind === 'dash', aliases: new Map() }
    if (from) this.copy(from)
    else this.importEnvironment()
  }

  private copy(from: Shell): void {
    this.variables.copyFrom(from.variables)
    for (const [name, body] of from.functions) this.functions.set(name, body)
    Object.assign(this.options, from.options)
    for (const name of from.extras) this.extras.add(name)
    this.callers.push(...from.callers)
    this.parameters = from.parameters.slice()
    this.name = from.name
    this.pid = from.pid
    this.status = from.status
    this.background = from.background
    this.lastArgument = from.lastArgument
    this.inFile = from.inFile
    this.origin = from.origin
    this.line = from.line
    this.loops = from.loops
    this.calls = from.calls
    this.depth = from.depth
    this.sourced = from.sourced
    this.tested = from.tested
    this.subshells = from.subshells + 1
    this.substituting = from.substituting
    this.pipeStatus = from.pipeStatus
    this.command = from.command
    this.directories = from.directories.slice()
    this.sources.push(...from.sources)
    this.seed = from.seed
    this.isSubshell = true
    this.traps.inherit(from.traps)
  }

  private importEnvironment(): void {
    const { variables, process } = this
    for (const [name, value] of Object.entries(process.env)) {
      if (!VARIABLE_NAME.test(name)) continue
      variables.set(name, value)
      variables.setExported(name, true)
    }
    variables.set('IFS', ' \t\n')
    variables.set('OPTIND', '1')
    variables.set('PPID', String(process.parent))
    variables.set('PS1', this.dialect.bash ? '\\u@\\h:\\w\\$ ' : '\\w \\$ ')
    variables.set('PS2', '> ')
    variables.set('PS4', '+ ')
    if (!process.env.PATH) variables.set('PATH', '/sbin:/usr/sbin:/bin:/usr/bin')
    const level = Number(process.env.SHLVL ?? 0)
    variables.set('SHLVL', String((Number.isInteger(level) && level >= 0 ? level : 0) + 1))
    variables.setExported('SHLVL', true)
    variables.set('PWD', this.startDirectory())
    variables.setExported('PWD', true)
  }

  /** The inherited PWD if it names the working directory, through whatever symlinks. */
  private startDirectory(): string {
    const { env, cwd, files } = this.process
    const inherited = env.PWD
    if (!inherited?.startsWith('/') || !files.exists(inherited)) return cwd
    return files.realpath(inherited) === cwd ? inherited : cwd
  }

  /** `$-` */
  get letters(): string {
    const { bash, dash } = this.dialect
    const prompts = this.interactive ? 'i' : ''
    if (bash) return `h${activeLetters(this.options)}${prompts}B${this.origin}`
    // ash and dash show them from the last to the first of their table, in which c stands behind C
    const origin = dash && this.origin === 'c' ? '' : this.origin
    const order = dash ? 'ubaCVEvnxsmiIfe' : 'ubaCvcnxsmiIfe'
    const letters = activeLetters(this.options) + prompts + origin
    return [...order].filter((letter) => letters.includes(letter)).join('')
  }

  /** What begins an error message: `sh: `, `sh: cd: line 0: `, `/script: line 3: `. */
  get prefix(): string {
    const bashLine = this.dialect.bash && !this.interactive
    if (this.dialect.dash) return `${this.name}: ${this.line}: ${this.builtin ? `${this.builtin}: ` : ''}`
    if (bashLine) {
      // what is defined in the text of -c has its place there
      const place = this.sources[0] ?? (this.origin === 'c' && this.calls > 0 ? 'environment' : this.name)
      return `${place}: line ${this.line}: ${this.builtin ? `${this.builtin}: ` : ''}`
    }
    const [source] = this.sources
    if (source !== undefined && !this.interactive && !this.builtin)
      return `${this.name}: ${source}: line ${this.line}: `
    const builtin = this.builtin ? `${this.builtin}: ` : ''
    const line = (this.builtin || this.inFile) && !this.interactive ? `line ${this.line}: ` : ''
    return `${this.name}: ${builtin}${line}`
  }

  /** The lines that were typed at its prompt. */
  readonly history: History = new History()
  /** what has been read of a script on standard input and not run yet */
  private ahead: Uint8Array | undefined

  /** ash and dash keep what they have read too much; bash, and all of them at a terminal, leave it to their commands. */
  readAhead(file: OpenFile, rest: Uint8Array): void {
    if (rest.length === 0) return
    if (this.dialect.bash || this.process.isTerminal(0)) file.unread(rest)
    else this.ahead = rest
  }

  takeReadAhead(): Uint8Array | undefined {
    const { ahead } = this
    this.ahead = undefined
    return ahead
  }

  /** `RANDOM=n` makes the numbers that follow the same each time. */
  seed: number | undefined

  /** `$RANDOM` */
  nextRandom(): number {
    if (this.seed === undefined) return Math.floor(this.process.random() * 32_768)
    this.seed = (Math.imul(this.seed, 1_103_515_245) + 12_345) >>> 0
    return (this.seed >>> 16) & 0x7fff
  }

  async complain(message: string): Promise<void> {
    await this.print(2, `${this.prefix}${message}\n`)
  }

  /** Writes; a descriptor that is closed swallows it. */
  async print(descriptor: 1 | 2, text: string): Promise<void> {
    if (this.process.file(descriptor)) await this.process.write(descriptor, text)
  }
}
