// Resource limits of processes (man 2 getrlimit): names, what a container has of them, /proc/<pid>/limits.
import type { Ulimit } from './machine.ts'

/** Soft and hard, in the unit of the kernel; Infinity for unlimited. */
export type Limit = readonly [soft: number, hard: number]
export type ResourceLimits = ReadonlyMap<string, Limit>

interface Resource {
  /** as /proc/<pid>/limits calls it */
  readonly title: string
  readonly unit: string
  readonly usual: Limit
}

const none: Limit = [Infinity, Infinity]
const fixed = (value: number): Limit => [value, value]

/** By the names of `--ulimit`, in the kernel's order. differs: the values are those of a usual host, not of the real one. */
const resources: Readonly<Record<string, Resource>> = {
  cpu: { title: 'cpu time', unit: 'seconds', usual: none },
  fsize: { title: 'file size', unit: 'bytes', usual: none },
  data: { title: 'data size', unit: 'bytes', usual: none },
  stack: { title: 'stack size', unit: 'bytes', usual: [8 * 1024 * 1024, Infinity] },
  core: { title: 'core file size', unit: 'bytes', usual: [0, Infinity] },
  rss: { title: 'resident set', unit: 'bytes', usual: none },
  nproc: { title: 'processes', unit: 'processes', usual: none },
  nofile: { title: 'open files', unit: 'files', usual: fixed(1_048_576) },
  memlock: { title: 'locked memory', unit: 'bytes', usual: fixed(8 * 1024 * 1024) },
  as: { title: 'address space', unit: 'bytes', usual: none },
  locks: { title: 'file locks', unit: 'locks', usual: none },
  sigpending: { title: 'pending signals', unit: 'signals', usual: fixed(96_365) },
  msgqueue: { title: 'msgqueue size', unit: 'bytes', usual: fixed(819_200) },
  nice: { title: 'nice priority', unit: '', usual: fixed(0) },
  rtprio: { title: 'realtime priority', unit: '', usual: fixed(0) },
  rttime: { title: 'realtime timeout', unit: 'us', usual: none },
}

const value = (number: number): number => (number < 0 ? Infinity : number)

/** The usual limits, with the given ones in their place; -1 is unlimited. */
export function resourceLimits(given: readonly Ulimit[] = []): ResourceLimits {
  const limits = new Map(Object.entries(resources).map(([name, { usual }]) => [name, usual] as const))
  for (const { name, soft, hard } of given) limits.set(name, [value(soft), value(hard)])
  return limits
}

/** /proc/<pid>/limits */
export function limitLines(limits: ResourceLimits): string {
  const line = (title: string, soft: string, hard: string, unit: string): string =>
    `${title.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit.padEnd(10)}\n`
  const text = (number: number): string => (number === Infinity ? 'unlimited' : String(number))
  const lines = Object.entries(resources).map(([name, { title, unit, usual }]) => {
    const [soft, hard] = limits.get(name) ?? usual
    return line(`Max ${title}`, text(soft), text(hard), unit)
  })
  return [line('Limit', 'Soft Limit', 'Hard Limit', 'Units'), ...lines].join('')
}
