// A simulated process as its program sees it, and the few types around it. The kernel (kernel.ts) makes them.
import type { Attributes, Inode } from '../storage/tree.ts'
import type { Listener, NetworkNamespace } from './network/namespace.ts'
import type { SocketNames } from './network/socket.ts'
import type { TerminalSettings } from './terminal-settings.ts'

/** A "binary": runs until it returns its exit code. Throwing an Exit ends the process too. */
export type Program = (process: Process) => Promise<number> | number

export interface Credentials {
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
  /** effective capabilities, as bits; the kernel sets them: what the container gives to root, nothing for others */
  readonly capabilities?: bigint
}

export type SignalAction = 'default' | 'ignore' | (() => void)

/** How open() opens: read, write (truncate), append, read and write, or create exclusively. */
export interface OpenMode {
  readonly read?: boolean
  readonly write?: boolean
  readonly append?: boolean
  readonly create?: boolean
  readonly truncate?: boolean
  readonly exclusive?: boolean
  /** permission bits of a file that is made, before umask; 0o666 if left out */
  readonly mode?: number
}

/** The end of a process as wait() gives it. `code` is 128 + signal for a killed one. */
export interface WaitStatus {
  readonly code: number
  readonly signal: number
}

export interface SpawnOptions {
  /** Exactly this environment; a copy of the parent's if left out. */
  readonly env?: Record<string, string>
  readonly cwd?: string
  readonly user?: Credentials
  /** The child's descriptors: number there -> number here. 0, 1 and 2 are inherited if left out. */
  readonly descriptors?: ReadonlyMap<number, number>
  /** What its argv shows instead of the command: a title from the beginning. */
  readonly title?: string
  /** Begins a process group (as a shell does for each job of an interactive session). */
  readonly newGroup?: boolean
}

/**
 * What a program may do. Every wait (read, write to a full pipe, sleep, wait) is interruptible: a fatal signal throws
 * `Killed` through the program, a handled one runs the handler and the call goes on, but for `sleep`, `wait` and `pause`,
 * which reject with `Interrupted` when asked to (`interruptible`).
 */
export interface Process {
  readonly pid: number
  readonly parent: number
  /** As `ps` shows it; a program may give itself a title. */
  argv: readonly string[]
  readonly env: Record<string, string>
  /** Who it runs as. A program may put another one here, as setuid(2) does. Throws EPERM without that capability. */
  user: Credentials
  readonly files: Files
  cwd: string
  umask: number

  /** Whether it has a capability (a number of capabilities.ts). */
  capable(capability: number): boolean
  /**
   * Counts memory that the program holds from now on (negative: that it gives back), in bytes. When the container may
   * not have that much its largest process is killed: throws Killed if it is this one.
   */
  charge(bytes: number): void
  /** ms since 1970, by the daemon's clock */
  now(): number
  /** At most `max` bytes (64 KiB if left out); undefined at the end. */
  read(descriptor: number, max?: number): Promise<Uint8Array | undefined>
  /** A promise when the reader is behind; await it. Strings are UTF-8; an array must not be changed afterwards. */
  write(descriptor: number, data: Uint8Array | string): Promise<void> | undefined
  open(path: string, mode: OpenMode): number
  /** A pipe: [read end, write end]. */
  pipe(): readonly [number, number]
  close(descriptor: number): void
  /** Makes `to` the same open file as `from`. */
  duplicate(from: number, to: number): void
  isTerminal(descriptor: number): boolean
  /** Rows and columns of the terminal, if the descriptor is one. */
  terminalSize(descriptor: number): readonly [number, number] | undefined
  /** What stty shows and sets, if the descriptor is a terminal; changing the object changes the terminal. */
  terminalSettings(descriptor: number): TerminalSettings | undefined
  seek(descriptor: number, position: number): void

