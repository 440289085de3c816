// Letting the event loop turn until whoever can go on without time passing has done so. The host's functions are taken by
// import, not from `process`: a test's fake timers may be there before the daemon is.
import { nextTick } from 'node:process'
import { setImmediate } from 'node:timers'

/** Turns that are always taken: what one piece of work sets off may need some of its own. */
const FEWEST = 4
/** Turns after which nobody waits any longer for work that has no end. */
const MOST = 100

let working = (): boolean => false

/** Who shares out the work of simulated processes says how to know that some of it is left. */
export function tellOfWork(isLeft: () => boolean): void {
  working = isLeft
}

/** Resolves in the next turn of the event loop, when it has looked at its sockets. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** Resolves when all that can run without time passing has run; a busy loop is waited for in vain, and not for long. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < FEWEST || (turn < MOST && working()); turn++) {
    await nextTurn()
  }
}

/** Runs it as the next microtask. Not by `queueMicrotask`, which a test's fake timers may have taken away. */
export const inMicrotask = (run: () => void): void => void Promise.resolve().then(run)

/** Runs it when all microtasks are done: a tick that is asked for in one comes behind them. */
export const afterMicrotasks = (run: () => void): void => inMicrotask(() => nextTick(run))
