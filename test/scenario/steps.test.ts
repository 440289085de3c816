// The one suite that every step of scenarios passes. It reads the folder, so a new file is tested before its author is done.
import { readdirSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { explainPlan } from '../../src/scenario/explain.ts'
import type { RuleSpec, ScenarioSpec } from '../../src/scenario/language.ts'
import { anywhere, type Place } from '../../src/scenario/place.ts'
import { ScenarioError } from '../../src/scenario/problem.ts'
import { planOf } from '../../src/scenario/read.ts'
import { languageSchema } from '../../src/scenario/scenario-shape.ts'
import { builtInSteps } from '../../src/scenario/steps.ts'

const names = readdirSync(new URL('../../src/scenario/steps/', import.meta.url))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort()

const isValid = new Ajv2020({ strict: false, formats: { regex: true } }).compile(languageSchema(builtInSteps))

/** A scenario with this step at a place. */
function scenarioAt(place: Place, step: RuleSpec['do']): ScenarioSpec {
  const when = {
    accept: { point: 'accept' },
    request: {},
    reply: { point: 'before-headers' },
    body: { point: { after: { bytes: 10 } } },
    end: { point: 'end' },
    sent: { point: 'sent' },
    event: { event: 'container.die' },
  } as const
  if (place === 'timeline') return { timeline: [{ at: '1s', do: step }] }
  return { rules: [{ when: when[place], do: step }] }
}

test('the list names every step of the folder', () => {
  expect([...builtInSteps.keys()].sort()).toEqual(names)
})

describe.each(names)('the step %s', (name) => {
  const step = builtInSteps.get(name)!
  const specs: RuleSpec['do'][] = step.examples.map((args) => (args === null ? name : { [name]: args }))

  test('has examples that can be planned wherever it may stand', () => {
    expect(specs.length).toBeGreaterThan(0)
    for (const spec of specs) {
      for (const place of step.places) expect(() => planOf(scenarioAt(place, spec), builtInSteps)).not.toThrow()
    }
  })

  test('is refused everywhere else', () => {
    for (const place of anywhere.filter((one) => !step.places.includes(one))) {
      expect(() => planOf(scenarioAt(place, specs[0]!), builtInSteps), place).toThrow(ScenarioError)
    }
  })

  test('has a JSON Schema that takes its examples', () => {
    for (const spec of specs.filter((one) => JSON.stringify(one) !== '{}')) {
      expect(isValid(scenarioAt(step.places.includes('request') ? 'request' : step.places[0]!, spec))).toBe(true)
    }
  })

  test('refuses arguments that it does not know', () => {
    const wrong = { [name]: { nonsense: true } } as RuleSpec['do']
    expect(() => planOf(scenarioAt(step.places[0]!, wrong), builtInSteps)).toThrow(ScenarioError)
  })

  test('is explained in a clause, the same each time', () => {
    for (const args of step.examples) {
      expect(step.explain(args)).toMatch(/^[a-z].*[^.\s]$/)
      expect(step.explain(args)).toBe(step.explain(structuredCloneable(args)))
    }
    const plan = planOf(scenarioAt(step.places[0]!, specs[0]!), builtInSteps)
    expect(explainPlan(plan, builtInSteps)).toContain(step.explain(step.examples[0]))
  })

  test('says in a sentence what it does', () => {
    expect(step.summary).toMatch(/^[A-Z].*\.$/)
  })
})

/** Functions are no values that could be copied. */
const structuredCloneable = (args: unknown): unknown => (typeof args === 'function' ? args : structuredClone(args))
