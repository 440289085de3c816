// The name of a process, as ps, pidof and killall know it.
import type { ProcessInfo } from '../process.ts'

/** The last part of argv[0], cut to the kernel's 15 bytes; a title such as `nginx: master` keeps its first word. */
export function commandName({ argv }: Pick<ProcessInfo, 'argv'>): string {
  const zero = (argv[0] ?? '').split(' ', 1)[0]!.replace(/^-/, '')
  return zero.slice(zero.lastIndexOf('/') + 1).slice(0, 15)
}
