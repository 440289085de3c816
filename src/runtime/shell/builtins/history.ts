// history: the lines that were typed at the prompt.
import type { Builtin } from '../builtins.ts'

/** The lines that were typed at the prompt, with their numbers: from 0 on in ash, from 1 in bash. */
export const history: Builtin = async (shell) => {
  const { bash } = shell.dialect
  const lines = shell.history.lines.map((line, index) =>
    bash ? `${String(index + 1).padStart(5)}  ${line}\n` : `${String(index).padStart(4)} ${line}\n`,
  )
  await shell.print(1, lines.join(''))
  return 0
}
