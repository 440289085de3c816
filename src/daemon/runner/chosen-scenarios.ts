// Which scenarios an audit plays: those that come along, by name or group, and files.
import type { ScenarioSpec } from '../../scenario/language.ts'
import { didYouMean } from '../../scenario/nearest.ts'
import { shippedNames } from '../../scenario/shipped.ts'
import { loadScenarios } from '../load-scenarios.ts'

export interface ChosenScenario {
  /** As it is chosen; with a number where a file has several. */
  readonly name: string
  readonly spec: ScenarioSpec
}

/** All that come along if none are named. Rejects with a sentence for what is no name, no group and no file. */
export async function chosenScenarios(wanted: readonly string[] | undefined): Promise<ChosenScenario[]> {
  const shipped = await shippedNames()
  const groups = new Set(shipped.map((name) => name.split('/')[0]!))
  const names = (wanted ?? [...groups]).flatMap((one) => {
    if (groups.has(one)) return shipped.filter((name) => name.startsWith(`${one}/`))
    if (/^[a-z]+$/.test(one)) throw new Error(`there is no group of scenarios ${one}${didYouMean(one, groups)}`)
    return [one]
  })
  const chosen = await Promise.all(Array.from(new Set(names), named))
  return chosen.flat()
}

async function named(name: string): Promise<ChosenScenario[]> {
  const specs = await loadScenarios(name)
  return specs.map((spec, index) => ({ name: specs.length > 1 ? `${name}#${index + 1}` : name, spec }))
}
