// A container as the engine keeps it. Services change it; `touch` tells whoever keeps a rendering of it.

import type { Machine, Task } from '../../runtime/machine.ts'
import type { Mount } from '../../runtime/mounts.ts'
import type { WritableTree } from '../../storage/tree.ts'
import type { Timer } from '../../world/clock.ts'
import type { Endpoint } from '../networks/endpoint.ts'
import type { Blank } from './blanks.ts'
import type { Config } from './config.ts'
import type { Health } from './health-state.ts'
import type { HostConfig } from './host-config.ts'
import type { Log } from './logging/log.ts'
import type { MountPoint } from './mount-point.ts'
import type { Output } from './output.ts'
import type { PortBinding } from './ports.ts'
import type { State } from './state.ts'
import type { Waiters } from './waiters.ts'

export interface Container {
  readonly id: string
  /** without the slash that replies put in front */
  name: string
  /** ms since 1970 */
  readonly created: number
  /** id of the image, `sha256:…` */
  readonly imageId: string
  /** chain id of the topmost layer below its own; undefined if there is none */
  readonly layer: string | undefined
  readonly config: Config
  hostConfig: HostConfig
  /** which of its settings have only been filled in */
  readonly blanks: Set<Blank>
  state: State
  restartCount: number
  /** a person stopped it: `unless-stopped` and `always` leave it alone */
  stoppedByHand: boolean
  /** a person sent it a signal that is to end it: its restart policy is off until the next start */
  restartCancelled: boolean
  /** a person restarts it: its end in between is not the policy's business */
  restartByHand: boolean
  /** ms that its restart policy waited the last time */
  restartWait: number
  /** while its restart policy waits */
  restartTimer: Timer | undefined
  /** marked for removal: nobody may start it any more */
  doomed: boolean
  readonly tree: WritableTree
  readonly mounts: readonly MountPoint[]
  /** dockerd's own files over it, from the first start on */
  etcFiles: readonly Mount[]
  /** what dockerd has put into the container's folder on the host, from its first start on */
  hostFolder: 'empty' | 'etc' | 'log'
  /** id of its own network namespace while it is up; empty if it has none */
  sandbox: string
  /** whether it has had one at some time */
  hadSandbox: boolean
  /** by network name */
  readonly endpoints: Map<string, Endpoint>
  /** published ports while it runs: `80/tcp` -> where */
  published: ReadonlyMap<string, PortBinding[]>
  readonly log: Log
  readonly output: Output
  readonly waiters: Waiters
  readonly execs: Set<string>
  /** once it was started with a health check */
  health: Health | undefined
  /** while it is up */
  machine: Machine | undefined
  task: Task | undefined
  /** grows with every change that a reply could show */
  revision: number
  /** Hears of every such change. */
  readonly changed: () => void
}

export function touch(container: Container): void {
  container.revision++
  container.changed()
}
