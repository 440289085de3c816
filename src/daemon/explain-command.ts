// `mockerd explain`: prints what scenarios would do, without doing it.
import { explainPlan } from '../scenario/explain.ts'
import { planScenario } from '../scenario/plan.ts'
import { languageSchema } from '../scenario/scenario-shape.ts'
import { builtInSteps } from '../scenario/steps.ts'
import { loadScenarios } from './load-scenarios.ts'
import { misused, readSubcommand } from './options/subcommand.ts'

const explain = {
  name: 'explain',
  usage: '[OPTIONS] FILE...',
  does: [
    'Print in plain sentences what the scenarios of the files would do, without running them. Those that come along',
    '(docs/scenarios.md) are meant by name, as pull/enospc.',
  ].join('\n'),
  takesWords: true,
  options: {
    json: { kind: 'bool', help: 'Print the plans as JSON' },
    schema: { kind: 'bool', help: 'Print the JSON Schema of scenarios, for editors' },
  },
} as const

/** Gives what is to be printed. Throws an Error with sentences for files that are no scenarios, or for wrong options. */
export async function explainCommand(args: readonly string[]): Promise<string> {
  const given = readSubcommand(explain, args)
  if (!given) return ''
  const { options, words } = given
  if (options.schema) return `${JSON.stringify(languageSchema(builtInSteps), null, 2)}\n`
  if (words.length === 0) throw misused(explain, 'name at least one file')
  const plans = (await loadScenarios(words)).map((scenario) => planScenario(scenario))
  if (options.json) return `${JSON.stringify(plans, null, 2)}\n`
  return plans.map((plan) => explainPlan(plan, builtInSteps)).join('\n')
}
