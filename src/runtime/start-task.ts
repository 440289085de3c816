// Starts a main process or an exec, and refuses with runc's words when that cannot be done.
import { FileError } from '../storage/file-error.ts'
import { ALL_CAPABILITIES } from './capabilities.ts'
import { accountOf } from './credentials.ts'
import { openDevice } from './devices.ts'
import { DEFAULT_PATH, findCommand, type Loaded, load, loadFound } from './exec.ts'
import type { Kernel } from './kernel.ts'
import type { KernelProcess } from './kernel-process.ts'
import { type ExitStatus, StartError, type Task, type TaskSpec } from './machine.ts'
import { loneInode } from './open-file.ts'
import { OutputFile } from './output.ts'
import { Pipe, PipeReader } from './pipe.ts'
import { ANY_COMMAND } from './programs.ts'
import { Terminal, TerminalFile } from './terminal.ts'

/** What a Go program says for an errno (runc's own words are Go's, not the C library's). */
const goWords: Partial<Record<FileError['code'], string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOTDIR: 'not a directory',
  ENOEXEC: 'exec format error',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
}

function words(error: FileError): string {
  return goWords[error.code] ?? error.message.toLowerCase()
}

/** Where what the client types goes. */
interface Input {
  write(bytes: Uint8Array): Promise<void> | undefined
  end(): void
}

/** Throws a StartError and leaves nothing behind then. */
export function startTask(kernel: Kernel, spec: TaskSpec): Task {
  const process = kernel.create(undefined)
  try {
    prepare(process, spec)
  } catch (error) {
    kernel.discard(process)
    throw error
  }
  const input = spec.tty ? openTerminal(process, spec) : openStreams(process, spec)
  return new StartedTask(process, input)
}

function prepare(process: KernelProcess, spec: TaskSpec): void {
  const account = accountOf(spec.user, (path) => process.files.readText(path), spec.groups)
  process.env = environment(spec.env)
  process.env.HOME ??= account.home
  if (spec.privileged) process.bounding = ALL_CAPABILITIES
  process.runAs(account.user)
  changeDirectory(process, spec.cwd || '/')
  const path = process.env.PATH ?? DEFAULT_PATH
  const { programs } = process.kernel
  const file = programs.has(ANY_COMMAND) ? undefined : findProgram(process, spec.argv[0] ?? '', path)
  try {
    const { argv } = spec
    const loaded = file === undefined ? load(process, programs, argv, path) : loadFound(process, programs, argv, file)
    process.become(spec.standsStill ? begunLater(process, loaded, spec.standsStill) : loaded, process.env)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    failAtOnce(process, spec.argv, words(error))
  }
}

function begunLater(process: KernelProcess, loaded: Loaded, moment: Promise<void>): Loaded {
  const program = async (): Promise<number> => {
    await process.block((wake) => void moment.then(wake))
    return loaded.program(process)
  }
  return { ...loaded, program }
}

function findProgram(process: KernelProcess, name: string, path: string): string {
  try {
    return findCommand(process, name, path)
  } catch (error) {
    throw error instanceof FileError ? startError(name, error) : error
  }
}

/**
 * A file that is there and executable, but no program (or its interpreter is missing): runc has done its part when that
 * shows, so the process itself says so.
 */
function failAtOnce(process: KernelProcess, argv: readonly string[], reason: string): void {
  process.argv = argv
  process.kernel.begin(process, async () => {
    await process.write(2, `exec ${argv[0]}: ${reason}\n`)
    return 1
  })
}

function startError(name: string, error: FileError): StartError {
  if (error.code === 'EACCES') return new StartError(126, `exec: "${name}": permission denied`)
  if (!name.includes('/')) return new StartError(127, `exec: "${name}": executable file not found in $PATH`)
  return new StartError(127, `exec: "${name}": stat ${name}: ${words(error)}`)
}

