// The programs that containers can run: busybox's utilities, the shells, and what the library's images bring.
import { libraryPrograms } from '../library/library.ts'
import { dockerInit } from '../library/programs/docker-init.ts'
import { applets, withBusybox } from '../runtime/applets.ts'
import type { ProgramTable } from '../runtime/programs.ts'
import { shellPrograms } from '../runtime/shell/programs.ts'

/** One table for all daemons of the process. */
export const programs: ProgramTable = new Map([
  ...withBusybox(new Map([...applets, ...shellPrograms])),
  ...libraryPrograms,
  ['docker-init', dockerInit],
])
