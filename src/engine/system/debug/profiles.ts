// The profiles of net/http/pprof: which there are, and what they say as text.
import type { Engine } from '../../engine.ts'
import { memoryStatistics } from './variables.ts'

export interface Profile {
  readonly name: string
  readonly about: string
  /** What its samples count; those without are no profiles of package runtime/pprof, and cannot be taken by `debug`. */
  readonly samples?: readonly (readonly [type: string, unit: string])[]
  /** The minor release of Go that brought it. */
  readonly since?: number
}

const space = [
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
] as const

const waiting = [
  ['contentions', 'count'],
  ['delay', 'nanoseconds'],
] as const

const all: readonly Profile[] = [
  { name: 'allocs', about: 'every allocation so far', samples: space },
  { name: 'block', about: 'where goroutines waited for each other', samples: waiting },
  { name: 'cmdline', about: 'the command line' },
  { name: 'goroutine', about: 'the goroutines that there are', samples: [['goroutine', 'count']] },
  { name: 'goroutineleak', about: 'goroutines that nobody can wake', samples: [['goroutineleak', 'count']], since: 26 },
  { name: 'heap', about: 'the allocations that are alive', samples: space },
  { name: 'mutex', about: 'who held locks that others waited for', samples: waiting },
  { name: 'profile', about: 'where processor time goes; takes the parameter seconds' },
  { name: 'symbol', about: 'names of functions by their addresses', since: 20 },
  { name: 'threadcreate', about: 'what made threads', samples: [['threadcreate', 'count']] },
  { name: 'trace', about: 'what happens one after the other; takes the parameter seconds' },
]

/** Those that the Go of this engine has. */
export function profilesOf({ persona }: Engine): readonly Profile[] {
  const minor = minorOf(persona.goVersion)
  return all.filter(({ since = 0 }) => minor >= since)
}

/** 25 of `go1.25.3` */
export const minorOf = (goVersion: string): number => Number(goVersion.split('.')[1])

/** The page at /debug/pprof/. differs: there is no Go here, and no profile has anything in it. */
export function profilePage(engine: Engine): string {
  const profiles = profilesOf(engine)
  return [
    '<html>',
    '<head>',
    '<title>/debug/pprof/</title>',
    '</head>',
    '<body>',
    '/debug/pprof/',
    '<table>',
    '<thead><td>Count</td><td>Profile</td></thead>',
    ...profiles.map(({ name }) => `<tr><td>0</td><td><a href='${name}?debug=1'>${name}</a></td></tr>`),
    '</table>',
    '<a href="goroutine?debug=2">full goroutine stack dump</a>',
    '<ul>',
    ...profiles.map(({ name, about }) => `<li>${name}: ${about}</li>`),
    '</ul>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** A profile without samples, as `debug=1` shows it; `debug=2` has stacks only, of which there are none. */
export function profileText(engine: Engine, { name, samples }: Profile, debug: number): string {
  if (samples === space) {
    const numbers = Object.entries(memoryStatistics(engine)).filter(([, value]) => typeof value === 'number')
    const lines = numbers.map(([key, value]) => `# ${key} = ${value}\n`)
    return `heap profile: 0: 0 [0: 0] @ heap/1048576\n\n# runtime.MemStats\n${lines.join('')}`
  }
  if (samples === waiting) return `--- ${name === 'block' ? 'contention' : name}:\ncycles/second=1000000000\n`
  return debug > 1 ? '' : `${name} profile: total 0\n`
}
