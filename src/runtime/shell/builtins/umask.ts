// umask: which permissions new files do not get.
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'

function symbolic(umask: number): string {
  const part = (shift: number): string =>
    [...'rwx'].filter((_, index) => ((umask >> shift) & (4 >> index)) === 0).join('')
  return `u=${part(6)},g=${part(3)},o=${part(0)}`
}

/** Applies `u=rwx,g-w`; undefined if that is no mode. */
function parseSymbolic(word: string, umask: number): number | undefined {
  let allowed = ~umask & 0o777
  for (const clause of word.split(',')) {
    const parts = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause)
    if (!parts) return undefined
    const [, who = '', operator, letters = ''] = parts
    let bits = 0
    for (const letter of letters) bits |= letter === 'r' ? 4 : letter === 'w' ? 2 : 1
    for (const [name, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (who !== '' && !who.includes('a') && !who.includes(name)) continue
      if (operator === '=') allowed = (allowed & ~(7 << shift)) | (bits << shift)
      else if (operator === '+') allowed |= bits << shift
      else allowed &= ~(bits << shift)
    }
  }
  return ~allowed & 0o777
}

export const umask: Builtin = async (shell, argv) => {
  const { process } = shell
  const words = argv.slice(1).filter((word) => word !== '-S' && word !== '-p')
  const wanted = words[0]
  if (wanted === undefined) {
    const shown = argv.includes('-S') ? symbolic(process.umask) : process.umask.toString(8).padStart(4, '0')
    await shell.print(1, `${shown}\n`)
    return 0
  }
  const mode = /^[0-7]{1,4}$/.test(wanted) ? Number.parseInt(wanted, 8) & 0o777 : parseSymbolic(wanted, process.umask)
  if (mode === undefined) throw new ShellError(`illegal mode: ${wanted}`)
  process.umask = mode
  return 0
}
