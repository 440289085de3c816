// One test for each scenario of a group: what a client sees while it is played.
import { expect, test } from 'vitest'
import { loadScenarios } from '../../../src/daemon/load-scenarios.ts'
import { shippedNames } from '../../../src/scenario/shipped.ts'
import { type Play, play } from '../play.ts'

export type Show = (it: Play) => Promise<void>

/** By the scenario's name behind the group's. */
export type Shows = Readonly<Record<string, Show>>

/** Makes the tests; the one test that fails when a scenario of the group is not shown, too. */
export async function showGroup(group: string, shows: Shows): Promise<void> {
  const names = (await shippedNames()).filter((name) => name.startsWith(`${group}/`))
  test(`every scenario of ${group} is shown`, () => {
    expect(names.filter((name) => shows[name.slice(group.length + 1)] === undefined)).toEqual([])
  })
  for (const [name, show] of Object.entries(shows)) {
    const [scenario] = await loadScenarios(`${group}/${name}`)
    test(`${scenario!.name}: ${scenario!.description}`, async () => {
      await using it = await play([], { scenario: scenario! })
      await show(it)
    })
  }
}
