// The shells as programs.
import type { ProgramTable } from '../programs.ts'
import { ash, bash, dash } from './main.ts'

export const shellPrograms: ProgramTable = new Map([
  ['sh', ash],
  ['ash', ash],
  ['dash', dash],
  ['bash', bash],
])
