// A process as far as it waits and gets signals: the ground under KernelProcess.
import type { Kernel } from './kernel.ts'
import type { KernelProcess } from './kernel-process.ts'
import type { Caller } from './open-file.ts'
import { Interrupted, Killed, type SignalAction, type WaitStatus } from './process.ts'
import { giveWay } from './scheduler.ts'
import { SignalState } from './signal-state.ts'
import { defaultAction, Signal } from './signals.ts'
import { WaitList, type Wake } from './wait-list.ts'

/** ms of processor time that a step of a program is counted as */
const STEP_COST = 0.002

export abstract class SignalledProcess implements Caller {
  readonly pid: number
  readonly kernel: Kernel
  parentProcess: KernelProcess | undefined
  group: number
  session: number
  cpu = 0
  /** since when it has run without waiting, and how many steps it has made since */
  private runsSince: number
  private steps = 0
  stopped = false
  /** wants memory that there is not, and is not killed for that */
  starving = false
  /** Whether a handled signal ends a read: at a shell's prompt. */
  interruptReads = false
  /** set when it has ended */
  status: WaitStatus | undefined
  /** wakes those who wait for it to end or to stop */
  readonly changed: WaitList = new WaitList()
  protected readonly signals: SignalState = new SignalState()
  /** what wakes each of its waits: a server has several at a time */
  private readonly waking: Set<Wake> = new Set()
  /** how many handlers have run: a wait sees that there was a signal although another wait took it */
  private handled = 0

  constructor(kernel: Kernel, pid: number, parent: KernelProcess | undefined) {
    this.kernel = kernel
    this.pid = pid
    this.parentProcess = parent
    this.group = parent?.group ?? pid
    this.session = parent?.session ?? pid
    this.runsSince = kernel.clock.now()
    if (parent) this.signals.inherit(parent.signals)
  }

  /** Ends the process at once; whatever its program still tries throws Killed. */
  abstract end(code: number, signal?: number): void

  // --- waiting

  /** Throws Killed when the process has ended; its program must not go on. */
  protected check(): void {
    if (this.status) throw new Killed(this.status.signal)
  }

  get held(): boolean {
    return this.stopped || this.starving || this.kernel.paused
  }

  wake(): void {
    for (const wake of this.waking) wake()
  }

  /**
   * The one interruptible wait, under all others: until `subscribe`'s argument is called. A fatal signal throws Killed; a
   * handled one runs its handler, then throws Interrupted if that was asked for, else the waiting goes on. A program may
   * have several of them at a time; all of them hear of a signal.
   */
  async block(
    subscribe: (wake: Wake) => Wake | undefined,
    interruptible: boolean = this.interruptReads,
  ): Promise<void> {
    this.countSteps()
    let done = false
    let wakeUp: Wake | undefined
    const wake = (): void => wakeUp?.()
    const cancel = subscribe(() => {
      done = true
      wake()
    })
    const before = this.handled
    this.waking.add(wake)
    try {
      for (;;) {
        this.takeSignals()
        if (!this.held) {
          if (done) return
          if (interruptible && this.handled !== before) throw new Interrupted()
        }
        await new Promise<void>((resolve) => {
          if (done && !this.held) resolve()
          else wakeUp = resolve
        })
      }
    } finally {
      this.waking.delete(wake)
      if (!done) cancel?.()
      this.runsSince = this.kernel.clock.now()
    }
  }

  /** Waits while the process is stopped or the machine paused. */
  hold(): Promise<void> | undefined {
    if (!this.held && this.signals.pending.length === 0) return undefined
    return this.block((wake) => {
      wake()
      return undefined
    })
  }

  tick(): Promise<void> | undefined {
    this.check()
    this.steps++
    this.kernel.steps++
    const turn = giveWay(this.kernel)
    if (!turn) return this.hold()
    return turn.then(() => {
      this.check()
      this.countRun()
      return this.hold()
    })
  }

  /** Who has not waited for anything has run all the time, as far as its machine may. */
  private countRun(): void {
    const now = this.kernel.clock.now()
    if (now === this.runsSince) return
    this.kernel.count(this, this.kernel.share.grant(now - this.runsSince))
    this.runsSince = now
    this.steps = 0
  }

  /** Of who has run too short for the clock to tell, at its next wait or its end. */
  protected countSteps(): void {
    if (this.steps === 0) return
    this.kernel.count(this, this.steps * STEP_COST)
    this.steps = 0
  }

  sleep(ms: number, interruptible: boolean = false): Promise<void> {
    return this.block((wake) => {
      const timer = this.kernel.clock.after(ms, wake)
      return () => timer.cancel()
    }, interruptible)
  }

  async pause(): Promise<void> {
    try {
      await this.block(() => undefined, true)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
    }
  }

  // --- signals

  onSignal(signal: number, action: SignalAction): void {
    this.check()
    if (signal !== Signal.KILL && signal !== Signal.STOP) this.signals.set(signal, action)
  }

  signalNumbers(kind: 'ignored' | 'caught'): number[] {
    return this.signals.numbers(kind)
  }

  isIgnored(signal: number): boolean {
    return this.signals.action(signal) === 'ignore'
  }

  /** @param outside whether the daemon sends it: only then KILL and STOP reach PID 1, as from a parent pid namespace */
  deliver(signal: number, outside: boolean = false): void {
    if (this.status || signal === 0) return
    const isInit = this.pid === this.kernel.init?.pid
    if (signal === Signal.KILL || signal === Signal.STOP) {
      if (isInit && !outside) return
      if (signal === Signal.KILL) this.end(128 + Signal.KILL, Signal.KILL)
      else this.stop()
      return
    }
    if (signal === Signal.CONT) this.continue()
    const action = this.signals.action(signal)
    if (action === 'ignore') return
    if (action === 'default') {
      const effect = defaultAction(signal)
      if (effect === 'ignore' || effect === 'continue' || isInit) return
      if (!this.held) {
        if (effect === 'end') this.end(128 + signal, signal)
        else if (!this.inOrphanedGroup()) this.stop()
        return
      }
    }
    this.signals.add(signal)
    this.wake()
  }

  /** Whether it did something: a signal that is ignored does not. */
  raise(signal: number): boolean {
    if (this.signals.action(signal) === 'ignore') return false
    if (signal === Signal.TTIN && this.inOrphanedGroup()) return false
    this.deliver(signal)
    this.check()
    return true
  }

  /** Terminal stops do not reach a group that no shell looks after (POSIX: orphaned process group). */
  private inOrphanedGroup(): boolean {
    for (const member of this.kernel.processes.values()) {
      const parent = member.group === this.group ? member.parentProcess : undefined
      if (parent && parent.group !== this.group && parent.session === this.session) return false
    }
    return true
  }

  private stop(): void {
    this.stopped = true
    this.changed.wakeAll()
  }

  private continue(): void {
    if (!this.stopped) return
    this.stopped = false
    this.wake()
  }

  /** Runs the handlers of signals that wait. Throws Killed. */
  takeSignals(): void {
    this.check()
    const { pending } = this.signals
    while (pending.length > 0 && !this.held) {
      const signal = pending.shift()!
      const action = this.signals.action(signal)
      if (typeof action === 'function') {
        this.handled++
        action()
      } else this.deliver(signal)
      this.check()
    }
  }
}