  /** Runs a command beside this one: looked up in PATH, `#!` followed. Throws FileError ENOENT, EACCES or ENOEXEC. */
  spawn(argv: readonly string[], options?: SpawnOptions): Child
  /** Becomes another program; never returns. */
  exec(argv: readonly string[], env?: Record<string, string>): Promise<never>
  /** The pid of a process (0: every process of this one's group); throws FileError ESRCH or EPERM. */
  kill(pid: number, signal: number): void
  onSignal(signal: number, action: SignalAction): void
  sleep(ms: number, interruptible?: boolean): Promise<void>
  /** Waits for a signal that is handled. */
  pause(): Promise<void>
  /** Await this now and then in a long computation: it gives way to others and lets signals in. */
  tick(): Promise<void> | undefined
  /** Every process of the machine, as `ps` lists them. */
  processes(): ProcessInfo[]
  readonly hostname: string
  /** Chance of this machine. */
  random(): number
  // The network. A program may wait for several things at once here, as a server of many clients must.
  readonly network: NetworkNamespace
  /** Listens on a TCP port until closed or until the process ends. Throws EADDRINUSE. */
  listen(port: number, address?: string): Listener
  /** The descriptor of the next connection; throws EINVAL once the listener is closed. */
  accept(listener: Listener): Promise<number>
  /** The descriptor of a new connection. Throws ECONNREFUSED, EHOSTUNREACH, ENETUNREACH. */
  connect(address: string, port: number): number
  /** Listens at a path of the file system (a Unix socket), which it makes. Throws EADDRINUSE. */
  listenLocal(path: string): Listener
  /** The descriptor of a new connection to such a path. Throws ENOENT, EACCES, ECONNREFUSED. */
  connectLocal(path: string): number
  /** Sends nothing more on a connection. */
  shutdown(descriptor: number): void
  /** The addresses of a connection's two ends. */
  socket(descriptor: number): SocketNames
  /** Whether something in this machine listens on the port. */
  isListening(port: number): boolean
}

export interface Child {
  readonly pid: number
  wait(interruptible?: boolean): Promise<WaitStatus>
}

export interface ProcessInfo {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  readonly user: Credentials
  readonly argv: readonly string[]
  /** R, S, T or Z, as ps shows it */
  readonly state: string
  readonly started: number
  readonly cpu: number
  readonly tty: string | undefined
  readonly cwd: string
}

/**
 * Path operations with a process's own eyes: relative to its working directory, with its permissions, across mounts.
 * All of them throw FileError. Whole-file calls are for what is small by nature (/etc/passwd); what a user chooses the
 * size of is opened, read and written in pieces.
 */
export interface Files {
  stat(path: string): Inode
  lstat(path: string): Inode
  exists(path: string): boolean
  /** Whether this process may do it: 4 read, 2 write, 1 execute. */
  access(path: string, bits: number): boolean
  /** Names in a directory, sorted, without `.` and `..`. */
  list(path: string): string[]
  readText(path: string): string
  readBytes(path: string): Uint8Array
  writeFile(path: string, content: string | Uint8Array, mode?: number): void
  makeDirectory(path: string, mode?: number): void
  /** With missing parents; no error if it is there. */
  makeDirectories(path: string, mode?: number): void
  symlink(target: string, path: string): void
  link(existing: string, path: string): void
  fifo(path: string, mode?: number): void
  /** Throws EPERM without the capability MKNOD. */
  device(
    path: string,
    kind: 'character' | 'block',
    device: readonly [major: number, minor: number],
    mode?: number,
  ): void
  unlink(path: string): void
  removeDirectory(path: string): void
  /** A file, or a directory with all that is in it. */
  removeAll(path: string): void
  rename(from: string, to: string): void
  truncate(path: string, size: number): void
  change(path: string, attributes: Attributes, followLink?: boolean): void
  readlink(path: string): string
  /** Absolute, without symlinks, `.` and `..`; every part must exist. */
  realpath(path: string): string
  /** Absolute and clean, by words only. */
  absolute(path: string): string
  /** The mount points, for mount and df. */
  mounts(): { at: string; type: string; readonly: boolean }[]
}

/** Ends a process with an exit code from anywhere in its program. */
export class Exit extends Error {
  readonly code: number
  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

/** A signal has ended the process; not to be caught by programs. */
export class Killed extends Error {
  readonly signal: number
  constructor(signal: number) {
    super(`killed by signal ${signal}`)
    this.signal = signal
  }
}

/** A wait was cut short by a signal that has a handler. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted system call')
  }
}
