// A process as far as it opens, reads, writes and connects: somebody with a place in the file system and descriptors.
import { FileError } from '../storage/file-error.ts'
import { encode } from './bytes.ts'
import { Capability, holds } from './capabilities.ts'
import { Descriptors } from './descriptors.ts'
import type { FileAccount } from './file-account.ts'
import { ProcessFiles } from './files.ts'
import type { Kernel } from './kernel.ts'
import type { KernelProcess } from './kernel-process.ts'
import type { MountTable } from './mount-table.ts'
import { connectTo, listenAt } from './network/local-sockets.ts'
import type { Listener, NetworkNamespace } from './network/namespace.ts'
import { Socket } from './network/socket.ts'
import { type Fifos, type Opener, openPath } from './open.ts'
import type { OpenFile } from './open-file.ts'
import { Pipe, PipeReader, PipeWriter } from './pipe.ts'
import type { Credentials, OpenMode } from './process.ts'
import { SignalledProcess } from './signalled-process.ts'
import type { Terminal } from './terminal.ts'
import type { TerminalSettings } from './terminal-settings.ts'
import { Transfers } from './transfers.ts'

const ROOT: Credentials = { uid: 0, gid: 0, groups: [0] }

export abstract class OpeningProcess extends SignalledProcess implements Opener {
  readonly descriptors: Descriptors = new Descriptors()
  readonly transfers: Transfers = new Transfers()
  /** what root can have at most: CapBnd */
  bounding: bigint
  cwd: string
  umask: number
  /** the one that controls its session */
  terminal: Terminal | undefined
  private credentials: Credentials
  private listeners: Listener[] | undefined
  private ownFiles: ProcessFiles | undefined

  constructor(kernel: Kernel, pid: number, parent: KernelProcess | undefined) {
    super(kernel, pid, parent)
    this.bounding = parent?.bounding ?? kernel.capabilities
    this.cwd = parent?.cwd ?? '/'
    this.umask = parent?.umask ?? 0o022
    this.terminal = parent?.terminal
    this.credentials = parent?.user ?? ROOT
  }

  /** Marks it as the process that looks at files now. */
  abstract look(): void

  get user(): Credentials {
    return this.credentials
  }

  set user(wanted: Credentials) {
    this.checkChange(wanted)
    this.runAs(wanted)
  }

  /** Throws EPERM when it may not become that user. */
  protected checkChange({ uid, gid, groups }: Credentials): void {
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

  get account(): FileAccount {
    return this.kernel.account
  }

  get clock(): () => number {
    return this.kernel.now
  }

  now(): number {
    return this.kernel.clock.now()
  }

  randomBytes(length: number): Uint8Array {
    return this.kernel.random.bytes(length)
  }

  // --- descriptors

  async read(descriptor: number, max: number = 65_536): Promise<Uint8Array | undefined> {
    const slow = this.tick()
    if (slow) await slow
    const bytes = await this.descriptors.get(descriptor).read(this, max)
    this.transfers.noteRead(bytes?.length ?? 0)
    return bytes
  }

  write(descriptor: number, data: Uint8Array | string): Promise<void> | undefined {
    this.check()
    const file = this.descriptors.get(descriptor)
    const bytes = typeof data === 'string' ? encode(data) : data
    if (bytes.length === 0) return undefined
    this.transfers.noteWrite(file, bytes.length)
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

  // --- the network

  get network(): NetworkNamespace {
    return this.kernel.network
  }

  listen(port: number, address?: string): Listener {
    this.check()
    return this.noteListener(this.network.listen(port, address))
  }

  private noteListener(listener: Listener): Listener {
    this.listeners = [...(this.listeners ?? []).filter(({ closed }) => !closed), listener]
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
    return this.noteListener(listenAt(this.kernel.localSockets, this.files, path))
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

  /** What becomes of all that at its end. */
  protected closeAll(): void {
    this.descriptors.closeAll()
    for (const listener of this.listeners ?? []) listener.close()
  }
}
