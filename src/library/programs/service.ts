// What simulated servers have in common: they wait for a signal, have children with titles, and write dates.
import { civil } from '../../codec/calendar.ts'
import { type Child, type Credentials, Interrupted, type Process } from '../../runtime/process.ts'
import { FileError } from '../../storage/file-error.ts'

export const SIGHUP = 1
export const SIGINT = 2
export const SIGQUIT = 3
export const SIGUSR1 = 10
export const SIGPIPE = 13
export const SIGTERM = 15
export const SIGCHLD = 17
export const SIGWINCH = 28

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

/** Tells one who waits for a signal (`waitForSignal`), if there is one and it still does. */
export function tell(process: Process, pid: number): void {
  if (!pid) return
  try {
    process.kill(pid, SIGUSR1)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}

/** ms that the starter of a server waits for it. */
const PATIENCE = 60_000

/** The server tells with a signal that it is ready or gone; the end of a child is one, too. */
export async function waitForSignal(process: Process): Promise<void> {
  for (const signal of [SIGUSR1, SIGCHLD]) process.onSignal(signal, () => {})
  try {
    await process.sleep(PATIENCE, true)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
  }
}

/** Removes a file if it can. */
export function removeFile(process: Process, path: string): void {
  try {
    process.files.unlink(path)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
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
