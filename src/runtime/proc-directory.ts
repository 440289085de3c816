// Directories of /proc as a table: names, and what makes their texts.
import type { Kernel } from './kernel.ts'

export type Maker = (kernel: Kernel) => string
export interface ProcDirectory {
  readonly [name: string]: Maker | ProcDirectory
}
