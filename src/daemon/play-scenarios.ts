// Understands scenarios and rules and does what they say: a part that is loaded for a daemon that has some.
import type { RuleSpec } from '../scenario/language.ts'
import type { Plan } from '../scenario/plan.ts'
import { planOf, ruleOf } from '../scenario/read.ts'
import { createRules, type RuleHandle } from '../scenario/rules.ts'
import { stepTable } from '../scenario/steps.ts'
import { give } from './given.ts'
import type { ScenarioOptions, Scenarios, Stagehands } from './scenarios.ts'

/** Checks and plans the scenarios of the options. Throws a ScenarioError. */
export function planScenarios({ scenario = [], steps }: ScenarioOptions): Plan[] {
  const table = stepTable(steps)
  return [scenario].flat().map((one) => planOf(one, table))
}

export function playScenarios(plans: readonly Plan[], options: ScenarioOptions, hands: Stagehands): Scenarios {
  const { engine, interposed, door, touched, report } = hands
  const steps = stepTable(options.steps)
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
  const use = (rule: RuleSpec): RuleHandle => rules.add(ruleOf(rule, `rule ${++used}`, steps))
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
      for (const one of given) await give(one, engine)
      begin()
    })()
    // who does not wait for it is not to be ended by it
    ready.catch(() => {})
  }
  return { plans, rules, ready, use, close: () => rules.close() }
}
