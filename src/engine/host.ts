// The machine that the daemon pretends to run on. Nothing here is asked of the real one.

import type { FileSystem } from '../storage/driver.ts'

/** What replies and containers show of that machine; `DaemonOptions.host` changes any of it. */
export interface Host {
  /** `Name` of /info */
  readonly name: string
  /** as `uname -r` prints it */
  readonly kernel: string
  /** `OperatingSystem` of /info */
  readonly system: string
  /** `OSVersion` of /info */
  readonly systemVersion: string
  readonly processors: number
  /** bytes */
  readonly memory: number
  readonly cgroupVersion: '1' | '2'
  /** dockerd's `--data-root`: where paths in replies begin */
  readonly root: string
  /** dockerd's `--exec-root` */
  readonly execRoot: string
  /** directory names of `--bridge`: `none` leaves containers without a default network */
  readonly bridge: 'docker0' | 'none'
  /** what the data root lies on; if left out, what the storage driver needs */
  readonly fileSystem?: FileSystem
}

export const defaultHost: Host = {
  name: 'mockerd',
  kernel: '6.1.0-31-amd64',
  system: 'Debian GNU/Linux 12 (bookworm)',
  systemVersion: '12',
  processors: 4,
  memory: 8_327_217_152,
  cgroupVersion: '2',
  root: '/var/lib/docker',
  execRoot: '/var/run/docker',
  bridge: 'docker0',
}
