// A process as the kernel keeps it: what Process promises to programs, and what the shell and the kernel need besides.
import { FileError } from '../storage/file-error.ts'
import { encode } from './bytes.ts'
import { Capability, holds } from './capabilities.ts'
import { Descriptors } from './descriptors.ts'
import { type Loaded, load } from './exec.ts'
import { ProcessFiles } from './files.ts'
import type { Kernel } from './kernel.ts'
import type { MountTable } from './mount-table.ts'
import { connectTo, listenAt } from './network/local-sockets.ts'
import type { Listener, NetworkNamespace } from './network/namespace.ts'
import { Socket } from './network/socket.ts'
import { type Fifos, type Opener, openPath } from './open.ts'
import type { OpenFile } from './open-file.ts'
import { Pipe, PipeReader, PipeWriter } from './pipe.ts'
import {
  type Child,
  type Credentials,
  Killed,
  type OpenMode,
  type Process,
  type ProcessInfo,
  type SpawnOptions,
  type WaitStatus,
} from './process.ts'
import { processInfo, targetsOf } from './process-table.ts'
import type { ResourceLimits } from './resource-limits.ts'
import { SignalledProcess } from './signalled-process.ts'
import { Signal } from './signals.ts'
import type { Terminal } from './terminal.ts'
import type { TerminalSettings } from './terminal-settings.ts'

const ROOT: Credentials = { uid: 0, gid: 0, groups: [0] }

export class KernelProcess extends SignalledProcess implements Process, Opener {
  readonly started: number
  readonly descriptors: Descriptors = new Descriptors()
  argv: readonly string[] = []
  env: Record<string, string> = {}
  /** what root can have at most: CapBnd */
  bounding: bigint
  limits: ResourceLimits
  /** bytes that it holds, as far as its program counts them */
  memory = 0
  private credentials: Credentials = ROOT
  cwd = '/'
  umask = 0o022
  /** the file of its program, and the name that ps shows */
  executable = ''
  command = ''
  terminal: Terminal | undefined
  outOfMemory = false
  private children: Set<KernelProcess> | undefined
  private listeners: Listener[] | undefined
  /** Whether it has been given to another parent, who does not know of it. */
  private orphan = false
  private ownFiles: ProcessFiles | undefined

  constructor(kernel: Kernel, pid: number, parent: KernelProcess | undefined) {
    super(kernel, pid, parent)
    this.started = kernel.clock.now()
    this.bounding = parent?.bounding ?? kernel.capabilities
    this.limits = parent?.limits ?? kernel.resourceLimits
    if (!parent) return
    parent.children = (parent.children ?? new Set()).add(this)
    this.argv = parent.argv
    this.env = parent.env
    this.credentials = parent.credentials
    this.cwd = parent.cwd
    this.umask = parent.umask
    this.executable = parent.executable
    this.command = parent.command
    this.terminal = parent.terminal
  }

  get parent(): number {
    return this.parentProcess?.pid ?? 0
  }

  get user(): Credentials {
    return this.credentials
  }

  set user(wanted: Credentials) {
    this.checkChange(wanted)
    this.runAs(wanted)
  }

  /** Throws EPERM when it may not become that user. */
  private checkChange({ uid, gid, groups }: Credentials): void {
    const now = this.credentials
    const sameGroups = gid === now.gid && groups.every((group) => now.groups.includes(group))
    if (!sameGroups && !this.capable(Capability.SETGID)) throw new FileError('EPERM')
    if (uid !== now.uid && !this.capable(Capability.SETUID)) throw new FileError('EPERM')
  }

  /** Makes it run as somebody, whoever it is now. */
  runAs({ uid, gid, groups }: Credentials): void {
    this.credentials = { uid, gid, groups, capabilities: uid === 0 ? this.bounding : 0n }
  }

  capable(capability: number): boolean {
    return holds(this.credentials, capability)
  }

  charge(bytes: number): void {
    this.check()
    this.kernel.charge(this, bytes)
    this.check()
  }

  get hostname(): string {
    return this.kernel.hostname
  }

  get files(): ProcessFiles {
    return (this.ownFiles ??= new ProcessFiles(this))
  }

  // --- what files and devices ask

  get mounts(): MountTable {
    return this.kernel.mounts
  }

