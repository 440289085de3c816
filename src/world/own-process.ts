// What node says of the process that mockerd runs in: for metrics only, which are never the same twice.
import { cpuUsage, memoryUsage, uptime } from 'node:process'

export interface OwnProcess {
  /** seconds of processor time */
  readonly cpu: number
  /** seconds since it was started */
  readonly age: number
  /** bytes */
  readonly memory: NodeJS.MemoryUsage
}

export function ownProcess(): OwnProcess {
  const { user, system } = cpuUsage()
  return { cpu: (user + system) / 1e6, age: uptime(), memory: memoryUsage() }
}
