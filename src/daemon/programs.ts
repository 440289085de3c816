// The programs that containers can run: busybox's utilities, the shells, and what the library's images bring.
import { libraryPrograms } from '../library/library.ts'
import { dockerInit } from '../library/programs/docker-init.ts'
import { tools } from '../library/programs/tools.ts'
import type { Program } from '../runtime/process.ts'
import type { ProgramTable } from '../runtime/programs.ts'
import { late } from '../world/late.ts'
import { builtInNames } from './built-in-names.ts'

const table = new Map<string, Program>([
  ...builtInNames.map((name) => [name, loadedFirst(name)] as const),
  ...libraryPrograms,
  ...tools,
  ['docker-init', dockerInit],
  ['declared', async (process) => (await import('../library/programs/declared.ts')).declared(process)],
])

/** One table for all daemons of the process. */
export const programs: ProgramTable = table

/**
 * The code of the built-in programs. The first of them loads it when it runs, which is as well unless a test's own clock
 * is to count the very first moments of its containers.
 */
const builtIn = late(async () => {
  const { builtInPrograms } = await import('./built-in-programs.ts')
  for (const [name, program] of builtInPrograms) table.set(name, program)
})

function loadedFirst(name: string): Program {
  return async (process) => {
    await builtIn.load()
    return table.get(name)!(process)
  }
}
