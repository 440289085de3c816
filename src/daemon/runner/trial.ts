// One run of a command beside a daemon of its own: what it did, what it printed, what it asked for.
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { tail } from '../../scenario/journal/received.ts'
import { operationsOf } from '../../scenario/operations.ts'
import { hostNow, hostTimer } from '../../world/real-clock.ts'
import type { StartedDaemon } from '../start.ts'
import { commandEnvironment } from './command-environment.ts'
import { type Ending, HostedCommand } from './hosted-command.ts'

/** How much of what a command prints is kept, in characters: a stack trace with what is around it. */
const KEPT = 65_536
/** ms that an output may stay open behind the end of the command: somebody who left its process group holds it. */
const DRAIN = 500

export interface Trial {
  /** undefined if it had not ended in time */
  readonly ending: Ending | undefined
  readonly seconds: number
  readonly stdout: string
  readonly stderr: string
  /**
   * Whether it asked for what the scenario says that it touches; else whether anything of it has acted; else, where nothing
   * acts, whether anything was asked.
   */
  readonly touched: boolean
  /** The calls, a line each. */
  readonly journal: string
}

export interface TrialOptions {
  readonly command: readonly string[]
  /** ms */
  readonly timeout: number
  /** Whether ports of containers are open on the loopback address. */
  readonly published: boolean
  /** Ends the command before its time. */
  readonly signal: AbortSignal
}

/** The daemon must keep a journal. Rejects with a CannotStart, and with the signal's reason. */
export async function tryCommand(
  daemon: StartedDaemon,
  { command, timeout, published, signal }: TrialOptions,
): Promise<Trial> {
  signal.throwIfAborted()
  const began = hostNow()
  const hosted = await HostedCommand.start(command, {
    env: commandEnvironment(process.env, daemon, published),
    stdio: ['ignore', 'pipe', 'pipe'],
    ownGroup: true,
  })
  const closed = once(hosted.child, 'close')
  const stdout = keep(hosted.child.stdout!)
  const stderr = keep(hosted.child.stderr!)
  const ending = await endingOf(hosted, timeout, signal)
  const seconds = Math.round(hostNow() - began) / 1000
  const asked = { touched: wasTouched(daemon), journal: tail(daemon.journal.entries) }
  await hosted.end()
  const enough = hostTimer(DRAIN, () => {
    hosted.child.stdout!.destroy()
    hosted.child.stderr!.destroy()
  })
  await closed
  enough.cancel()
  signal.throwIfAborted()
  return { ending, seconds, stdout: stdout(), stderr: stderr(), ...asked }
}

/** undefined when the time was over first. */
function endingOf(hosted: HostedCommand, timeout: number, signal: AbortSignal): Promise<Ending | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      timer.cancel()
      signal.removeEventListener('abort', stop)
      resolve(undefined)
    }
    const timer = hostTimer(timeout, stop)
    signal.addEventListener('abort', stop)
    hosted.ended.then((ending) => {
      timer.cancel()
      signal.removeEventListener('abort', stop)
      resolve(ending)
    }, reject)
  })
}

/** Gives the end of what has come. */
function keep(output: Readable): () => string {
  let text = ''
  output.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-KEPT)
  })
  return () => text
}

function wasTouched({ plans, rules, journal }: StartedDaemon): boolean {
  const met = plans.flatMap(({ survives }) => survives?.touches ?? [])
  if (met.length > 0) {
    const operations = operationsOf({ operation: met })
    return journal.entries.some(({ operation }) => operations?.has(operation))
  }
  // a rule that does nothing is there for others that look at it
  const acting = plans.flatMap((plan) => [...plan.rules, ...plan.timeline]).filter(({ steps }) => steps.length > 0)
  return acting.length === 0 ? journal.count > 0 : acting.some(({ name }) => rules.hasActed(name))
}
