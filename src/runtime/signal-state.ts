// What a process has arranged for its signals, and which of them wait to be handled.
import type { SignalAction } from './process.ts'

export class SignalState {
  private actions: Map<number, SignalAction> | undefined
  /** in the order of their coming, each number once */
  readonly pending: number[] = []

  action(signal: number): SignalAction {
    return this.actions?.get(signal) ?? 'default'
  }

  set(signal: number, action: SignalAction): void {
    if (action === 'default') this.actions?.delete(signal)
    else (this.actions ??= new Map()).set(signal, action)
  }

  add(signal: number): void {
    if (!this.pending.includes(signal)) this.pending.push(signal)
  }

  /** What a new program keeps: that a signal is ignored, no handler. */
  forget(): void {
    for (const [signal, action] of this.actions ?? []) if (action !== 'ignore') this.actions!.delete(signal)
  }

  inherit(from: SignalState): void {
    for (const [signal, action] of from.actions ?? []) if (action === 'ignore') this.set(signal, 'ignore')
  }

  /** Numbers that are ignored, and those that have a handler; for /proc/<pid>/status. */
  numbers(kind: 'ignored' | 'caught'): number[] {
    const wanted: number[] = []
    for (const [signal, action] of this.actions ?? []) {
      if ((action === 'ignore') === (kind === 'ignored')) wanted.push(signal)
    }
    return wanted
  }
}
