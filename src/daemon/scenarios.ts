// What a daemon has of scenarios: their settings, what is given, its rules.
import type { Call } from '../api/call.ts'
import type { Interposed } from '../api/dispatch.ts'
import type { Door } from '../api/wire.ts'
import type { Engine } from '../engine/engine.ts'
import type { Controls } from '../scenario/controls.ts'
import type { RuleSpec, ScenarioSpec } from '../scenario/language.ts'
import type { Plan } from '../scenario/plan.ts'
import { createRules, type RuleHandle, type Rules } from '../scenario/rules.ts'
import type { Step } from '../scenario/step.ts'
import type { Clock } from '../world/clock.ts'
import { clockOf } from './clock-flags.ts'
import type * as ScenarioLanguage from './scenario-language.ts'

export interface ScenarioOptions {
  /** Faults that are written down: what the daemon does other than it should, and when. */
  readonly scenario?: ScenarioSpec | readonly ScenarioSpec[] | undefined
  /** Rules of their own, before those of the scenario. */
  readonly rules?: readonly RuleSpec[] | undefined
  /** Steps of your own for `do`, by their names. */
  readonly steps?: Readonly<Record<string, Step>> | undefined
}

/** There if the options have anything to do with scenarios or rules. */
type Language = typeof ScenarioLanguage | undefined

/** Checks and plans the scenarios of the options. Throws a ScenarioError. */
export function plansOf({ scenario = [], steps }: ScenarioOptions, language: Language): Plan[] {
  const specs = [scenario].flat()
  if (specs.length === 0) return []
  const { planOf, stepTable } = known(language)
  const table = stepTable(steps)
  return specs.map((one) => planOf(one, table))
}

function known(language: Language): typeof ScenarioLanguage {
  if (language === undefined) throw new Error('this daemon was started without the language of rules')
  return language
}

interface Settings {
  readonly engine?: string | undefined
  readonly storageDriver?: string | undefined
  readonly seed?: string | undefined
  readonly clock?: Clock | undefined
}

/** What the options leave open is as the first scenario wants it that says something. */
export function settled<Options extends Settings>(options: Options, plans: readonly Plan[]): Options {
  const wanted = <Key extends keyof Plan>(key: Key): Plan[Key] | undefined =>
    plans.find((plan) => plan[key] !== undefined)?.[key]
  return {
    ...options,
    engine: options.engine ?? wanted('engine'),
    storageDriver: options.storageDriver ?? wanted('storage'),
    seed: options.seed ?? wanted('seed'),
    clock: options.clock ?? clockOfPlan(wanted('clock')),
  }
}

/** Undefined for the time of the host. Throws an Error with a sentence for what is no time. */
export function clockOfPlan(spec: Plan['clock']): Clock | undefined {
  if (spec === undefined) return undefined
  const { time, scale, start } = typeof spec === 'string' ? { time: spec } : { ...spec }
  return clockOf({ time, 'time-scale': scale === undefined ? undefined : String(scale), 'time-start': start })
}

/** The places where scenarios come in; both cost one look while there are none. */
export interface Openings {
  readonly interposed: Interposed
  readonly door: Door
}

export const openings = (): Openings => ({ interposed: { find: undefined }, door: { ask: undefined } })

export interface Scenarios {
  readonly plans: readonly Plan[]
  readonly rules: Rules
  /** When all is there that the scenarios give, and their rules are in force; rejects with a sentence. */
  readonly ready: Promise<void>
  /** Throws a ScenarioError for a rule that cannot be. */
  use(rule: RuleSpec): RuleHandle
  close(): void
}

export interface Stagehands extends Openings {
  readonly engine: Engine
  readonly language: Language
  readonly controls: Controls
  readonly touched: (rule: string, call: Call) => void
  readonly report: ((error: unknown) => void) | undefined
}

export function createScenarios(plans: readonly Plan[], options: ScenarioOptions, hands: Stagehands): Scenarios {
  const { engine, language, interposed, door, touched, report } = hands
  const steps = language?.stepTable(options.steps) ?? new Map()
  const { clock, random } = engine.world
  const rules = createRules({
    engine,
    clock,
    random: random.fork('rules'),
    controls: hands.controls,
    steps,
    interposed,
    door,
    touched,
    report,
  })
  let used = 0
  const use = (rule: RuleSpec): RuleHandle => rules.add(known(language).ruleOf(rule, `rule ${++used}`, steps))
  const begin = (): void => {
    for (const rule of [...(options.rules ?? [])].reverse()) use(rule)
    for (const plan of plans) for (const rule of plan.rules) rules.add(rule, 'last')
    for (const plan of plans) rules.begin(plan.timeline)
  }
  const given = plans.flatMap((plan) => plan.given ?? [])
  let ready = Promise.resolve()
  if (given.length === 0) begin()
  else {
    ready = (async () => {
      for (const one of given) await known(language).give(one, engine)
      begin()
    })()
    // who does not wait for it is not to be ended by it
    ready.catch(() => {})
  }
  return { plans, rules, ready, use, close: () => rules.close() }
}
