// let, times
import { arithmeticText } from '../arithmetic-text.ts'
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'

export const letBuiltin: Builtin = (shell, argv) => {
  if (argv.length === 1) throw new ShellError('expression expected', shell.dialect.bash ? 1 : 2)
  let value = '0'
  for (const expression of argv.slice(1)) value = arithmeticText(shell, expression)
  return value === '0' ? 1 : 0
}

export const times: Builtin = async (shell) => {
  const clock = (ms: number): string => `${Math.floor(ms / 60_000)}m${((ms % 60_000) / 1000).toFixed(3)}s`
  const own = shell.process.cpu
  const children = shell.process.kernel.cpu - own
  await shell.print(1, `${clock(own)} ${clock(0)}\n${clock(children)} ${clock(0)}\n`)
  return 0
}
