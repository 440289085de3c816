// What scenarios can do to the daemon as a whole. The composition root carries it out; steps ask for it by its moment.
import type { Settings } from '../engine/settings.ts'
import type { RegistryFaults } from '../registry/faults.ts'

/** A part that a daemon does not have is not there: the step that needs it says so. */
export interface Controls {
  /** What goes wrong with the registry: the library's, and the one that the daemon itself may be. */
  readonly registry?: RegistryFaults | undefined
  readonly daemon?: DaemonControls | undefined
  /** For the steps of users: what the embedding program has handed in. */
  readonly context?: unknown
}

/** What a client finds where the daemon has listened; see `Absence` of http/listen.ts. */
export type Outage = 'absent' | 'refused' | 'forbidden'

export interface RestartOptions {
  /** The containers run on. */
  readonly liveRestore: boolean
  /** ms from its end to its beginning, on the daemon's clock */
  readonly downtime: number
}

/** The daemon's comings and goings. Clients in its own process that use no connection (`fetch`) do not notice. */
export interface DaemonControls {
  /** Cuts all connections, and lets nobody in until what comes back is called. */
  goDown(how: Outage): () => void
  /** As `systemctl restart docker`; goes on in the background. Events of before are forgotten. */
  restart(options: RestartOptions): void
  /** As `systemctl reload docker`. Throws an Error with dockerd's words, and then nothing has changed. */
  reload(changes: Partial<Settings>): void
}
