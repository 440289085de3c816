// `mockerd explain`: prints what scenarios would do, without doing it.
import { parseArgs } from 'node:util'
import { explainPlan } from '../scenario/explain.ts'
import { planScenario } from '../scenario/plan.ts'
import { languageSchema } from '../scenario/scenario-shape.ts'
import { builtInSteps } from '../scenario/steps.ts'
import { loadScenarios } from './load-scenarios.ts'

export const explainHelp = `Usage:  mockerd explain [OPTIONS] FILE...

Print in plain sentences what the scenarios of the files would do, without running them. Those that come along
(docs/scenarios.md) are meant by name, as pull/enospc.

Options:
      --json     Print the plans as JSON
      --schema   Print the JSON Schema of scenarios, for editors
  -h, --help     Print this help and quit
`

/** Gives what is to be printed. Throws an Error with sentences for files that are no scenarios, or for wrong options. */
export async function explainCommand(args: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' }, schema: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return explainHelp
  if (values.schema) return `${JSON.stringify(languageSchema(builtInSteps), null, 2)}\n`
  if (positionals.length === 0) throw new Error("name at least one file\nSee 'mockerd explain --help'.")
  const plans = (await loadScenarios(positionals)).map((scenario) => planScenario(scenario))
  if (values.json) return `${JSON.stringify(plans, null, 2)}\n`
  return plans.map((plan) => explainPlan(plan, builtInSteps)).join('\n')
}
