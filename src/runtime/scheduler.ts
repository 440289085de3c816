// Shares the host's one thread: after a slice of work simulated processes let the event loop turn, then machines take turns.
import { setImmediate } from 'node:timers'
import { startStopwatch } from '../world/stopwatch.ts'
import { afterMicrotasks, tellOfWork } from '../world/turns.ts'

type Go = () => void

/** ms that all simulated processes together may work before the host gets a turn */
const SLICE = 8

const watch = startStopwatch()
/** The processes that wait for their turn, by machine; the machine that is first is next. */
const waiting: Map<object, Go[]> = new Map()
/** Whether the slice is used up: whoever makes a step then waits, else many processes would go on for ever, by turns. */
let spent = false
/** Whether there was a step since the event loop turned last. */
let working = false
/** Whether somebody will see to those who wait. */
let coming = false

tellOfWork(() => coming)

function begin(): void {
  beginSlice()
  spent = false
  goOn()
}

function beginSlice(): void {
  watch.restart()
  working = true
  setImmediate(() => {
    working = false
  })
}

/** Lets as many go on as the slice has room for, one after the other: each works until it waits for something. */
function goOn(): void {
  coming = waiting.size > 0
  if (!coming) return
  if (spent || watch.elapsed() >= SLICE) {
    setImmediate(begin)
    return
  }
  takeNext()()
  // after all that it sets off by microtasks
  afterMicrotasks(goOn)
}

/** The first process of the next machine, which is the last one then: a thousand processes of one hold up no other. */
function takeNext(): Go {
  const [machine, queue] = waiting.entries().next().value!
  const next = queue.shift()!
  waiting.delete(machine)
  if (queue.length > 0) waiting.set(machine, queue)
  return next
}

/** One step of work in a machine: a promise to await when the slice is used up. */
export function giveWay(machine: object): Promise<void> | undefined {
  if (!spent) {
    if (!working) beginSlice()
    // looked at in each step: a single one may take long, as a match of a bad pattern does
    if (watch.elapsed() < SLICE) return undefined
    spent = true
  }
  return new Promise((resolve) => {
    if (!coming) setImmediate(begin)
    coming = true
    const queue = waiting.get(machine)
    if (queue) queue.push(resolve)
    else waiting.set(machine, [resolve])
  })
}
