// What /proc tells of memory: of a process as of a small static program, of the machine as of an idle host.
import type { Kernel } from './kernel.ts'
import type { KernelProcess } from './kernel-process.ts'

/** bytes */
const PAGE = 4096

/** Where a static busybox lies: beginning, end, rights, offset; then what has no file. */
const fromFile = [
  ['00400000-00401000', 'r--p', '00000000'],
  ['00401000-00585000', 'r-xp', '00001000'],
  ['00585000-005db000', 'r--p', '00185000'],
  ['005db000-005e2000', 'r--p', '001da000'],
  ['005e2000-005e5000', 'rw-p', '001e1000'],
] as const
const anonymous = [
  ['005e5000-005ec000', 'rw-p', ''],
  ['01a3c000-01a5e000', 'rw-p', '[heap]'],
  ['7f4d2c1f0000-7f4d2c200000', 'rw-p', ''],
  ['7f4d2c200000-7f4d2c204000', 'r--p', '[vvar]'],
  ['7f4d2c204000-7f4d2c206000', 'r-xp', '[vdso]'],
  ['7ffd3a5e1000-7ffd3a602000', 'rw-p', '[stack]'],
  ['ffffffffff600000-ffffffffff601000', '--xp', '[vsyscall]'],
] as const

/** The name begins in the same column everywhere. */
const line = (head: string, name: string): string => `${name ? `${head.padEnd(72)} ${name}` : `${head} `}\n`

/** /proc/<pid>/maps; of one that has ended it is empty. */
export function mapLines(process: KernelProcess): string {
  if (process.status) return ''
  const { executable, files } = process
  const ino = files.exists(executable) ? files.stat(executable).ino : 0
  return [
    ...fromFile.map(([range, rights, offset]) => line(`${range} ${rights} ${offset} 00:28 ${ino}`, executable)),
    ...anonymous.map(([range, rights, name]) => line(`${range} ${rights} 00000000 00:00 0`, name)),
  ].join('')
}

/**
 * /proc/vmstat, as far as it says something here.
 * @param memory bytes that the host has
 */
export function vmstat(kernel: Kernel, memory: number): string {
  const { account, made } = kernel
  const { inactive, active, shared } = account.cached()
  const pages = (bytes: number): number => Math.floor(bytes / PAGE)
  const anonymousPages = pages(kernel.memory)
  const counts: [string, number][] = [
    ['nr_free_pages', pages(memory / 2)],
    ['nr_inactive_anon', anonymousPages],
    ['nr_active_anon', 0],
    ['nr_inactive_file', pages(inactive)],
    ['nr_active_file', pages(active)],
    ['nr_unevictable', 0],
    ['nr_anon_pages', anonymousPages],
    ['nr_mapped', 0],
    ['nr_file_pages', pages(inactive + active + shared)],
    ['nr_dirty', 0],
    ['nr_writeback', 0],
    ['nr_shmem', pages(shared)],
    ['pgpgin', Math.floor(account.readBytes / 1024)],
    ['pgpgout', Math.floor(account.writtenBytes / 1024)],
    ['pswpin', 0],
    ['pswpout', 0],
    ['pgfault', made * 100 + anonymousPages],
    ['pgmajfault', 0],
    ['oom_kill', kernel.memoryKills],
  ]
  return counts.map(([name, count]) => `${name} ${count}\n`).join('')
}
