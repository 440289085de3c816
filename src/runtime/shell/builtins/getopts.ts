// getopts: a script's own options, one at a time.
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'
import type { Dialect } from '../source.ts'

function usageOf({ bash, dash }: Dialect): string {
  if (bash) return 'usage: getopts optstring name [arg ...]'
  return dash ? 'Usage: getopts optstring var [arg...]' : 'usage: getopts optstring var [arg]'
}

export const getopts: Builtin = async (shell, argv) => {
  const [, letters, name] = argv
  if (letters === undefined || name === undefined) throw new ShellError(usageOf(shell.dialect))
  const { variables } = shell
  const words = argv.length > 3 ? argv.slice(3) : shell.parameters
  const { bash } = shell.dialect
  // inside of `-abc` OPTIND of ash and dash is that of the next word already
  const inside = !bash && shell.optionOffset > 0 ? 1 : 0
  const index = Math.max(1, Number(variables.get('OPTIND') ?? 1) - inside)
  const offset = Math.max(1, shell.optionOffset)
  const word = words[index - 1]
  const move = (next: number, nextOffset: number): void => {
    variables.set('OPTIND', String(next + (!bash && nextOffset > 0 ? 1 : 0)))
    shell.optionOffset = nextOffset
  }
  if (word === undefined || !word.startsWith('-') || word === '-' || word === '--') {
    if (word === '--') move(index + 1, 0)
    variables.set(name, '?')
    return 1
  }
  const letter = word[offset]!
  const at = letters.indexOf(letter, letters.startsWith(':') ? 1 : 0)
  const ended = offset + 1 >= word.length
  const quiet = letters.startsWith(':')
  if (at < 0 || letter === ':') {
    move(ended ? index + 1 : index, ended ? 0 : offset + 1)
    return refuse('?', bash ? `${shell.name}: illegal option -- ${letter}` : `Illegal option -${letter}`)
  }
  if (letters[at + 1] !== ':') {
    move(ended ? index + 1 : index, ended ? 0 : offset + 1)
    if (bash) variables.unset('OPTARG')
    else variables.set('OPTARG', '')
  } else if (!ended) {
    variables.set('OPTARG', word.slice(offset + 1))
    move(index + 1, 0)
  } else if (index < words.length) {
    variables.set('OPTARG', words[index]!)
    move(index + 2, 0)
  } else {
    move(index + 1, 0)
    return refuse(
      ':',
      bash ? `${shell.name}: option requires an argument -- ${letter}` : `No arg for -${letter} option`,
    )
  }
  variables.set(name, letter)
  return 0

  async function refuse(quietName: string, message: string): Promise<number> {
    variables.set(name!, quiet ? quietName : '?')
    if (quiet) variables.set('OPTARG', letter)
    else {
      variables.unset('OPTARG')
      await shell.print(2, `${message}\n`)
    }
    return 0
  }
}
