// The kernel of one machine: its processes, mounts, network and limits.
import { FileError } from '../storage/file-error.ts'
import type { Clock } from '../world/clock.ts'
import type { Random } from '../world/random.ts'
import { inMicrotask } from '../world/turns.ts'
import { ALL_CAPABILITIES } from './capabilities.ts'
import { FileAccount } from './file-account.ts'
import { KernelProcess } from './kernel-process.ts'
import type { MachineLimits, MachineOptions } from './machine.ts'
import type { MountTable } from './mount-table.ts'
import { LocalSockets } from './network/local-sockets.ts'
import { NetworkNamespace, type Surroundings } from './network/namespace.ts'
import { Fifos } from './open.ts'
import { Exit, Killed, type Program } from './process.ts'
import { ProcessorShare } from './processor-share.ts'
import type { ProgramTable } from './programs.ts'
import { type ResourceLimits, resourceLimits } from './resource-limits.ts'
import { Signal } from './signals.ts'

export const DEFAULT_LIMITS: MachineLimits = { pids: 1024, memory: 0 }
/** bytes that one value (a variable, what a command prints into one) may have when the machine has no memory limit */
const LARGEST_VALUE = 64 * 1024 * 1024
/** bytes that all programs together may hold when the machine has no memory limit */
const LARGEST_MACHINE = 256 * 1024 * 1024
/** differs: processes of a machine at most, whatever its own limit: a fork bomb stops here */
const MOST_PROCESSES = 4096
/** ms of processor time that the making of a process is counted as */
const START_COST = 0.3

/** What a machine sees that is in no network of anybody. */
const ALONE: Surroundings = { interfaces: () => [{ name: 'eth0' }], neighbour: () => undefined }

export interface KernelParts {
  /** what the machine was asked to be, for the files that tell of it */
  readonly options: MachineOptions
  readonly clock: Clock
  readonly random: Random
  readonly programs: ProgramTable
  readonly limits: MachineLimits
  /** the settings of /proc/sys that were asked for, by dotted name */
  readonly sysctls: ReadonlyMap<string, string>
}

export class Kernel {
  readonly options: MachineOptions
  readonly clock: Clock
  /** ms since 1970, for what outlives a process */
  readonly now: () => number = () => this.clock.now()
  readonly random: Random
  readonly programs: ProgramTable
  readonly limits: MachineLimits
  readonly resourceLimits: ResourceLimits
  readonly sysctls: ReadonlyMap<string, string>
  readonly processes: Map<number, KernelProcess> = new Map()
  readonly fifos: Fifos = new Fifos()
  readonly account: FileAccount = new FileAccount()
  readonly booted: number
  readonly network: NetworkNamespace
  readonly share: ProcessorShare
  mounts!: MountTable
  /** PID 1 */
  init: KernelProcess | undefined
  /** the process that looks at files now: /proc/self */
  current: KernelProcess | undefined
  paused = false
  /** ms of processor time, and how much of it was the kernel's own */
  cpu = 0
  systemCpu = 0
  /** how many steps its programs have made */
  steps = 0
  /** bytes that its programs hold, and the most they ever did */
  memory = 0
  memoryPeak = 0
  /** who listens at a path */
  readonly localSockets: LocalSockets = new LocalSockets()
  /** processes that were killed for want of memory */
  memoryKills = 0
  private lastPid = 0
  private lastTerminal = 0

  constructor(parts: KernelParts) {
    this.options = parts.options
    this.clock = parts.clock
    this.random = parts.random
    this.programs = parts.programs
    this.limits = parts.limits
    this.resourceLimits = resourceLimits(parts.options.ulimits)
    this.sysctls = parts.sysctls
    this.network = parts.options.network ?? new NetworkNamespace(ALONE)
    this.booted = parts.clock.now()
    this.share = new ProcessorShare(parts.clock, parts.options)
  }

  get hostname(): string {
    return this.options.hostname
  }

