// eval, ., exec
import { FileError } from '../../../storage/file-error.ts'
import { concat, decode } from '../../bytes.ts'
import { openPath } from '../../open.ts'
import { Exit } from '../../process.ts'
import type { Builtin } from '../builtins.ts'
import { ReturnFrom, ShellError } from '../control.ts'
import { replaceShell } from '../external.ts'
import { cannotOpen } from '../redirect.ts'
import { runText } from '../run-text.ts'
import { codeOf } from '../run-to-end.ts'
import type { Shell } from '../shell.ts'
import { ScriptError } from '../syntax-error.ts'

const CHUNK = 65_536

export const evalBuiltin: Builtin = (shell, argv) => runText(shell, argv.slice(argv[1] === '--' ? 2 : 1).join(' '))

/** The file that `.` means: a name without a slash is looked up in PATH. */
function sourceFile(shell: Shell, name: string): string {
  if (name.includes('/')) return name
  const { files } = shell.process
  const path = shell.variables.get('PATH') ?? ''
  const found = path.split(':').map((directory) => `${directory || '.'}/${name}`)
  const there = found.find((candidate) => files.access(candidate, 4))
  if (there) return there
  if (shell.dialect.bash && files.exists(name)) return name
  throw new ShellError(
    shell.dialect.bash ? `${name}: No such file or directory` : `${name}: not found`,
    shell.dialect.bash ? 1 : 2,
  )
}

export const dot: Builtin = async (shell, argv) => {
  const name = argv[1]
  if (name === undefined) throw new ShellError('filename argument required')
  const file = sourceFile(shell, name)
  const text = await readSource(shell, file)
  const { parameters, builtin, line } = shell
  if (argv.length > 2) shell.parameters = argv.slice(2)
  shell.builtin = undefined
  shell.sourced++
  shell.sources.unshift(file)
  shell.callers.unshift('source')
  try {
    return await runText(shell, text, 1)
  } catch (error) {
    if (error instanceof ReturnFrom) return error.code
    // told here, while the file is known
    if (error instanceof ScriptError) throw new Exit(await codeOf(shell, error))
    throw error
  } finally {
    shell.sourced--
    shell.sources.shift()
    shell.callers.shift()
    if (argv.length > 2) shell.parameters = parameters
    shell.builtin = builtin
    shell.line = line
  }
}

/** Pipes and devices are read to their end. */
async function readSource(shell: Shell, path: string): Promise<string> {
  const { process } = shell
  try {
    if (process.files.stat(path).kind === 'file') return process.files.readText(path)
    const file = openPath(process, path, { read: true })
    const parts: Uint8Array[] = []
    try {
      for (let chunk = await file.read(process, CHUNK); chunk; chunk = await file.read(process, CHUNK))
        parts.push(chunk)
    } finally {
      file.close()
    }
    return parts.length ? decode(concat(parts)) : ''
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (shell.dialect.bash) throw new ShellError(`${path}: ${error.message}`, 1)
    if (shell.dialect.dash) throw new ShellError(cannotOpen(path, error))
    throw new ShellError(`can't open '${path}': ${error.message}`)
  }
}

/** Without a command only its redirections count, and they stay. */
export const exec: Builtin = async (shell, argv) => {
  let at = 1
  let name: string | undefined
  if (argv[at] === '-a') {
    name = argv[at + 1]
    at += 2
  }
  if (argv[at] === '-c' || argv[at] === '-l') at++
  if (argv[at] === '--') at++
  if (at >= argv.length) return 0
  const code = await replaceShell(shell, argv.slice(at), undefined, name)
  if (shell.interactive) return code
  throw new Exit(code)
}
