// What a daemon has of scenarios: its rules, and the ways to add some.
import type { Interposed } from '../api/dispatch.ts'
import type { Door } from '../api/wire.ts'
import type { Engine } from '../engine/engine.ts'
import type { RuleSpec, ScenarioSpec } from '../scenario/language.ts'
import type { Plan } from '../scenario/plan.ts'
import { planOf, ruleOf } from '../scenario/read.ts'
import { createRules, type RuleHandle, type Rules } from '../scenario/rules.ts'
import type { Step } from '../scenario/step.ts'
import { stepTable } from '../scenario/steps.ts'

export interface ScenarioOptions {
  /** Faults that are written down: what the daemon does other than it should, and when. */
  readonly scenario?: ScenarioSpec | readonly ScenarioSpec[] | undefined
  /** Rules of their own, before those of the scenario. */
  readonly rules?: readonly RuleSpec[] | undefined
  /** Steps of your own for `do`, by their names. */
  readonly steps?: Readonly<Record<string, Step>> | undefined
  readonly report?: ((error: unknown) => void) | undefined
}

/** The places where scenarios come in; both cost one look while there are none. */
export interface Openings {
  readonly interposed: Interposed
  readonly door: Door
}

export const openings = (): Openings => ({ interposed: { find: undefined }, door: { ask: undefined } })

export interface Scenarios {
  readonly rules: Rules
  readonly plans: readonly Plan[]
  /** Throws a ScenarioError for a rule that cannot be. */
  use(rule: RuleSpec): RuleHandle
  close(): void
}

/** Checks and plans the scenarios of the options. Throws a ScenarioError. */
export function plansOf({ scenario = [], steps }: ScenarioOptions): Plan[] {
  const table = stepTable(steps)
  return [scenario].flat().map((one) => planOf(one, table))
}

export function createScenarios(
  plans: readonly Plan[],
  engine: Engine,
  { interposed, door }: Openings,
  options: ScenarioOptions,
): Scenarios {
  const steps = stepTable(options.steps)
  const { clock, random } = engine.world
  const rules = createRules({
    engine,
    clock,
    random: random.fork('rules'),
    controls: {},
    steps,
    interposed,
    door,
    report: options.report,
  })
  let used = 0
  const use = (rule: RuleSpec): RuleHandle => rules.add(ruleOf(rule, `rule ${++used}`, steps))
  for (const rule of [...(options.rules ?? [])].reverse()) use(rule)
  for (const plan of plans) for (const rule of plan.rules) rules.add(rule, 'last')
  return { rules, plans, use, close: () => rules.close() }
}
