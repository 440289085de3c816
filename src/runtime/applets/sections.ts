// The `==> name <==` lines of head and tail, and their ways to say a count.
import type { Process } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { sizeOf } from './numbers.ts'
import type { Options } from './options.ts'
import { standardOutput } from './output.ts'

export interface Count {
  readonly amount: number
  readonly unit: 'lines' | 'bytes'
  /** what stood before the number */
  readonly sign: '' | '+' | '-'
}

/** The old form `-5` as `-n 5`. */
export function modernCount(argv: readonly string[], signs: string): string[] {
  const old = argv[0] !== undefined && new RegExp(`^[${signs}](\\d+)([a-z]*)$`).exec(argv[0])
  if (!old) return [...argv]
  const sign = argv[0]!.startsWith('+') ? '+' : ''
  const letters = old[2] === '' ? [] : [`-${old[2]}`]
  return ['-n', sign + old[1], ...letters, ...argv.slice(1)]
}

/** What -n or -c says; ten lines by themselves. */
export function countOf(options: Options): Count {
  const letter = options.last('nc')
  if (letter === undefined) return { amount: 10, unit: 'lines', sign: '' }
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(options.value(letter)!)!
  return { amount: sizeOf(digits), unit: letter === 'n' ? 'lines' : 'bytes', sign: sign as '' }
}

/** A function that prints the heading of a file, if headings are wanted. */
export function headings(process: Process, wanted: boolean): (name: string, index: number) => Promise<void> {
  return async (name, index) => {
    if (!wanted) return
    const start = index === 0 ? '' : '\n'
    const output = standardOutput(process)
    await output.print(`${start}==> ${name === '-' ? 'standard input' : toBytes(name)} <==\n`)
    await output.flush()
  }
}
