// What a daemon was at some moment, to go back to, to keep, and to hold against another moment.
import type { GoneBack } from '../engine/containers/checkpoint.ts'
import type { Checkpoint, Engine } from '../engine/engine.ts'
import type { StateDiff } from './state-diff.ts'

/** All of an engine but its time: images, containers, files, volumes, networks, and the ids that come next. */
export interface Snapshot {
  /** when it was taken, ms since 1970 on the daemon's clock */
  readonly at: number
  /**
   * Goes back to it, as often as you like. Containers that have done nothing since run on; the main processes of others
   * begin anew, in the state that they were in.
   */
  restore(): Promise<GoneBack>
  /** A file for `mockerd --snapshot` and `startDaemon({ snapshot })`: a data root as a tar archive. */
  export(): AsyncIterable<Uint8Array>
  /** What is different in a snapshot of the same daemon, or now: `diffText` puts it in words. */
  diff(other?: Snapshot): Promise<StateDiff>
}

export interface Snapshots {
  /** Throws a sentence where that cannot be: under a data root, and for a storage driver without checkpoints. */
  take(): Snapshot
  /** Goes back to how the daemon was when it was made, and what its scenarios give was there. */
  reset(): Promise<GoneBack>
}

/** @param ready when all is there that the daemon begins with */
export function createSnapshots(engine: Engine, ready: Promise<void> | undefined): Snapshots {
  const checkpoints = new WeakMap<Snapshot, Checkpoint>()
  const checkpointOf = (snapshot: Snapshot): Checkpoint => {
    const checkpoint = checkpoints.get(snapshot)
    if (!checkpoint) throw new Error('only snapshots of the same daemon can be compared')
    return checkpoint
  }
  const take = (): Snapshot => {
    const at = engine.world.clock.now()
    const checkpoint = engine.checkpoint()
    const snapshot: Snapshot = {
      at,
      restore: () => checkpoint.goBack(),
      async *export() {
        const { exportState } = await import('./export.ts')
        yield* exportState(engine, checkpoint, at)
      },
      async diff(other) {
        const { portraitsOf } = await import('./portraits.ts')
        const { compareStates } = await import('./state-diff.ts')
        const portraits = (): ReturnType<typeof portraitsOf> => portraitsOf(engine)
        const then = checkpoint.look(portraits)
        return compareStates(then, other ? checkpointOf(other).look(portraits) : portraits())
      },
    }
    checkpoints.set(snapshot, checkpoint)
    return snapshot
  }
  let begin = engine.canGoBack ? take() : undefined
  // why it failed is told to whoever waits for it
  ready?.then(
    () => (begin &&= take()),
    () => {},
  )
  return { take, reset: async () => (begin ?? take()).restore() }
}