  get capabilities(): bigint {
    return this.options.capabilities ?? ALL_CAPABILITIES
  }

  get largestValue(): number {
    return this.limits.memory > 0 ? Math.min(this.limits.memory, LARGEST_VALUE) : LARGEST_VALUE
  }

  private get mostProcesses(): number {
    return this.limits.pids > 0 ? Math.min(this.limits.pids, MOST_PROCESSES) : MOST_PROCESSES
  }

  /** Makes a process that does not run yet. Throws EAGAIN when there are too many. */
  create(parent: KernelProcess | undefined): KernelProcess {
    if (this.processes.size >= this.mostProcesses) throw new FileError('EAGAIN')
    const process = new KernelProcess(this, ++this.lastPid, parent)
    this.processes.set(process.pid, process)
    this.init ??= process
    this.count(process, START_COST)
    this.systemCpu += START_COST
    return process
  }

  /** Takes back the process that was made last and never ran. */
  discard(process: KernelProcess): void {
    this.processes.delete(process.pid)
    this.lastPid--
    if (this.init === process) this.init = undefined
  }

  /**
   * Notes processor time, in ms. differs: it is counted by steps, so that two runs give the same; only who goes on for long
   * without waiting is given the time that went by.
   */
  count(process: { cpu: number }, ms: number): void {
    process.cpu += ms
    this.cpu += ms
  }

  /** Counts memory of a process; when there is too much of it the process that has most is killed. */
  charge(process: KernelProcess, bytes: number): void {
    process.memory += bytes
    this.memory += bytes
    this.memoryPeak = Math.max(this.memoryPeak, this.memory)
    const most = this.limits.memory > 0 ? Math.min(this.limits.memory, LARGEST_MACHINE) : LARGEST_MACHINE
    if (bytes <= 0 || this.memory <= most) return
    if (this.options.cgroup?.oomKillDisable) {
      process.starving = true
      return
    }
    let largest = process
    for (const other of this.processes.values()) if (other.memory > largest.memory) largest = other
    largest.killForMemory()
  }

  /** Whether somebody waits for memory. */
  get starving(): boolean {
    return [...this.processes.values()].some((process) => process.starving && !process.status)
  }

  /** Lets a program run in a process as soon as the one who runs now waits for something. */
  begin(process: KernelProcess, program: Program): void {
    inMicrotask(() => void this.run(process, program))
  }

  private async run(process: KernelProcess, program: Program): Promise<void> {
    try {
      await process.hold()
      const code = program(process)
      process.end(typeof code === 'number' ? code : await code)
    } catch (error) {
      if (error instanceof Exit) process.end(error.code)
      else if (!(error instanceof Killed)) await this.fail(process, error)
    }
  }

  /** A program threw what it should have caught: a process says so and ends with 1, the machine goes on. */
  private async fail(process: KernelProcess, error: unknown): Promise<void> {
    const name = process.command || 'process'
    const path = error instanceof FileError && error.path !== undefined ? `${error.path}: ` : ''
    try {
      await process.write(2, `${name}: ${path}${error instanceof Error ? error.message : String(error)}\n`)
    } catch {
      // nobody is there to read it
    }
    process.end(1)
  }

  /** After a process has ended: its children go to PID 1, and with PID 1 everything ends. */
  ended(process: KernelProcess): void {
    if (process === this.init) {
      for (const other of [...this.processes.values()]) other.end(128 + Signal.KILL, Signal.KILL)
    }
    for (const child of process.takeChildren()) child.adopt(this.init)
    if (process.parentProcess) process.parentProcess.deliver(Signal.CHLD)
    else this.processes.delete(process.pid)
  }

  signalGroup(group: number, signal: number): void {
    for (const process of [...this.processes.values()]) if (process.group === group) process.deliver(signal)
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    for (const process of this.processes.values()) process.wake()
  }

  /** How many processes there have been. */
  get made(): number {
    return this.lastPid
  }

  nextTerminal(): string {
    return `pts/${this.lastTerminal++}`
  }
}
