// uname: prints the system's name and version.
import { FileError } from '../../storage/file-error.ts'
import type { Process, Program } from '../process.ts'
import { parseOptions } from './options.ts'

/** A line of /proc, or what to say without it. */
function fact(process: Process, path: string, fallback: string): string {
  try {
    return process.files.readText(path).trim()
  } catch (error) {
    if (error instanceof FileError) return fallback
    throw error
  }
}

/** The processor as the kernel calls it. */
export function machineName(process: Process): string {
  return fact(process, '/proc/sys/kernel/arch', 'x86_64')
}

const uname: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'snrvmpioa',
    long: { all: 'a', 'kernel-name': 's', nodename: 'n', 'kernel-release': 'r', machine: 'm' },
    usage: '[-amnrspvio]',
    operands: [0, 0],
  })
  const facts: Record<string, string> = {
    s: 'Linux',
    n: process.hostname,
    r: fact(process, '/proc/sys/kernel/osrelease', '6.8.0'),
    v: fact(process, '/proc/sys/kernel/version', '#1 SMP'),
    m: machineName(process),
    p: 'unknown',
    i: 'unknown',
    o: 'GNU/Linux',
  }
  const letters = options.has('a') ? [...'snrvmo'] : [...'snrvmpio'].filter((letter) => options.has(letter))
  await process.write(1, `${(letters.length > 0 ? letters : ['s']).map((letter) => facts[letter]).join(' ')}\n`)
  return 0
}
export default uname
