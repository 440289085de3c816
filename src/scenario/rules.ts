// The rules of a daemon: in order, named, switched on and off, added and taken away while it runs.
import type { Call } from '../api/call.ts'
import type { Interposed } from '../api/dispatch.ts'
import { Cut, type Door, type Doorkeeper } from '../api/wire.ts'
import { ActiveRule, type StepTable } from './active-rule.ts'
import { createFirings } from './firings.ts'
import { createGates, type Gates } from './gates.ts'
import { Lasting } from './lasting.ts'
import { type MatchedRules, matchRules } from './matched-rules.ts'
import type { Surroundings } from './moment.ts'
import type { PlannedEntry, PlannedRule } from './plan.ts'
import { ScenarioError } from './problem.ts'
import { subjectOfEvent } from './subject.ts'
import { startTimeline } from './timeline.ts'

/** How a rule stands. */
export interface RuleReport {
  readonly name: string
  readonly enabled: boolean
  readonly optional: boolean
  readonly hits: number
  /** ms since 1970; undefined if it never fired */
  readonly lastFired: number | undefined
  /** What it has done to the daemon beside its replies: sentences, the latest last. */
  readonly did: readonly string[]
}

/** A rule that can be taken away again. */
export interface RuleHandle extends Disposable {
  readonly name: string
  readonly report: RuleReport
  enable(): void
  disable(): void
  /** Takes it away, and what it has set up for as long as it is there. Who waits in it goes on waiting: `unblock` lets them go. */
  remove(): void
}

export interface Rules {
  /** Before the others, so that it can overrule them; `last` puts it behind. Throws a ScenarioError for a name twice. */
  add(rule: PlannedRule, place?: 'first' | 'last'): RuleHandle
  /** By name; undefined if there is none. */
  find(name: string): RuleHandle | undefined
  /** In their order. */
  list(): RuleReport[]
  /** Those that must fire and never did. */
  unused(): RuleReport[]
  /** Whether a rule or an entry of a timeline has acted, by its name. */
  hasActed(name: string): boolean
  /** Lets a timeline run from now on. */
  begin(entries: readonly PlannedEntry[]): void
  readonly gates: Gates
  /** Hears of each firing. Returns how to stop. */
  listen(listener: (rule: RuleReport) => void): () => void
  close(): void
}

export interface RulesOptions extends Surroundings {
  readonly steps: StepTable
  /** Where the rules stand in the way of calls. Empty while there are none. */
  readonly interposed: Interposed
  readonly door: Door
  /** Hears of each rule that begins to act on a call. */
  readonly touched?: ((rule: string, call: Call) => void) | undefined
  /** Hears of what a step threw where no client is waiting. */
  readonly report?: ((error: unknown) => void) | undefined
}

export function createRules(options: RulesOptions): Rules {
  const { clock, random, steps, interposed, door, report } = options
  const began = clock.now()
  const ending = new AbortController()
  const ofTimelines = new Lasting()
  const firings = createFirings()
  const listeners = new Set<(rule: RuleReport) => void>()
  let rules: readonly ActiveRule[] = []
  let added = 0
  let unhear: (() => void) | undefined

  const theatre = {
    get engine() {
      return options.engine
    },
    clock,
    controls: options.controls,
    gates: createGates(),
    ending: ending.signal,
    steps,
    circumstances: {
      get elapsed() {
        return clock.now() - began
      },
      hasFired: firings.has,
    },
    note(rule: ActiveRule, call: Call | undefined) {
      if (call) options.touched?.(rule.plan.name, call)
      firings.note(rule.plan.name)
      for (const listener of listeners) listener(reportOf(rule))
    },
  }

  const put = (changed: readonly ActiveRule[]): void => {
    rules = changed
    const matched = rules.length > 0 ? matchRules(rules, () => options.engine) : undefined
    interposed.find = matched?.between
    door.ask = matched && matched.atDoor.length > 0 ? doorkeeper(matched.atDoor) : undefined
    unhear?.()
    unhear = matched && matched.onEvent.length > 0 ? hear(matched.onEvent) : undefined
  }

  /** All that fit, one after the other, before the connection comes in. */
  const doorkeeper =
    (atDoor: MatchedRules['atDoor']): Doorkeeper =>
    (arrival) => {
      const firing = atDoor.filter(({ rule, fits }) => fits(arrival) && rule.fires())
      if (firing.length === 0) return undefined
      return (async () => {
        for (const { rule } of firing) await rule.run(rule.moment({ arrival }))
      })()
    }

  const hear = (onEvent: MatchedRules['onEvent']): (() => void) =>
    options.engine.world.events.overhear((event) => {
      for (const { rule, fits } of onEvent) {
        if (!fits(event, options.engine) || !rule.fires()) continue
        const container = subjectOfEvent(options.engine, event).containers[0]
        rule.run(rule.moment({ event, container })).catch(missed)
      }
    })

  const missed = (error: unknown): void => {
    if (!ending.signal.aborted && !(error instanceof Cut)) report?.(error)
  }

  const handleOf = (rule: ActiveRule): RuleHandle => {
    const remove = (): void => {
      if (rules.includes(rule)) put(rules.filter((other) => other !== rule))
      rule.lasting.takeBack()
    }
    return {
      name: rule.plan.name,
      get report() {
        return reportOf(rule)
      },
      enable: () => void (rule.enabled = true),
      disable: () => void (rule.enabled = false),
      remove,
      [Symbol.dispose]: remove,
    }
  }

  return {
    gates: theatre.gates,
    add(plan, place = 'first') {
      if (rules.some((rule) => rule.plan.name === plan.name)) {
        throw new ScenarioError([{ path: ['name'], sentence: `is taken: there is a rule "${plan.name}" already` }])
      }
      const rule = new ActiveRule(plan, theatre, random.fork(`rule ${++added}`))
      put(place === 'first' ? [rule, ...rules] : [...rules, rule])
      return handleOf(rule)
    },
    find(name) {
      const rule = rules.find(({ plan }) => plan.name === name)
      return rule && handleOf(rule)
    },
    list: () => rules.map(reportOf),
    hasActed: firings.has,
    begin(entries) {
      startTimeline(entries, {
        stage: theatre,
        steps,
        random: random.fork('timeline'),
        firings,
        lasting: ofTimelines,
        missed,
      })
    },
    unused: () => rules.filter(({ hits, plan, enabled }) => hits === 0 && enabled && !plan.optional).map(reportOf),
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      for (const { lasting } of rules) lasting.takeBack()
      ofTimelines.takeBack()
      put([])
      // not a defect: whoever waits is cut off
      ending.abort(new Cut('close'))
    },
  }
}

const reportOf = ({ plan, enabled, hits, lastFired, lasting }: ActiveRule): RuleReport => ({
  name: plan.name,
  enabled,
  optional: plan.optional,
  hits,
  lastFired,
  did: [...lasting.told],
})
