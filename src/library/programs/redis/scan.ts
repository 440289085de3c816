// SCAN and its like: some of many names, and where to go on.
import { integerOf, syntaxError } from './command.ts'
import { CommandError, type Reply } from './reply.ts'
import { redisGlob } from './server.ts'

/**
 * Goes from the newest name to the oldest, the cursor is how many are left: what is removed or made meanwhile never hides
 * another name.
 *
 * @param entry what is listed for a name, if that is more than the name itself
 */
export function scanned(
  cursor: string,
  options: readonly string[],
  names: readonly string[],
  filter: (name: string) => boolean = () => true,
  entry: (name: string) => readonly Reply[] = (name) => [name],
): Reply {
  const from = integerOf(cursor, 'ERR invalid cursor')
  let count = 10
  let pattern = '*'
  for (let at = 0; at < options.length; at += 2) {
    const value = options[at + 1]
    const option = options[at]!.toUpperCase()
    if (value === undefined) throw syntaxError()
    if (option === 'COUNT') count = integerOf(value)
    else if (option === 'MATCH') pattern = value
    else throw syntaxError()
  }
  if (count < 1) throw syntaxError()
  if (from < 0) throw new CommandError('ERR invalid cursor')
  const glob = redisGlob(pattern)
  const end = from === 0 ? names.length : Math.min(from, names.length)
  const next = Math.max(0, end - count)
  const found = names.slice(next, end).filter((name) => glob.matches(name) && filter(name))
  return [String(next), found.flatMap(entry)]
}
