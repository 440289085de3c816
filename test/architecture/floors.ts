// The plan of the house: who may import whom. CONTRIBUTING.md shows it to readers.

/** The floors, from the ground up. A folder imports from floors below its own and from itself. */
export const floors: readonly (readonly string[])[] = [
  ['codec', 'gen', 'world'],
  ['storage'],
  ['registry', 'runtime', 'storage/drivers'],
  ['runtime/applets'],
  ['library', 'runtime/shell'],
  ['engine'],
  ['api'],
  ['authorization', 'control', 'http', 'scenario', 'tape'],
  ['daemon'],
  ['doors'], // the files directly in src/
]

/** Files that list a family stand beside its folder, where people look for them, and import up one floor. */
export const lists: Readonly<Record<string, string>> = {
  'runtime/applets.ts': 'runtime/applets',
  'storage/drivers.ts': 'storage/drivers',
}

/** Inside the engine: a noun asks only nouns before it. What all of them need lies below, `engine.ts` holds them all. */
export const nouns: readonly (readonly string[])[] = [
  [
    'directories.ts',
    'engine-id.ts',
    'filters.ts',
    'followed.ts',
    'host.ts',
    'metrics',
    'persona.ts',
    'progress.ts',
    'runtimes.ts',
    'settings-checks.ts',
    'settings.ts',
    'signals.ts',
    'user-namespace.ts',
    'words.ts',
  ],
  ['dockerfile'],
  ['changes'],
  ['images'],
  ['networks', 'volumes'],
  ['containers'],
  ['execs'],
  ['builder'],
  ['swarm'],
  ['engine.ts'],
  ['system'],
  ['create-engine.ts'],
]

/** Groups of files that import each other for a reason. */
export const knots: readonly { readonly where: RegExp; readonly why: string }[] = [
  { where: /^runtime\/shell\//, why: 'a command is made of words, and a word may hold commands' },
  { where: /^runtime\/applets\/awk\//, why: 'a statement is made of expressions, and a call runs statements' },
  {
    where: /^runtime\/(kernel|kernel-process|opening-process|process-table|signalled-process)\.ts$/,
    why: 'a kernel has processes, and a process asks its kernel',
  },
]

/** Reads no time: it lets other work go first, which is how simulated processes take turns. */
export const turnTakers: readonly string[] = ['runtime/scheduler.ts']

/** What starts processes of the host: those that the user names behind `mockerd run --`, and `mockerd start` itself. */
export const startsCommands: readonly string[] = [
  'daemon/background/start-command.ts',
  'daemon/runner/hosted-command.ts',
]

export function floorOf(path: string): string {
  if (!path.includes('/')) return 'doors'
  const known = floors.flat().filter((floor) => path.startsWith(`${floor}/`))
  return known.sort((a, b) => b.length - a.length)[0] ?? path.slice(0, path.indexOf('/'))
}

/** From 0; -1 for what is on no floor. */
export const heightOf = (floor: string): number => floors.findIndex((row) => row.includes(floor))
