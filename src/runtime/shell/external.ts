// Programs: looked up, started in a child or in the shell's own place.
import { FileError } from '../../storage/file-error.ts'
import { baseName, type Loaded, load } from '../exec.ts'
import type { KernelProcess } from '../kernel-process.ts'
import { Exit } from '../process.ts'
import type { Redirection } from './ast.ts'
import { RedirectionError } from './control.ts'
import { forkChild, joinJob, waitForeground } from './launch.ts'
import { redirect } from './redirect.ts'
import type { Shell } from './shell.ts'

/** Runs a program in a child and waits for it; gives its exit code. */
export async function runProgram(
  shell: Shell,
  redirections: readonly Redirection[],
  argv: readonly string[],
  env: Record<string, string> = shell.variables.environment(),
): Promise<number> {
  const child = forkChild(shell)
  joinJob(shell, child, undefined)
  try {
    await redirect(shell, child, redirections)
  } catch (error) {
    child.end(error instanceof RedirectionError ? error.code : 1)
    if (!(error instanceof RedirectionError)) throw error
    await shell.complain(error.message)
  }
  if (!child.status) await start(shell, child, argv, env)
  const [status] = await waitForeground(shell, [child], argv.join(' '))
  return status!.code
}

/** Lets a child become a program, or end with the code of what is wrong with it. */
async function start(
  shell: Shell,
  child: KernelProcess,
  argv: readonly string[],
  env: Record<string, string>,
): Promise<void> {
  const loaded = loadCommand(shell, child, argv, env)
  if (!(loaded instanceof Unrunnable)) return child.become(loaded, { ...env })
  if (child.file(2)) await child.write(2, `${shell.prefix}${loaded.message}\n`)
  child.end(loaded.code)
}

/** The shell's own process becomes the program. Gives an exit code only when that cannot be. */
export async function replaceShell(
  shell: Shell,
  argv: readonly string[],
  env: Record<string, string> = shell.variables.environment(),
  name?: string,
): Promise<number> {
  const found = loadCommand(shell, shell.process, argv, env)
  const loaded =
    name === undefined || found instanceof Unrunnable ? found : { ...found, argv: [name, ...found.argv.slice(1)] }
  if (loaded instanceof Unrunnable) {
    await shell.complain(loaded.message)
    return loaded.code
  }
  shell.process.become(loaded, { ...env })
  return new Promise(() => {})
}

/** What a shell says of a command that is no program. */
class Unrunnable {
  readonly message: string
  readonly code: 126 | 127
  constructor(message: string, code: 126 | 127) {
    this.message = message
    this.code = code
  }
}

function loadCommand(
  shell: Shell,
  process: KernelProcess,
  argv: readonly string[],
  env: Record<string, string>,
): Loaded | Unrunnable {
  const name = argv[0]!
  const { programs } = shell.process.kernel
  try {
    return load(process, programs, argv, env.PATH ?? shell.variables.get('PATH'))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.code === 'ENOEXEC') return asScript(process, error.path ?? name, argv)
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
      const isDirectory =
        shell.dialect.bash && process.files.exists(name) && process.files.stat(name).kind === 'directory'
      return new Unrunnable(`${name}: ${isDirectory ? 'Is a directory' : error.message}`, 126)
    }
    // every directory of PATH is tried as the program
    if (!shell.dialect.bash) return new Unrunnable(name ? `${name}: not found` : ': Permission denied', 127)
    return new Unrunnable(`${name}: ${name.includes('/') ? 'No such file or directory' : 'command not found'}`, 127)
  }
}

/** A file that is executable but no program: every shell takes it for a script of its own. */
function asScript(process: KernelProcess, file: string, argv: readonly string[]): Loaded {
  const program = process.kernel.programs.get('sh')
  if (!program) throw new Exit(126)
  return { program, argv: ['sh', file, ...argv.slice(1)], executable: process.executable, command: baseName(file) }
}
