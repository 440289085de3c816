// Makes a machine: a kernel over mounts, with /proc, /dev and /sys of its own.
import type { Clock } from '../world/clock.ts'
import type { Random } from '../world/random.ts'
import { accountOf } from './credentials.ts'
import { DEFAULT_LIMITS, Kernel } from './kernel.ts'
import type { Machine, MachineOptions, ProcessEntry, Task, TaskSpec } from './machine.ts'
import type { MachineUsage } from './machine-usage.ts'
import { MountTable } from './mount-table.ts'
import type { NetworkNamespace } from './network/namespace.ts'
import { ownMounts } from './own-mounts.ts'
import { sysctlsOf } from './proc-sys.ts'
import { processEntry } from './process-table.ts'
import type { ProgramTable } from './programs.ts'
import { Signal } from './signals.ts'
import { startTask } from './start-task.ts'
import { usageOf } from './usage.ts'

/** What a machine needs from the daemon around it. */
export interface MachineWorld {
  readonly clock: Clock
  readonly random: Random
  readonly programs: ProgramTable
}

export function createMachine(options: MachineOptions, { clock, random, programs }: MachineWorld): Machine {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const sysctls = sysctlsOf(options.sysctls ?? {})
  const kernel = new Kernel({ options, clock, random, programs, limits, sysctls })
  const own = ownMounts(kernel)
  kernel.mounts = new MountTable(options.mounts, own.mounts, own.makeTree)
  for (const { path, accept } of options.services ?? []) kernel.localSockets.serve(path, accept)
  return new SimulatedMachine(kernel)
}

class SimulatedMachine implements Machine {
  private readonly kernel: Kernel
  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  start(spec: TaskSpec): Task {
    return this.kernel.account.aside(() => startTask(this.kernel, spec))
  }

  checkUser(user: string): void {
    const [process] = this.kernel.processes.values()
    if (process) this.kernel.account.aside(() => accountOf(user, (path) => process.files.readText(path)))
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

  usage(): MachineUsage {
    return usageOf(this.kernel)
  }

  get work(): number {
    return this.kernel.cpu + this.kernel.made + this.kernel.steps
  }

  get network(): NetworkNamespace {
    return this.kernel.network
  }
}