function environment(assignments: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {}
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=')
    if (equals > 0) env[assignment.slice(0, equals)] = assignment.slice(equals + 1)
  }
  return env
}

function changeDirectory(process: KernelProcess, cwd: string): void {
  const failed = (reason: string): StartError =>
    new StartError(127, `chdir to cwd ("${cwd}") set in config.json failed: ${reason}`)
  try {
    if (process.files.stat(cwd).kind !== 'directory') throw new FileError('ENOTDIR', cwd)
    if (!process.files.access(cwd, 1)) throw new FileError('EACCES', cwd)
    process.cwd = process.files.realpath(cwd)
  } catch (error) {
    throw error instanceof FileError ? failed(words(error)) : error
  }
}

function openTerminal(process: KernelProcess, spec: TaskSpec): Input {
  const { kernel } = process
  const terminal = new Terminal(kernel.nextTerminal(), {
    output: (bytes) => spec.output(1, bytes),
    signalGroup: (group, signal) => kernel.signalGroup(group, signal),
  })
  terminal.foreground = process.group
  process.terminal = terminal
  const file = new TerminalFile(terminal)
  process.descriptors.put(0, file)
  process.descriptors.put(1, file.share())
  process.descriptors.put(2, file.share())
  return { write: (bytes) => terminal.type(bytes), end: () => {} }
}

function openStreams(process: KernelProcess, spec: TaskSpec): Input {
  const pipe = new Pipe()
  if (spec.stdin) {
    process.descriptors.put(0, new PipeReader(pipe))
    pipe.writers = 1
    pipe.hadWriter = true
  } else process.descriptors.put(0, openDevice('/dev/null', loneInode('character', 0o666, [1, 3]), process))
  process.descriptors.put(1, new OutputFile(spec.output, 1))
  process.descriptors.put(2, new OutputFile(spec.output, 2))
  return {
    write: (bytes) => feed(pipe, bytes),
    end() {
      pipe.writers = 0
      pipe.changed.wakeAll()
    },
  }
}

/** Puts everything into the pipe; the promise resolves when there is room again. Without a reader the bytes vanish. */
function feed(pipe: Pipe, bytes: Uint8Array): Promise<void> | undefined {
  if (bytes.length === 0 || pipe.readers === 0 || pipe.writers === 0) return undefined
  pipe.put(bytes)
  return pipe.room > 0 ? undefined : drained(pipe)
}

async function drained(pipe: Pipe): Promise<void> {
  while (pipe.room <= 0 && pipe.readers > 0) {
    await new Promise<void>((resolve) => void pipe.changed.add(resolve))
  }
}

class StartedTask implements Task {
  readonly exited: Promise<ExitStatus>
  private readonly process: KernelProcess
  private readonly input: Input

  constructor(process: KernelProcess, input: Input) {
    this.process = process
    this.input = input
    this.exited = new Promise((resolve) => {
      // a process without a parent changes twice at most: it stops, or it ends
      const look = (): void => {
        if (process.status) resolve(exitStatus(process))
        else void process.changed.add(look)
      }
      look()
    })
  }

  get pid(): number {
    return this.process.pid
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    return this.process.status ? undefined : this.input.write(bytes)
  }

  end(): void {
    if (!this.process.status) this.input.end()
  }

  signal(number: number): void {
    this.process.deliver(number, true)
  }

  finish({ code, signal, outOfMemory }: ExitStatus): void {
    if (this.process.status) return
    if (outOfMemory) this.process.killForMemory()
    else this.process.end(code, signal)
  }

  catches(number: number): boolean {
    return this.process.signalNumbers('caught').includes(number)
  }

  resize(rows: number, columns: number): void {
    this.process.terminal?.resize(rows, columns)
  }
}

function exitStatus(process: KernelProcess): ExitStatus {
  const { code, signal } = process.status!
  return {
    code,
    ...(signal ? { signal } : {}),
    ...(process.outOfMemory ? { outOfMemory: true } : {}),
  }
}
