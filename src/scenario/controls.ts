// What scenarios can do to the daemon as a whole. The composition root carries it out; steps ask for it by its moment.
import type { RegistryFaults } from '../registry/faults.ts'

/** A part that a daemon does not have is not there: the step that needs it says so. */
export interface Controls {
  /** What goes wrong with the registry: the library's, and the one that the daemon itself may be. */
  readonly registry?: RegistryFaults | undefined
  /** For the steps of users: what the embedding program has handed in. */
  readonly context?: unknown
}
