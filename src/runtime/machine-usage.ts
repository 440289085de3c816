// What a machine has used, as the engine asks for it.

export interface MachineUsage {
  /** ms of processor time, and how much of it was the kernel's */
  readonly cpu: number
  readonly systemCpu: number
  readonly throttling: Throttling
  /** bytes */
  readonly memory: MemoryUsage
  readonly disk: DiskUse
  /** processes there are, and how many there have been */
  readonly processes: number
  readonly made: number
}

/** What its quota of processor time has done to it. */
export interface Throttling {
  /** in which something ran, and those of them in which the quota was used up */
  readonly periods: number
  readonly throttledPeriods: number
  /** ms */
  readonly throttledTime: number
}

/** Bytes; `used` is the sum of all the others. */
export interface MemoryUsage {
  readonly used: number
  /** the most there ever was */
  readonly peak: number
  readonly programs: number
  readonly kernel: number
  readonly inactiveFiles: number
  readonly activeFiles: number
  readonly shared: number
  /** how often a process was killed because there was not enough */
  readonly kills: number
}

export interface DiskUse {
  readonly readBytes: number
  readonly reads: number
  readonly writtenBytes: number
  readonly writes: number
}
