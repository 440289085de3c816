// busybox's utilities and the shells: a third of all code, so this file is only imported when a program is to run.
import { applets, withBusybox } from '../runtime/applets.ts'
import type { ProgramTable } from '../runtime/programs.ts'
import { shellPrograms } from '../runtime/shell/programs.ts'

export const builtInPrograms: ProgramTable = withBusybox(new Map([...applets, ...shellPrograms]))
