// How a declared program takes signals: it ignores them, says something, or ends.
import { parseDuration } from '../../../codec/duration.ts'
import { Interrupted, type Process } from '../../../runtime/process.ts'
import { signalNumber } from '../../../runtime/signals.ts'
import type { Behaviour, SignalBehaviour } from '../../declared/program-declaration.ts'
import { filled } from './text.ts'

/** ms: longer than any timer may wait */
const LONGEST = 2 ** 31 - 1

export class DeclaredSignals {
  readonly #process: Process
  readonly #waiting: SignalBehaviour[] = []

  constructor(process: Process, declared: NonNullable<Behaviour['signals']>) {
    this.#process = process
    for (const [name, behaviour] of Object.entries(declared)) {
      const number = signalNumber(name)
      if (number === undefined) continue
      const taken = typeof behaviour === 'number' ? { exit: behaviour } : behaviour
      process.onSignal(number, taken === 'ignore' ? 'ignore' : () => this.#waiting.push(taken))
    }
  }

  /** Does what is declared for the signals that have come; the exit code if one of them ends the program. */
  async handle(): Promise<number | undefined> {
    for (let taken = this.#waiting.shift(); taken; taken = this.#waiting.shift()) {
      if (taken.output !== undefined) await this.#process.write(1, filled(this.#process, taken.output))
      if (taken.errors !== undefined) await this.#process.write(2, filled(this.#process, taken.errors))
      if (taken.exit === undefined) continue
      if (taken.after !== undefined) await this.#process.sleep(parseDuration(taken.after) ?? 0)
      return taken.exit
    }
    return undefined
  }

  /** Sleeps so many ms, or until a signal comes. */
  async sleep(ms: number): Promise<void> {
    if (this.#waiting.length > 0) return
    try {
      if (ms > LONGEST) await this.#process.pause()
      else await this.#process.sleep(ms, true)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
    }
  }
}
