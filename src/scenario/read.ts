// Reads scenarios: files in YAML or JSON, and values of a program.
import { readFile } from 'node:fs/promises'
import { type LocatedValue, readYaml, YamlProblem } from '../codec/located-yaml.ts'
import type { Path } from '../codec/shape.ts'
import type { StepTable } from './active-rule.ts'
import type { RuleSpec, ScenarioSpec } from './language.ts'
import { type Plan, type PlannedRule, planRule, planScenario } from './plan.ts'
import { type Problem, ScenarioError } from './problem.ts'
import { ruleShape, scenarioShape } from './scenario-shape.ts'

/**
 * The scenarios of a file, one for each document of it. Rejects with a ScenarioError that says everything that is wrong
 * with line and column, and with an Error if the file cannot be read.
 */
export async function readScenarios(file: string, steps: StepTable): Promise<ScenarioSpec[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new Error(
      `${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`,
    )
  }
  return parseScenarios(text, file, steps)
}

export async function parseScenarios(text: string, file: string, steps: StepTable): Promise<ScenarioSpec[]> {
  let documents: LocatedValue[]
  try {
    documents = await readYaml(text)
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    throw new ScenarioError([{ path: [], sentence: error.message, ...error.place }], file)
  }
  const problems: Problem[] = []
  for (const { value, place } of documents) {
    problems.push(...problemsOf(value, steps).map(({ about, ...one }) => ({ ...one, ...place(one.path, about) })))
  }
  if (documents.length === 0) problems.push({ path: [], sentence: 'is empty', line: 1, column: 1 })
  if (problems.length > 0) throw new ScenarioError(problems, file)
  return documents.map(({ value }) => value as ScenarioSpec)
}

/** Throws a ScenarioError. `title` stands in for missing names. */
export function planOf(scenario: ScenarioSpec, steps: StepTable, title?: string): Plan {
  const problems = problemsOf(scenario, steps)
  if (problems.length > 0) throw new ScenarioError(problems)
  return planScenario(scenario, title)
}

/** Throws a ScenarioError. `name` is for a rule that has none of its own. */
export function ruleOf(rule: RuleSpec, name: string, steps: StepTable): PlannedRule {
  const problems: Problem[] = []
  ruleShape(steps).check(rule, [], (path, sentence) => problems.push({ path, sentence }))
  if (problems.length > 0) throw new ScenarioError(problems)
  return planRule(rule, name)
}

function problemsOf(value: unknown, steps: StepTable): (Problem & { about?: 'key' })[] {
  const problems: (Problem & { about?: 'key' })[] = []
  scenarioShape(steps).check(value, [], (path: Path, sentence: string, about?: 'key') => {
    const same = problems.some((other) => other.sentence === sentence && other.path.join('.') === path.join('.'))
    if (!same) problems.push({ path, sentence, ...(about && { about }) })
  })
  return problems
}
