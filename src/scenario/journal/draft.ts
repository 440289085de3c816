// A scenario to begin with, made of a journal: what was refused is refused again, what was asked is expected.
import type { ExpectationSpec, RuleSpec, ScenarioSpec } from '../language.ts'
import type { JournalEntry } from './entry.ts'

/** A person is meant to take away what does not matter and to say what the rest is for. */
export function toScenario(entries: readonly JournalEntry[], name: string): ScenarioSpec {
  const images = entries.flatMap(({ operation, status, parameters }) => {
    if (operation !== 'ImageCreate' || status !== 200) return []
    const { fromImage, tag } = parameters
    return typeof fromImage === 'string' ? [tag ? `${fromImage}:${tag}` : fromImage] : []
  })
  return {
    name,
    description: 'Drafted from a journal.',
    ...(images.length > 0 && { given: { images: [...new Set(images)] } }),
    rules: entries.flatMap(ruleOf),
    expect: expectationsOf(entries),
  }
}

function ruleOf({ operation, url, status, message }: JournalEntry): RuleSpec[] {
  if (status === undefined || status < 400) return []
  const path = url.replace(/^\/v\d+\.\d+(?=\/)/, '').replace(/\?.*/s, '')
  return [{ when: { operation, path, times: 1 }, do: { status: { code: status, ...(message && { message }) } } }]
}

function expectationsOf(entries: readonly JournalEntry[]): ExpectationSpec[] {
  const counts = new Map<JournalEntry['operation'], number>()
  for (const { operation } of entries) counts.set(operation, (counts.get(operation) ?? 0) + 1)
  return [...counts].map(([operation, atLeast]) => ({ requests: { operation, atLeast } }))
}
