// What a daemon can do without as it starts. `createDaemon` has all of it from the beginning; the command loads what its
// options ask for, and the rest when it is needed.
import type * as Operations from '../api/operations.ts'
import type * as Machines from '../runtime/create-machine.ts'
import type * as DataRoots from '../storage/data-root/data-root.ts'
import { type Late, late } from '../world/late.ts'
import type { Players } from './scenarios.ts'

export interface DaemonParts {
  /** What answers all calls but pings. */
  readonly operations: Late<typeof Operations>
  /** What containers run on. */
  readonly machines: Late<typeof Machines>
  /** What plays scenarios and rules. */
  readonly players: Late<Players>
  readonly dataRoots: Late<typeof DataRoots>
}

export const lateParts: DaemonParts = {
  operations: late(() => import('../api/operations.ts')),
  machines: late(() => import('../runtime/create-machine.ts')),
  players: late(() => import('./play-scenarios.ts')),
  dataRoots: late(() => import('../storage/data-root/data-root.ts')),
}

export interface Wanted {
  readonly rules: boolean
  readonly dataRoot: boolean
  /** Whether containers may run from the beginning. */
  readonly containers: boolean
}

/** Loads what cannot be loaded later. */
export async function loadWanted({ rules, dataRoot, containers }: Wanted): Promise<void> {
  if (rules) await lateParts.players.load()
  if (dataRoot) await lateParts.dataRoots.load()
  if (containers) await lateParts.machines.load()
}
