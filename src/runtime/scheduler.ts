// Shares the host's one thread: after a slice of work simulated processes let the event loop turn, one of them per turn.
import { setImmediate } from 'node:timers'
import { startStopwatch } from '../world/stopwatch.ts'

/** ms that all simulated processes together may work before the host gets a turn */
const SLICE = 8
/** how many steps pass between two looks at the stopwatch */
const STEPS = 32

const watch = startStopwatch()
const waiting: (() => void)[] = []
let steps = 0

function runNext(): void {
  watch.restart()
  waiting.shift()?.()
  if (waiting.length) setImmediate(runNext)
}

/** One step of work: a promise to await when the slice is used up. */
export function giveWay(): Promise<void> | undefined {
  if (++steps % STEPS !== 0 || watch.elapsed() < SLICE) return undefined
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(runNext)
  })
}
