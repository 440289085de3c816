// The signals of a daemon in the foreground: the end, by and by or at once; SIGHUP and SIGUSR1, for as long as it runs.
import type { Logger } from '../../world/logger.ts'
import { signalText } from './signal-text.ts'

export interface Signals {
  /** Resolves with the first signal that asks it to end. */
  readonly ending: Promise<void>
  /** From here on SIGHUP and SIGUSR1 do this. */
  handle(handlers: SignalHandlers): void
  /** They do again what they do in any process. */
  stop(): void
}

export interface SignalHandlers {
  readonly SIGHUP: () => void
  readonly SIGUSR1: () => void
  readonly SIGQUIT: () => void
}

/** So many ask for the end; one more forces it (moby daemon/command/trap). */
const PATIENCE = 3

/**
 * differs: the second SIGINT ends it at once, as a person at a terminal expects; dockerd waits for the fourth.
 *
 * @param force leaves nothing behind of the process, with this exit code
 */
export function catchSignals(logger: Logger, force: (code: number) => void): Signals {
  let end = (): void => {}
  const ending = new Promise<void>((resolve) => {
    end = resolve
  })
  const caught = new Map<NodeJS.Signals, () => void>()
  const on = (signal: NodeJS.Signals, run: () => void): void => {
    caught.set(signal, run)
    process.on(signal, run)
  }
  let asked = 0
  let interrupts = 0
  const onEnding = (number: number): void => {
    logger.log('info', `Processing signal '${signalText(number)}'`)
    const isImpatient = number === SIGINT && interrupts++ > 0
    if (asked < PATIENCE && !isImpatient) {
      asked++
      end()
      return
    }
    const count = isImpatient ? interrupts : PATIENCE
    logger.log('info', `Forcing docker daemon shutdown without cleanup; ${count} interrupts received`)
    force(128 + number)
  }
  on('SIGINT', () => onEnding(SIGINT))
  on('SIGTERM', () => onEnding(SIGTERM))
  return {
    ending,
    handle(handlers) {
      for (const signal of ['SIGHUP', 'SIGUSR1', 'SIGQUIT'] as const) on(signal, handlers[signal])
    },
    stop() {
      for (const [signal, run] of caught) process.off(signal, run)
    },
  }
}

const SIGINT = 2
const SIGTERM = 15
