// Makes a machine: a kernel over mounts, with /proc, /dev and /sys of its own.
import type { Clock } from '../world/clock.ts'
import type { Random } from '../world/random.ts'
import { accountOf } from './credentials.ts'
import { deviceTree, TerminalTree } from './dev-filesystem.ts'
import { DEFAULT_LIMITS, Kernel } from './kernel.ts'
import type { Machine, MachineOptions, ProcessEntry, Task, TaskSpec } from './machine.ts'
import { MountTable, type OwnMount } from './mount-table.ts'
import { ProcTree } from './proc-filesystem.ts'
import { processEntry } from './process-table.ts'
import type { ProgramTable } from './programs.ts'
import { Signal } from './signals.ts'
import { startTask } from './start-task.ts'
import { systemTree } from './system-tree.ts'

/** What a machine needs from the daemon around it. */
export interface MachineWorld {
  readonly clock: Clock
  readonly random: Random
  readonly programs: ProgramTable
}

export function createMachine(options: MachineOptions & MachineWorld): Machine {
  const { hostname, clock, random, programs } = options
  const kernel = new Kernel({ hostname, clock, random, programs, limits: { ...DEFAULT_LIMITS, ...options.limits } })
  kernel.mounts = new MountTable(options.mounts, ownMounts(kernel))
  return new SimulatedMachine(kernel)
}

function ownMounts(kernel: Kernel): OwnMount[] {
  return [
    { at: '/proc', type: 'proc', readonly: false, make: () => new ProcTree(kernel) },
    { at: '/dev', type: 'tmpfs', readonly: false, make: () => deviceTree(kernel.booted) },
    { at: '/dev/pts', type: 'devpts', readonly: false, make: () => new TerminalTree(kernel) },
    { at: '/sys', type: 'sysfs', readonly: true, make: () => systemTree(kernel) },
  ]
}

class SimulatedMachine implements Machine {
  private readonly kernel: Kernel
  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  start(spec: TaskSpec): Task {
    return startTask(this.kernel, spec)
  }

  checkUser(user: string): void {
    const [process] = this.kernel.processes.values()
    if (process) accountOf(user, (path) => process.files.readText(path))
  }

  processes(): ProcessEntry[] {
    return [...this.kernel.processes.values()].filter((process) => !process.status).map(processEntry)
  }

  pause(): void {
    this.kernel.pause()
  }

  resume(): void {
    this.kernel.resume()
  }

  destroy(): void {
    for (const process of [...this.kernel.processes.values()]) process.deliver(Signal.KILL, true)
  }

  get cpu(): number {
    return this.kernel.cpu
  }

  listening(): number[] {
    return this.kernel.listening()
  }
}
