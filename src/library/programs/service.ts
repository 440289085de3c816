// What simulated servers have in common: they wait for a signal, have children with titles, and write dates.
import { civil } from '../../codec/calendar.ts'
import type { Child, Credentials, Process } from '../../runtime/process.ts'

export const SIGHUP = 1
export const SIGINT = 2
export const SIGQUIT = 3
export const SIGUSR1 = 10
export const SIGPIPE = 13
export const SIGTERM = 15
export const SIGCHLD = 17

/** Signals as they come, in their order; from now on they do not end the process any more. */
export function incomingSignals(process: Process, signals: readonly number[]): () => Promise<number> {
  const waiting: number[] = []
  for (const signal of signals) process.onSignal(signal, () => waiting.push(signal))
  return async () => {
    while (waiting.length === 0) await process.pause()
    return waiting.shift()!
  }
}

/** Set for a child that has nothing to do. */
const TITLED = 'MOCKERD_IDLE_CHILD'

/** Starts a child that does nothing but be there under a title, until it gets a signal. */
export function spawnTitled(process: Process, executable: string, title: string, user?: Credentials): Child {
  const env = { ...process.env, [TITLED]: '1' }
  return process.spawn([executable], { title, env, ...(user ? { user } : {}) })
}

/** What such a child runs; undefined for any other process. */
export function runTitled(process: Process): Promise<number> | undefined {
  if (process.env[TITLED] === undefined) return undefined
  const next = incomingSignals(process, [SIGINT, SIGQUIT, SIGTERM])
  return next().then(() => 0)
}

const two = (value: number): string => String(value).padStart(2, '0')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The parts of a moment that log lines are made of; `month` is a name, all else has leading zeros. */
export function logTime(ms: number): Record<'date' | 'time' | 'millis' | 'day' | 'month' | 'year', string> {
  const at = civil(ms / 1000)
  return {
    date: `${at.year}-${two(at.month)}-${two(at.day)}`,
    time: `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`,
    millis: String(Math.floor(ms) % 1000).padStart(3, '0'),
    day: two(at.day),
    month: months[at.month - 1]!,
    year: String(at.year),
  }
}
