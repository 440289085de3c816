// What the engine sees of the runtime: one machine per container, tasks in it, bytes in and out.

import type { MachineUsage } from './machine-usage.ts'
import type { Mount } from './mounts.ts'
import type { NetworkNamespace } from './network/namespace.ts'
import type { Socket } from './network/socket.ts'

/** How a process ended. A signal gives the code 128 + signal, as a shell and `docker wait` report it. */
export interface ExitStatus {
  readonly code: number
  readonly signal?: number
  /** killed because it wanted more memory than it may have */
  readonly outOfMemory?: boolean
}

/** A main process or an exec, as the client asked for it. */
export interface TaskSpec {
  readonly argv: readonly string[]
  /** NAME=value, the later of two wins */
  readonly env: readonly string[]
  readonly cwd: string
  /** `name`, `uid`, `name:group`, `uid:gid`, or empty for root */
  readonly user: string
  /** more groups, by name or number: `--group-add` */
  readonly groups?: readonly string[]
  /** every capability, as `docker exec --privileged` gives */
  readonly privileged?: boolean
  readonly tty: boolean
  /** Whether standard input is open; if not it is at its end. */
  readonly stdin: boolean
  /** Until when its program does nothing. */
  readonly standsStill?: Promise<void> | undefined
  /** Takes what the task prints (of a tty everything is stream 1). A promise holds the writer back until it resolves. */
  output(stream: 1 | 2, bytes: Uint8Array): Promise<void> | undefined
}

/** A started main process or exec. */
export interface Task {
  /** In the machine's own numbering: 1 for the main process. */
  readonly pid: number
  readonly exited: Promise<ExitStatus>
  /** Standard input; resolves when there is room again. After the end of the task bytes vanish. */
  write(bytes: Uint8Array): Promise<void> | undefined
  /** Closes standard input (of a tty: hangs nothing up). */
  end(): void
  /** Delivers a signal to the task's process. */
  signal(number: number): void
  /** Lets its process end so, as if it had come to that by itself. */
  finish(status: ExitStatus): void
  /** Whether the process has a handler for the signal. */
  catches(number: number): boolean
  resize(rows: number, columns: number): void
}

/** A line of `docker top`. */
export interface ProcessEntry {
  readonly pid: number
  readonly parent: number
  readonly uid: number
  /** ms since 1970 */
  readonly started: number
  /** ms of processor time */
  readonly cpu: number
  readonly tty: string | undefined
  /** one letter, as ps shows it */
  readonly state: string
  readonly group: number
  readonly session: number
  readonly gid: number
  /** path of its program, and the name that ps shows */
  readonly executable: string
  readonly command: string
  readonly argv: readonly string[]
}

/** A command that cannot even be started; the engine wraps it into runc's words. Exit codes: 126 or 127. */
export class StartError extends Error {
  readonly code: 126 | 127
  constructor(code: 126 | 127, message: string) {
    super(message)
    this.name = 'StartError'
    this.code = code
  }
}

export interface Machine {
  /**
   * Starts a process: the first one is PID 1, later ones are execs beside it. Throws a StartError when argv[0] cannot
   * be executed, with runc's reason: `exec: "nosuch": executable file not found in $PATH`, `exec: "/x": permission denied`,
   * `exec: "/x": stat /x: no such file or directory`, `unable to find user bob: no matching entries in passwd file`,
   * `chdir to cwd ("/x") set in config.json failed: …`. When PID 1 ends everything else in the machine is killed.
   */
  start(spec: TaskSpec): Task
  /** Throws a StartError when a user (as in TaskSpec.user) is not known in the machine. */
  checkUser(user: string): void
  processes(): ProcessEntry[]
  /** Stops every process where it is, and lets them go on. */
  pause(): void
  resume(): void
  /** Ends every process at once; what `docker rm -f` and the daemon's end do after all else. */
  destroy(): void
  /** What its processes have used since it was made. */
  usage(): MachineUsage
  /** Grows whenever one of its processes does anything. */
  readonly work: number
  readonly network: NetworkNamespace
}

/** Who listens at a Unix socket that came with a mount, outside of the machine. */
export interface LocalService {
  /** in the machine, without symlinks */
  readonly path: string
  accept(socket: Socket): void
}

/** A device that a machine has. */
export interface DeviceNode {
  /** below /dev */
  readonly name: string
  readonly kind: 'character' | 'block'
  /** major and minor number */
  readonly device: readonly [number, number]
  readonly mode: number
}

export interface MachineOptions {
  readonly hostname: string
  readonly domainname?: string
  /** `/` first, then whatever lies over it. */
  readonly mounts: readonly Mount[]
  readonly limits?: Partial<MachineLimits>
  /** effective capabilities of root in it, as bits; all if left out */
  readonly capabilities?: bigint
  /** `--privileged`: nothing of /proc and /sys is hidden or read-only */
  readonly privileged?: boolean
  readonly noNewPrivileges?: boolean
  /** whether a seccomp profile is said to be in force; it is unless told */
  readonly seccomp?: boolean
  readonly oomScoreAdjust?: number
  /** `--ulimit`; the usual ones for those left out */
  readonly ulimits?: readonly Ulimit[]
  /** `--sysctl`: values by dotted name */
  readonly sysctls?: Readonly<Record<string, string>>
  /** which users of the host its users are; the same if left out */
  readonly users?: UserRange
  readonly cgroup?: Cgroup
  /** what is below /dev besides the usual */
  readonly devices?: readonly DeviceNode[]
  /** sockets of others among its files */
  readonly services?: readonly LocalService[]
  /** what /proc tells of the host: processors, bytes of memory */
  readonly host?: { readonly processors: number; readonly memory: number }
  /** Its network; one of its own with an `eth0` that leads nowhere if left out. */
  readonly network?: NetworkNamespace
  /** Told each time that a process was killed because there was no memory left. */
  outOfMemory?(): void
}

/** A line of /proc/self/uid_map. */
export interface UserRange {
  readonly inside: number
  readonly outside: number
  readonly count: number
}

export interface MachineLimits {
  /** processes at a time */
  readonly pids: number
  /** bytes; 0 for none */
  readonly memory: number
}

/** Names as in `--ulimit`; -1 is unlimited. */
export interface Ulimit {
  readonly name: string
  readonly soft: number
  readonly hard: number
}

/** What the files under /sys/fs/cgroup tell, beside the limits. 0 and empty stand for "not set". */
export interface Cgroup {
  readonly version: '1' | '2'
  /** of the container in the hierarchy, as /proc/self/cgroup shows it */
  readonly path: string
  /** microseconds in a period */
  readonly cpuQuota?: number
  readonly cpuPeriod?: number
  readonly cpuShares?: number
  /** of v1: who wants more memory than there is waits instead of being killed */
  readonly oomKillDisable?: boolean
  /** `0-1,3` */
  readonly cpus?: string
  readonly memories?: string
  /** bytes; memory and swap together, -1 for unlimited */
  readonly memorySwap?: number
  /** bytes */
  readonly memoryReservation?: number
}
