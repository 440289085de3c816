// ulimit: shows limits. They cannot be changed; asking for that does nothing.
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'

/** letter, what `-a` calls it, value */
const limits: readonly (readonly [string, string, string])[] = [
  ['c', 'core file size (blocks)', '0'],
  ['d', 'data seg size (kb)', 'unlimited'],
  ['e', 'scheduling priority', '0'],
  ['f', 'file size (blocks)', 'unlimited'],
  ['i', 'pending signals', '96365'],
  ['l', 'max locked memory (kb)', '8192'],
  ['m', 'max memory size (kb)', 'unlimited'],
  ['n', 'open files', '1048576'],
  ['q', 'POSIX message queues (bytes)', '819200'],
  ['r', 'real-time priority', '0'],
  ['s', 'stack size (kb)', '8192'],
  ['t', 'cpu time (seconds)', 'unlimited'],
  ['u', 'max user processes', 'unlimited'],
  ['v', 'virtual memory (kb)', 'unlimited'],
  ['x', 'file locks', 'unlimited'],
]

export const ulimit: Builtin = async (shell, argv) => {
  const letters = argv
    .slice(1)
    .filter((word) => word.startsWith('-'))
    .flatMap((word) => [...word.slice(1)])
    .filter((letter) => letter !== 'S' && letter !== 'H')
  const value = argv.slice(1).find((word) => !word.startsWith('-'))
  if (letters.includes('a')) {
    for (const [letter, name, limit] of limits) await shell.print(1, `${name.padEnd(32)}(-${letter}) ${limit}\n`)
    return 0
  }
  for (const letter of letters.length ? letters : ['f']) {
    const known = limits.find(([one]) => one === letter)
    if (!known) throw new ShellError(`illegal option -${letter}`)
    if (value === undefined) await shell.print(1, `${known[2]}\n`)
  }
  return 0
}
