// The daemon of one test: it can be steered and controlled, it remembers what it was asked, and its rules must fire.

import { tail } from '../scenario/journal/received.ts'
import type { RuleSpec } from '../scenario/language.ts'
import type { RuleHandle } from '../scenario/rules.ts'
import type { Clock } from '../world/clock.ts'
import { SteerableClock } from '../world/steerable-clock.ts'
import { type StartedDaemon, type StartOptions, startDaemon } from './start.ts'

/** Those of `startDaemon`; a clock may be made anew for each test. */
export interface TestOptions<C extends Clock = SteerableClock> extends Omit<StartOptions, 'clock'> {
  /** Its time: one clock, or a function that makes one for each test. The host's, to be steered, if left out. */
  readonly clock?: C | (() => C) | undefined
}

/** A daemon for one test. */
export interface DaemonUnderTest<C extends Clock = SteerableClock> extends StartedDaemon {
  readonly clock: C
  /** As it was at its beginning: without the state, the rules and the calls of the test before. Time goes on. */
  renew(): Promise<void>
  /** Throws an Error that names the rules that should have fired in this test and never did. */
  expectRulesUsed(): void
  /** What it was asked last, a line for each call. */
  lastCalls(): string
}

/**
 * Starts a daemon whose journal, control API and steerable clock are there unless the options say otherwise. Rules of
 * `use` and of the option `rules` must fire unless they are `optional`, those of a scenario if it is `strict`.
 */
export async function startForTest<C extends Clock = SteerableClock>(
  options: TestOptions<C> = {},
): Promise<DaemonUnderTest<C>> {
  const { clock, rules = [], ...rest } = options
  const daemon = await startDaemon({ control: true, ...rest, clock: typeof clock === 'function' ? clock() : clock })
  const used: RuleHandle[] = []
  const pace =
    daemon.clock instanceof SteerableClock ? { rate: daemon.clock.rate, skips: daemon.clock.skips } : undefined
  const use = (rule: RuleSpec): RuleHandle => {
    const handle = daemon.use(rule)
    used.push(handle)
    return handle
  }
  const begin = (): void => {
    for (const rule of rules.toReversed()) use(rule)
  }
  begin()
  const lenient = new Set(daemon.plans.flatMap((plan) => (plan.strict ? [] : plan.rules.map(({ name }) => name))))
  const lastCalls = (): string => {
    const { entries } = daemon.journal
    return entries.length === 0 ? 'Docker was not called.' : `The last calls to Docker:\n${tail(entries)}`
  }
  return {
    ...daemon,
    clock: daemon.clock as C,
    use,
    async renew() {
      for (const rule of used.splice(0)) rule.remove()
      if (pace && daemon.clock instanceof SteerableClock) Object.assign(daemon.clock, pace)
      await daemon.reset()
      daemon.journal.clear()
      begin()
    },
    expectRulesUsed() {
      const idle = used.filter(({ report }) => report.enabled && !report.optional && report.hits === 0)
      const others = daemon.rules.unused().filter(({ name }) => !lenient.has(name))
      const names = new Set([...idle, ...others].map(({ name }) => name))
      if (names.size === 0) return
      const list = Array.from(names, (name) => JSON.stringify(name)).join(', ')
      throw new Error(`never fired: ${list} (a rule with "optional: true" need not)\n${lastCalls()}`)
    },
    lastCalls,
  }
}
