// alias, unalias
import type { Builtin } from '../builtins.ts'
import { singleQuoted } from '../quote-for-trace.ts'

export const alias: Builtin = async (shell, argv) => {
  const { aliases } = shell.dialect
  const show = (name: string, text: string): Promise<void> =>
    shell.print(1, `${shell.dialect.bash ? 'alias ' : ''}${name}=${singleQuoted(shell.dialect, text)}\n`)
  if (argv.length === 1) for (const [name, text] of [...aliases].sort()) await show(name, text)
  let code = 0
  for (const word of argv.slice(1)) {
    const equals = word.indexOf('=', 1)
    const text = equals < 0 ? aliases.get(word) : undefined
    if (equals > 0) aliases.set(word.slice(0, equals), word.slice(equals + 1))
    else if (text !== undefined) await show(word, text)
    else {
      await shell.print(2, `alias: ${word} not found\n`)
      code = 1
    }
  }
  return code
}

export const unalias: Builtin = async (shell, argv) => {
  const { aliases } = shell.dialect
  let code = 0
  for (const word of argv.slice(1)) {
    if (word === '-a') aliases.clear()
    else if (!aliases.delete(word)) {
      await shell.print(2, `unalias: ${word} not found\n`)
      code = 1
    }
  }
  return code
}
