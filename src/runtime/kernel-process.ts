// A process as the kernel keeps it: what Process promises to programs, and what the shell and the kernel need besides.
import { FileError } from '../storage/file-error.ts'
import { Capability } from './capabilities.ts'
import { type Loaded, load } from './exec.ts'
import type { Kernel } from './kernel.ts'
import { OpeningProcess } from './opening-process.ts'
import { type Child, Killed, type Process, type ProcessInfo, type SpawnOptions, type WaitStatus } from './process.ts'
import { processInfo, targetsOf } from './process-table.ts'
import type { ResourceLimits } from './resource-limits.ts'
import { Signal } from './signals.ts'

export class KernelProcess extends OpeningProcess implements Process {
  readonly started: number
  argv: readonly string[] = []
  env: Record<string, string> = {}
  limits: ResourceLimits
  /** bytes that it holds, as far as its program counts them */
  memory = 0
  /** the file of its program, and the name that ps shows */
  executable = ''
  command = ''
  outOfMemory = false
  private children: Set<KernelProcess> | undefined
  /** Whether it has been given to another parent, who does not know of it. */
  private orphan = false

  constructor(kernel: Kernel, pid: number, parent: KernelProcess | undefined) {
    super(kernel, pid, parent)
    this.started = kernel.clock.now()
    this.limits = parent?.limits ?? kernel.resourceLimits
    if (!parent) return
    parent.children = (parent.children ?? new Set()).add(this)
    this.argv = parent.argv
    this.env = parent.env
    this.executable = parent.executable
    this.command = parent.command
  }

  get parent(): number {
    return this.parentProcess?.pid ?? 0
  }

  charge(bytes: number): void {
    this.check()
    this.kernel.charge(this, bytes)
    this.check()
  }

  get hostname(): string {
    return this.kernel.hostname
  }

  look(): void {
    this.check()
    this.kernel.current = this
  }

  random(): number {
    return this.kernel.random.next()
  }

  kill(pid: number, signal: number): void {
    this.check()
    const targets = targetsOf(this, pid)
    if (targets.length === 0) throw new FileError('ESRCH')
    const allowed = targets.filter((one) => one.user.uid === this.user.uid || this.capable(Capability.KILL))
    if (allowed.length === 0) throw new FileError('EPERM')
    for (const target of allowed) target.deliver(signal)
    this.takeSignals()
  }

  // --- other processes

  /** A copy of this process that does not run yet, as fork(2) makes it. Throws EAGAIN. */
  fork(): KernelProcess {
    this.check()
    const child = this.kernel.create(this)
    this.descriptors.copyTo(child.descriptors)
    return child
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): Child {
    this.check()
    const loaded = load(this, this.kernel.programs, argv, options.env?.PATH ?? this.env.PATH)
    if (options.user) this.checkChange(options.user)
    const child = this.kernel.create(this)
    const wanted = options.descriptors ?? new Map([0, 1, 2].map((number) => [number, number]))
    for (const [there, here] of wanted) {
      const file = this.descriptors.find(here)
      if (file) child.descriptors.put(there, file.share())
    }
    if (options.cwd !== undefined) child.cwd = this.files.absolute(options.cwd)
    if (options.user) child.runAs(options.user)
    if (options.newGroup) child.group = child.pid
    const run = options.title === undefined ? loaded : { ...loaded, argv: [options.title] }
    child.become(run, options.env ?? { ...this.env })
    return { pid: child.pid, wait: async (interruptible) => (await this.waitFor(child, { interruptible }))! }
  }

  exec(argv: readonly string[], env: Record<string, string> = { ...this.env }): Promise<never> {
    this.check()
    this.become(load(this, this.kernel.programs, argv, env.PATH ?? this.env.PATH), env)
    // what called this stays behind for ever: no code of it may run in the new program
    return new Promise<never>(() => {})
  }

  /** Starts a program in this process, in the place of what it ran before. */
  become(loaded: Loaded, env: Record<string, string>): void {
    this.argv = loaded.argv
    this.env = env
    this.executable = loaded.executable
    this.command = loaded.command
    this.signals.forget()
    this.kernel.charge(this, -this.memory)
    this.kernel.begin(this, loaded.program)
  }

  /** Waits for a child to end and takes it out of the table; undefined when it stopped and that was asked for. */
  async waitFor(
    child: KernelProcess,
    options: { interruptible?: boolean | undefined; stopped?: boolean | undefined } = {},
  ): Promise<WaitStatus | undefined> {
    while (!child.status) {
      if (options.stopped && child.stopped) return undefined
      await this.block(child.changed.add, options.interruptible ?? false)
    }
    this.children?.delete(child)
    this.kernel.processes.delete(child.pid)
    return child.status
  }

  takeChildren(): KernelProcess[] {
    const children = [...(this.children ?? [])]
    this.children = undefined
    return children
  }

  /** Gets a new parent. One that has ended already is gone then: nobody will ask for it. */
  adopt(parent: KernelProcess | undefined): void {
    this.parentProcess = parent
    if (this.status || !parent) this.kernel.processes.delete(this.pid)
    else parent.children = (parent.children ?? new Set()).add(this)
    this.orphan = true
  }

  processes(): ProcessInfo[] {
    return [...this.kernel.processes.values()].map(processInfo)
  }

  // --- the end

  override end(code: number, signal: number = 0): void {
    if (this.status) return
    this.countSteps()
    this.status = { code: code & 255, signal }
    this.closeAll()
    this.kernel.charge(this, -this.memory)
    if (this.orphan) this.kernel.processes.delete(this.pid)
    this.kernel.ended(this)
    this.changed.wakeAll()
    this.wake()
  }

  /** Ends the process because it wanted more memory than there is; without a killer its program stands still. */
  endOutOfMemory(): never {
    if (this.kernel.options.cgroup?.oomKillDisable) this.starving = true
    else this.killForMemory()
    throw new Killed(Signal.KILL)
  }

  /** What the kernel does to the process that holds most when there is no memory left. */
  killForMemory(): void {
    this.outOfMemory = true
    this.kernel.memoryKills++
    this.kernel.options.outOfMemory?.()
    this.end(128 + Signal.KILL, Signal.KILL)
  }
}