  get fifos(): Fifos {
    return this.kernel.fifos
  }

  get clock(): () => number {
    return this.kernel.clock.now
  }

  look(): void {
    this.check()
    this.kernel.current = this
  }

  randomBytes(length: number): Uint8Array {
    return this.kernel.random.bytes(length)
  }

  now(): number {
    return this.kernel.clock.now()
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

  // --- descriptors

  async read(descriptor: number, max: number = 65_536): Promise<Uint8Array | undefined> {
    const slow = this.tick()
    if (slow) await slow
    return this.descriptors.get(descriptor).read(this, max)
  }

  write(descriptor: number, data: Uint8Array | string): Promise<void> | undefined {
    this.check()
    const file = this.descriptors.get(descriptor)
    const bytes = typeof data === 'string' ? encode(data) : data
    if (bytes.length === 0) return undefined
    const held = this.held ? this.hold() : undefined
    if (held) return held.then(() => file.write(this, bytes))
    return file.write(this, bytes) ?? this.tick()
  }

  open(path: string, mode: OpenMode): number {
    return this.descriptors.add(openPath(this, path, mode))
  }

  pipe(): readonly [number, number] {
    this.check()
    const pipe = new Pipe()
    return [this.descriptors.add(new PipeReader(pipe)), this.descriptors.add(new PipeWriter(pipe))]
  }

  close(descriptor: number): void {
    this.check()
    if (!this.descriptors.close(descriptor)) throw new FileError('EBADF')
  }

  duplicate(from: number, to: number): void {
    this.check()
    const file = this.descriptors.get(from)
    if (from !== to) this.descriptors.put(to, file.share())
  }

  seek(descriptor: number, position: number): void {
    this.descriptors.get(descriptor).seek(position)
  }

  file(descriptor: number): OpenFile | undefined {
    return this.descriptors.find(descriptor)
  }

  isTerminal(descriptor: number): boolean {
    return this.terminalSettings(descriptor) !== undefined
  }

  terminalSettings(descriptor: number): TerminalSettings | undefined {
    return this.descriptors.find(descriptor)?.terminalSettings
  }

  terminalSize(descriptor: number): readonly [number, number] | undefined {
    const settings = this.terminalSettings(descriptor)
    return settings && [settings.rows, settings.columns]
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

  // --- the network

  get network(): NetworkNamespace {
    return this.kernel.network
  }

  listen(port: number, address?: string): Listener {
    this.check()
    const listener = this.network.listen(port, address)
    this.listeners = [...(this.listeners ?? []), listener]
    return listener
  }

  async accept(listener: Listener): Promise<number> {
    for (;;) {
      this.check()
      const socket = listener.waiting.shift()
      if (socket) return this.descriptors.add(socket)
      if (listener.closed) throw new FileError('EINVAL')
      await this.block(listener.changed.add)
    }
  }

  connect(address: string, port: number): number {
    this.check()
    return this.descriptors.add(this.network.connect(address, port))
  }

  listenLocal(path: string): Listener {
    this.check()
    const listener = listenAt(this.kernel.localSockets, this.files, path)
    this.listeners = [...(this.listeners ?? []), listener]
    return listener
  }

  connectLocal(path: string): number {
    this.check()
    return this.descriptors.add(connectTo(this.kernel.localSockets, this.files, path))
  }

  shutdown(descriptor: number): void {
    this.socket(descriptor).shutdown()
  }

  socket(descriptor: number): Socket {
    const file = this.descriptors.get(descriptor)
    if (!(file instanceof Socket)) throw new FileError('ENOTSOCK')
    return file
  }

  isListening(port: number): boolean {
    return this.network.listening().includes(port)
  }

  // --- the end

  override end(code: number, signal: number = 0): void {
    if (this.status) return
    this.status = { code: code & 255, signal }
    this.descriptors.closeAll()
    this.kernel.charge(this, -this.memory)
    for (const listener of this.listeners ?? []) listener.close()
    if (this.orphan) this.kernel.processes.delete(this.pid)
    this.kernel.ended(this)
    this.changed.wakeAll()
    this.wake()
  }

  /** Ends the process because it wanted more memory than there is. */
  endOutOfMemory(): never {
    this.killForMemory()
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
