// Builtins that are programs of their own too: they run in the shell's process.
import { FileError } from '../../../storage/file-error.ts'
import echoProgram from '../../applets/echo.ts'
import { standardOutput } from '../../applets/output.ts'
import printfProgram from '../../applets/printf.ts'
import { Complaint } from '../../applets/report.ts'
import { strftime } from '../../applets/strftime.ts'
import testProgram from '../../applets/test.ts'
import { concat, decode } from '../../bytes.ts'
import type { OpenFile } from '../../open-file.ts'
import { Pipe, PipeReader, PipeWriter } from '../../pipe.ts'
import { Exit, type Program } from '../../process.ts'
import { escapedForReading } from '../ansi-quote.ts'
import type { Builtin } from '../builtins.ts'
import { PlainError, ShellError } from '../control.ts'
import type { Shell } from '../shell.ts'
import type { Dialect } from '../source.ts'

/** Runs a program with other arguments; what it complains about is said in the shell's name. */
async function runInShell(shell: Shell, program: Program, argv: readonly string[]): Promise<number> {
  const { process } = shell
  const before = process.argv
  process.argv = argv
  try {
    const code = await program(process)
    await standardOutput(process).flush()
    return code
  } catch (error) {
    if (error instanceof Exit) return error.code
    if (error instanceof Complaint) return complain(shell, argv, error.message, error.code)
    if (error instanceof FileError) return complain(shell, argv, `write error: ${error.message}`, 1)
    throw error
  } finally {
    process.argv = before
  }
}

async function complain(shell: Shell, argv: readonly string[], message: string, code: number): Promise<number> {
  const { bash, dash } = shell.dialect
  const name = argv[0]
  const said = name === '[' || name === 'test' ? conditionComplaint(shell.dialect, argv, message) : message
  await shell.print(2, `${bash || dash ? shell.prefix : 'sh: '}${said}\n`)
  return code
}

/** What bash and dash say where busybox's `test` says something else. */
function conditionComplaint({ bash, dash }: Dialect, argv: readonly string[], message: string): string {
  if (!bash && !dash) return message
  const words = argv.slice(1, argv[0] === '[' ? -1 : undefined)
  const [, word = '', kind = ''] =
    /^(.*): (unknown operand|bad number|out of range|argument expected)$/s.exec(message) ?? []
  if (message === 'missing ]') return bash ? "missing `]'" : message
  if (kind === 'bad number' || kind === 'out of range') {
    return bash ? `${word}: integer expression expected` : `Illegal number: ${word}`
  }
  if (dash)
    return kind === 'unknown operand' ? `${words[words.indexOf(word) - 1] ?? word}: unexpected operator` : message
  if (words.length === 2) return `${words[0]}: unary operator expected`
  return words.length === 3 ? `${words[1]}: binary operator expected` : 'too many arguments'
}

const builtin =
  (program: Program): Builtin =>
  (shell, argv) =>
    runInShell(shell, program, argv)

/** That of dash takes no option but -n, and escapes always mean something. */
const dashEcho: Builtin = async (shell, argv) => {
  const silent = argv[1] === '-n'
  const words = argv.slice(silent ? 2 : 1).join(' ')
  return runInShell(shell, echoProgram, ['echo', silent ? '-ne' : '-e', words])
}

export const echo: Builtin = (shell, argv) =>
  shell.dialect.dash ? dashEcho(shell, argv) : runInShell(shell, echoProgram, argv)
export const test: Builtin = builtin(testProgram)

/** The shell's name in the place of its own, as its complaints begin. */
const runPrintf = (shell: Shell, operands: readonly string[]): Promise<number> =>
  runInShell(shell, printfProgram, [
    shell.dialect.bash || shell.dialect.dash ? shell.prefix.slice(0, -2) : shell.name,
    ...(shell.dialect.bash ? withBashDirectives(shell, operands) : operands),
  ])

/** `%q` and `%(…)T` are texts that the shell makes. */
function withBashDirectives(shell: Shell, operands: readonly string[]): readonly string[] {
  const at = operands[0] === '--' ? 1 : 0
  const format = operands[at] ?? ''
  if (!/%[-\d.]*(q|\()/.test(format)) return operands
  const values = operands.slice(at + 1)
  const kinds = [...format.matchAll(/%%|%[-+ #0]*[\d*]*(?:\.[\d*]+)?(?:\(([^)]*)\)T|[A-Za-z])/g)].filter(
    ([all]) => all !== '%%',
  )
  for (let next = 0; kinds.length > 0 && (next < values.length || next < kinds.length); next++) {
    const [all, time] = kinds[next % kinds.length]!
    if (all.endsWith('q')) values[next] = escapedForReading(values[next] ?? '')
    else if (time !== undefined) {
      const seconds = Number(values[next] ?? -1)
      const ms = seconds === -1 ? shell.process.now() : seconds === -2 ? shell.startedAt : seconds * 1000
      values[next] = strftime(time || '%H:%M:%S', ms)
    }
  }
  const plain = format.replace(/(%[-+ #0]*[\d*]*(?:\.[\d*]+)?)(?:\([^)]*\)T|q)/g, '$1s')
  return [plain, ...values]
}

function usageOfPrintf({ bash, dash }: Dialect): string {
  if (bash) return 'usage: printf [-v var] format [arguments]'
  return dash ? 'usage: printf format [arg ...]' : 'usage: printf FORMAT [ARGUMENT...]'
}

export const printf: Builtin = async (shell, argv) => {
  if (argv.length === 1) throw new PlainError(usageOfPrintf(shell.dialect), 2)
  if (!shell.dialect.bash || argv[1] !== '-v') return runPrintf(shell, argv.slice(1))
  const name = argv[2] ?? ''
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellError(`\`${name}': not a valid identifier`)
  const { code, text } = await captured(shell, () => runPrintf(shell, argv.slice(3)))
  shell.variables.set(name, text)
  return code
}

/** What something prints to standard output, as text. */
async function captured(shell: Shell, work: () => Promise<number>): Promise<{ code: number; text: string }> {
  const { process } = shell
  const pipe = new Pipe()
  const reader = new PipeReader(pipe)
  const before: OpenFile | undefined = process.file(1)?.share()
  process.descriptors.put(1, new PipeWriter(pipe))
  try {
    const code = await work()
    const parts: Uint8Array[] = []
    while (pipe.size > 0) parts.push(pipe.take(pipe.size))
    return { code, text: parts.length ? decode(concat(parts)) : '' }
  } finally {
    if (before) process.descriptors.put(1, before)
    else process.descriptors.close(1)
    reader.close()
  }
}
