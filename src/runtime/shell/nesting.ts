// How deep functions, sourced files and evaluated texts may stand in each other.
import { Killed } from '../process.ts'
import { Signal } from '../signals.ts'
import type { Shell } from './shell.ts'

/** A real shell's stack ends somewhere too, with the same signal. */
const DEEPEST = 2000
/** After so many levels the host's stack is unwound by a wait. */
const UNWIND = 16

/** Runs something one level deeper. */
export async function nested<Result>(shell: Shell, work: () => Promise<Result>): Promise<Result> {
  if (shell.depth >= DEEPEST) {
    shell.process.end(128 + Signal.SEGV, Signal.SEGV)
    throw new Killed(Signal.SEGV)
  }
  if (++shell.depth % UNWIND === 0) await Promise.resolve()
  try {
    return await work()
  } finally {
    shell.depth--
  }
}
