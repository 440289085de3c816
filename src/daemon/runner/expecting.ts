// Watches what scenarios expect while a command runs: some of it must come true in time, the rest at the end.
import { parseDuration } from '../../codec/duration.ts'
import { checkExpectations, type Evidence, type Verdict } from '../../scenario/expectations.ts'
import type { ExpectationSpec } from '../../scenario/language.ts'
import type { Happening } from '../../world/events.ts'
import type { Daemon } from '../daemon.ts'

export interface Expecting {
  /** What has become of each expectation, in their order. Nothing is watched any more. */
  finish(): readonly Verdict[]
}

/** From now on, by the daemon's clock. The daemon must keep a journal. */
export function expectOf(daemon: Pick<Daemon, 'engine' | 'journal' | 'plans'>): Expecting {
  const { engine, journal, plans } = daemon
  const events: Happening[] = []
  const evidence: Evidence = {
    engine,
    events,
    get requests() {
      return journal.entries
    },
  }
  const check = (one: ExpectationSpec): Verdict => checkExpectations([one], evidence)[0]!
  const expectations = plans.flatMap(({ expect }) => expect)
  const settled = new Map<ExpectationSpec, Verdict>()
  const timers = expectations.flatMap((one) => {
    const ms = one.within === undefined ? undefined : parseDuration(one.within)
    if (ms === undefined) return []
    return [engine.world.clock.after(ms, () => settled.has(one) || settled.set(one, check(one)))]
  })
  const passing = expectations.filter(isPassing)
  const unhear = engine.world.events.overhear((event) => {
    events.push(event)
    for (const one of passing) {
      if (settled.has(one)) continue
      const verdict = check(one)
      if (verdict.met) settled.set(one, verdict)
    }
  })
  return {
    finish() {
      unhear()
      for (const timer of timers) timer.cancel()
      return expectations.map((one) => settled.get(one) ?? check(one))
    },
  }
}

/** Whether it is enough that it was so at some moment: a container that ran in time may be gone again. */
const isPassing = ({ within, state }: ExpectationSpec): boolean =>
  within !== undefined && state !== undefined && state.exists !== false
