// Scenarios out of files, for those who can wait for them.
import type { ScenarioSpec } from '../scenario/language.ts'
import { readScenarios } from '../scenario/read.ts'
import type { Step } from '../scenario/step.ts'
import { stepTable } from '../scenario/steps.ts'

type Source = string | ScenarioSpec

/**
 * The scenarios of files, and those that are none. Rejects with a ScenarioError that says everything that is wrong in a
 * file, with line and column.
 */
export async function loadScenarios(
  sources: Source | readonly Source[],
  steps?: Readonly<Record<string, Step>>,
): Promise<ScenarioSpec[]> {
  const table = stepTable(steps)
  const loaded = await Promise.all(
    [sources].flat().map((source) => (typeof source === 'string' ? readScenarios(source, table) : [source])),
  )
  return loaded.flat()
}
