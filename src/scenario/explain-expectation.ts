// What a scenario expects, in words.
import { explainWhen } from './explain-when.ts'
import type { Amount, ExpectationSpec, WhenSpec } from './language.ts'

/** A clause without a full stop. */
export function explainExpectation({ name, within, requests, events, state }: ExpectationSpec): string {
  const when = within === undefined ? 'at the end' : `within ${within}`
  const title = name === undefined ? '' : `${name}: `
  if (requests) {
    const { status, count: _, atLeast: __, atMost: ___, ...match } = requests
    const answered = status === undefined ? '' : ` answered with ${status}`
    const whose = explainWhen(match as WhenSpec).replace(/^for (every )?/, '')
    return `${title}${when}, ${amount(requests)} of ${whose}${answered}`
  }
  if (events) {
    const { count: _, atLeast: __, atMost: ___, ...match } = events
    const whose = explainWhen(match as WhenSpec).replace(/^when (.*?) happens/, '$1')
    return `${title}${when}, ${amount(events)} of ${whose}`
  }
  const { exists = true, has, ...thing } = state ?? {}
  const [[kind, reference] = ['thing', '']] = Object.entries(thing) as [string, string][]
  const having = has ? ` with ${JSON.stringify(has)}` : ''
  return `${title}${when}, the ${kind} ${reference} ${exists ? 'is there' : 'is not there'}${having}`
}

function amount({ count, atLeast, atMost }: Amount): string {
  if (count !== undefined) return `exactly ${count}`
  if (atLeast !== undefined && atMost !== undefined) return `${atLeast} to ${atMost}`
  if (atMost !== undefined) return `at most ${atMost}`
  return `at least ${atLeast ?? 1}`
}
