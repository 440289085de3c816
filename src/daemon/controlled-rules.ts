// The rules of a daemon as the control API sees them: added, played, run while the daemon does.
import { readYaml, YamlProblem } from '../codec/located-yaml.ts'
import type { ControlledRules } from '../control/controlled.ts'
import type { Engine } from '../engine/engine.ts'
import type { StepTable } from '../scenario/active-rule.ts'
import type { RuleSpec, ScenarioSpec } from '../scenario/language.ts'
import type { Plan, PlannedRule } from '../scenario/plan.ts'
import { ScenarioError } from '../scenario/problem.ts'
import { parseScenarios, planOf, ruleOf } from '../scenario/read.ts'
import type { RuleHandle, Rules } from '../scenario/rules.ts'
import type { Clock } from '../world/clock.ts'
import { conflict, invalid } from '../world/refusal.ts'
import { SteerableClock } from '../world/steerable-clock.ts'
import { give } from './given.ts'
import { clockOfPlan, type Scenarios } from './scenarios.ts'

export interface RuleParts {
  readonly engine: Engine
  readonly scenarios: Scenarios
  readonly steps: StepTable
}

export function controlledRules(parts: RuleParts): ControlledRules {
  const { steps } = parts
  const { rules } = parts.scenarios
  const added = new Set<RuleHandle>()
  let count = 0
  const add = (planned: readonly PlannedRule[]): RuleHandle[] => {
    const handles = checked(() => addAll(rules, planned))
    for (const handle of handles) added.add(handle)
    return handles
  }
  return {
    list: () => rules.list(),
    unused: () => rules.unused(),
    find: (name) => rules.find(name),
    async add(source) {
      const value = (await valueIn(source)) as RuleSpec
      return add([checked(() => ruleOf(value, `control: rule ${++count}`, steps))])[0]!
    },
    async play(source) {
      const scenarios = await scenariosOf(source, parts)
      const plans = checked(() => scenarios.map((one) => planOf(one, steps, titleOf(one) ?? `control: ${++count}`)))
      for (const plan of plans) refuseMisfit(plan, parts)
      for (const { given } of plans) if (given) await makeThere(given, parts)
      const handles = add(plans.flatMap((plan) => plan.rules))
      for (const { clock, timeline } of plans) {
        steer(clock, parts.engine.world.clock)
        rules.begin(timeline)
      }
      return handles
    },
    run(source) {
      const timeline = [{ at: '0s', do: source as RuleSpec['do'] }]
      rules.begin(checked(() => planOf({ timeline }, steps, `control: ${++count}`)).timeline)
    },
    removeAdded() {
      for (const handle of added) handle.remove()
      added.clear()
    },
  }
}

/** Makes what `given` of a scenario says. */
export const givenIn =
  (parts: RuleParts) =>
  async (source: unknown): Promise<void> => {
    const value = { given: await valueIn(source) } as ScenarioSpec
    await makeThere(checked(() => planOf(value, parts.steps)).given!, parts)
  }

/** Of what may turn out to be no scenario at all. */
const titleOf = (scenario: ScenarioSpec | null): string | undefined => scenario?.name

/** All of them before the rules that are there, in their order; or none. */
function addAll(rules: Rules, planned: readonly PlannedRule[]): RuleHandle[] {
  const handles: RuleHandle[] = []
  try {
    for (const rule of planned.toReversed()) handles.unshift(rules.add(rule))
    return handles
  } catch (error) {
    for (const handle of handles) handle.remove()
    throw error
  }
}

/** A daemon that runs cannot become another engine, and the host's clock cannot be steered. */
function refuseMisfit({ engine, clock }: Plan, { engine: own }: RuleParts): void {
  if (engine !== undefined && engine !== own.persona.name) {
    throw conflict(`the scenario wants engine ${engine}, this daemon is ${own.persona.name}`)
  }
  if (clock !== undefined && !(own.world.clock instanceof SteerableClock)) {
    throw conflict("the scenario has a clock, and the daemon's clock is one that cannot be steered")
  }
  timeOf(clock)
}

/** Throws a Refusal for what is no time. */
function timeOf(spec: Plan['clock']): Clock | undefined {
  try {
    return clockOfPlan(spec)
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

/** As the clock would be of a daemon that begins with the scenario. */
function steer(spec: Plan['clock'], clock: Clock): void {
  if (spec === undefined || !(clock instanceof SteerableClock)) return
  const wanted = timeOf(spec)
  if (wanted && typeof spec === 'object' && spec.start !== undefined) clock.jump(wanted.now() - clock.now())
  clock.rate = wanted instanceof SteerableClock ? wanted.rate : 1
  clock.skips = wanted instanceof SteerableClock && wanted.skips
}

async function makeThere(given: NonNullable<Plan['given']>, { engine }: RuleParts): Promise<void> {
  try {
    await give(given, engine)
  } catch (error) {
    throw conflict((error as Error).message)
  }
}

async function scenariosOf(source: unknown, { steps }: RuleParts): Promise<ScenarioSpec[]> {
  if (typeof source !== 'string') return [source as ScenarioSpec]
  try {
    return await parseScenarios(source, 'the body', steps)
  } catch (error) {
    throw error instanceof ScenarioError ? invalid(error.message) : error
  }
}

/** A value as it is, or the only document of a text in YAML. */
async function valueIn(source: unknown): Promise<unknown> {
  if (typeof source !== 'string') return source
  try {
    const [document, ...more] = await readYaml(source)
    if (!document || more.length > 0) throw invalid('the body must be one document')
    return document.value
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    throw invalid(`the body:${error.place.line}:${error.place.column}: ${error.message}`)
  }
}

function checked<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw error instanceof ScenarioError ? invalid(error.message) : error
  }
}
