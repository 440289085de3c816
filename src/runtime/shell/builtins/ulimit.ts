// ulimit: shows and lowers the limits of the shell and of what it starts.
import type { Limit } from '../../resource-limits.ts'
import type { Builtin } from '../builtins.ts'
import { ShellError } from '../control.ts'

interface Shown {
  readonly letter: string
  /** what `-a` calls it */
  readonly title: string
  readonly name: string
  /** bytes, or whatever the kernel counts in, that one of the shown unit is */
  readonly unit: number
}

const shown: readonly Shown[] = [
  { letter: 'c', title: 'core file size (blocks)', name: 'core', unit: 512 },
  { letter: 'd', title: 'data seg size (kb)', name: 'data', unit: 1024 },
  { letter: 'e', title: 'scheduling priority', name: 'nice', unit: 1 },
  { letter: 'f', title: 'file size (blocks)', name: 'fsize', unit: 512 },
  { letter: 'i', title: 'pending signals', name: 'sigpending', unit: 1 },
  { letter: 'l', title: 'max locked memory (kb)', name: 'memlock', unit: 1024 },
  { letter: 'm', title: 'max memory size (kb)', name: 'rss', unit: 1024 },
  { letter: 'n', title: 'open files', name: 'nofile', unit: 1 },
  { letter: 'q', title: 'POSIX message queues (bytes)', name: 'msgqueue', unit: 1 },
  { letter: 'r', title: 'real-time priority', name: 'rtprio', unit: 1 },
  { letter: 's', title: 'stack size (kb)', name: 'stack', unit: 1024 },
  { letter: 't', title: 'cpu time (seconds)', name: 'cpu', unit: 1 },
  { letter: 'u', title: 'max user processes', name: 'nproc', unit: 1 },
  { letter: 'v', title: 'virtual memory (kb)', name: 'as', unit: 1024 },
  { letter: 'x', title: 'file locks', name: 'locks', unit: 1 },
]

export const ulimit: Builtin = async (shell, argv) => {
  const words = argv.slice(1)
  const letters = words.filter((word) => word.startsWith('-')).flatMap((word) => [...word.slice(1)])
  const wanted = words.find((word) => !word.startsWith('-'))
  const hard = letters.includes('H')
  const soft = letters.includes('S')
  const { process } = shell
  const limitOf = ({ name }: Shown): Limit => process.limits.get(name) ?? [Infinity, Infinity]
  const text = (one: Shown): string => {
    const value = limitOf(one)[hard ? 1 : 0]
    return value === Infinity ? 'unlimited' : String(Math.floor(value / one.unit))
  }
  if (letters.includes('a')) {
    for (const one of shown) await shell.print(1, `${one.title.padEnd(32)}(-${one.letter}) ${text(one)}\n`)
    return 0
  }
  const asked = letters.filter((letter) => letter !== 'S' && letter !== 'H')
  for (const letter of asked.length ? asked : ['f']) {
    const one = shown.find((each) => each.letter === letter)
    if (!one) throw new ShellError(`illegal option -${letter}`)
    if (wanted === undefined) {
      await shell.print(1, `${text(one)}\n`)
      continue
    }
    if (wanted !== 'unlimited' && !/^\d+$/.test(wanted)) throw new ShellError(`bad number`)
    const [oldSoft, oldHard] = limitOf(one)
    const value = wanted === 'unlimited' ? Infinity : Number(wanted) * one.unit
    // without -H and -S both are set; nobody may raise the hard one: containers do not have SYS_RESOURCE
    const changed: Limit = [soft || !hard ? value : oldSoft, hard || !soft ? value : oldHard]
    if (changed[1] > oldHard || changed[0] > changed[1]) {
      await shell.print(2, `${shell.name}: error setting limit: Operation not permitted\n`)
      return 1
    }
    process.limits = new Map(process.limits).set(one.name, changed)
  }
  return 0
}
