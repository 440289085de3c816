// Scenarios out of files and by name, for those who can wait for them.
import type { ScenarioSpec } from '../scenario/language.ts'
import { readScenarios } from '../scenario/read.ts'
import { scenarioFile } from '../scenario/shipped.ts'
import type { Step } from '../scenario/step.ts'
import { stepTable } from '../scenario/steps.ts'

type Source = string | ScenarioSpec

/**
 * The scenarios of files, those that mockerd comes with by their names, and values as they are. Rejects with a ScenarioError that says everything that is wrong in a
 * file, with line and column.
 */
export async function loadScenarios(
  sources: Source | readonly Source[],
  steps?: Readonly<Record<string, Step>>,
): Promise<ScenarioSpec[]> {
  const table = stepTable(steps)
  const loaded = await Promise.all(
    [sources].flat().map(async (source) => {
      return typeof source === 'string' ? readScenarios(await scenarioFile(source), table) : [source]
    }),
  )
  return loaded.flat()
}
