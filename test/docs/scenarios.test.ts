// docs/scenarios.md tells the truth, and every scenario that comes along says what it is.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scenariosPage } from '../../scripts/scenarios.ts'
import { explainCommand } from '../../src/daemon/explain-command.ts'
import { loadScenarios } from '../../src/daemon/load-scenarios.ts'
import { scenarioFile, shippedNames } from '../../src/scenario/shipped.ts'

const names = await shippedNames()

test('docs/scenarios.md shows every scenario: if not, `npm run scenarios:docs`', async () => {
  const page = readFileSync(new URL('../../docs/scenarios.md', import.meta.url), 'utf8')
  expect(page).toBe(await scenariosPage())
})

test.each(names)('%s is one scenario with its own name, what happens, and what a good client does', async (name) => {
  const scenarios = await loadScenarios(name)
  expect(scenarios.map((one) => one.name)).toEqual([name])
  expect(scenarios[0]).toMatchObject({
    description: expect.stringMatching(/^[^.\n]+(\.\d[^.\n]*|\.\w[^.\n]*)*\.\n?$/),
    client: expect.stringMatching(/\.\n?$/),
  })
})

test.each(names)('the plan of %s is as it was', async (name) => {
  await expect(await explainCommand([name])).toMatchFileSnapshot(`../scenario/plans/${name}.txt`)
})

test('no plan is left of a scenario that is gone', () => {
  const files = readdirSync(new URL('../scenario/plans/', import.meta.url), { recursive: true, encoding: 'utf8' })
  const plans = files.filter((file) => file.endsWith('.txt')).map((file) => file.replace(/\.txt$/, ''))
  expect(plans.filter((name) => !names.includes(name.replaceAll('\\', '/')))).toEqual([])
})

test('a name that no scenario has is answered with the nearest one', async () => {
  await expect(scenarioFile('api/min-versoin')).rejects.toThrow(
    'there is no scenario and no file api/min-versoin; did you mean "api/min-version"?',
  )
})
