// Traps: commands that a shell runs when a signal comes or when it ends.
import type { KernelProcess } from '../kernel-process.ts'
import { signalNumber } from '../signals.ts'

export class Traps {
  /** action by signal name; an empty one ignores the signal */
  private readonly actions: Map<string, string> = new Map()
  /** names of signals that have come and whose action has not run yet */
  readonly pending: string[] = []
  /** Whether an action runs now. */
  running = false
  private readonly process: KernelProcess

  constructor(process: KernelProcess) {
    this.process = process
  }

  get size(): number {
    return this.actions.size
  }

  get(name: string): string | undefined {
    return this.actions.get(name)
  }

  entries(): [string, string][] {
    const number = ([name]: [string, string]): number => signalNumber(name) ?? 99
    return [...this.actions].sort((one, other) => number(one) - number(other))
  }

  /** @param action undefined to take the default again */
  set(name: string, action: string | undefined): void {
    if (action === undefined) this.actions.delete(name)
    else this.actions.set(name, action)
    const number = signalNumber(name)
    if (number === undefined || number === 0) return
    if (action === undefined) this.process.onSignal(number, 'default')
    else if (action === '') this.process.onSignal(number, 'ignore')
    else this.process.onSignal(number, () => void this.pending.push(name))
  }

  remove(name: string): string | undefined {
    const action = this.actions.get(name)
    this.actions.delete(name)
    return action
  }

  /** A subshell keeps only what is ignored. */
  inherit(from: Traps): void {
    for (const [name, action] of from.actions) if (action === '') this.actions.set(name, '')
  }
}
