// trap: what to do when a signal comes or the shell ends.
import { signalName, signalNumber } from '../../signals.ts'
import type { Builtin } from '../builtins.ts'
import { singleQuoted } from '../quote-for-trace.ts'
import type { Shell } from '../shell.ts'
import { kill } from './kill.ts'

/** Names that are no signals but may have an action (bash); they are kept and shown, and never happen. */
const bashConditions = new Set(['ERR', 'DEBUG', 'RETURN'])

function conditionName(word: string): string | undefined {
  const number = signalNumber(word)
  if (number !== undefined) return signalName(number)
  return bashConditions.has(word.toUpperCase()) ? word.toUpperCase() : undefined
}

const shownName = ({ dialect }: Shell, name: string): string =>
  dialect.bash && name !== 'EXIT' && !bashConditions.has(name) ? `SIG${name}` : name

export const trap: Builtin = async (shell, argv) => {
  let words = argv.slice(1)
  if (words[0] === '--') words = words.slice(1)
  if (shell.dialect.bash && words[0] === '-l') return kill(shell, ['kill', '-l'])
  if (words.length === 0 || words[0] === '-p') {
    const wanted = words.slice(1).map(conditionName)
    for (const [name, action] of shell.traps.entries().filter(([one]) => wanted.length === 0 || wanted.includes(one)))
      await shell.print(1, `trap -- ${singleQuoted(shell.dialect, action)} ${shownName(shell, name)}\n`)
    return 0
  }
  // a lone condition, or a number in the place of the action, means the default again
  const resets = words.length === 1 || words[0] === '-' || /^\d+$/.test(words[0]!)
  const action = resets ? undefined : words[0]
  const conditions = words.length === 1 || /^\d+$/.test(words[0]!) ? words : words.slice(1)
  let code = 0
  for (const word of conditions) {
    const name = conditionName(word)
    if (name !== undefined) shell.traps.set(name, action)
    else {
      if (shell.dialect.dash) await shell.print(2, `trap: ${word}: bad trap\n`)
      else await shell.complain(`${word}: invalid signal specification`)
      code = 1
    }
  }
  return code
}
