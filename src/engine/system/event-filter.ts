// Which events a client wants (moby daemon/events/filter.go).
import type { Filters } from '../../gen/operations.ts'
import { familiarName, parseReference } from '../../registry/reference.ts'
import type { Happening } from '../../world/events.ts'
import { hasLabels } from '../filters.ts'

type Test = (event: Happening) => boolean

/** Filters that name what an event is about: the beginning of its id, or of its name, will do. */
const subjects = ['daemon', 'container', 'plugin', 'volume', 'network', 'node', 'service', 'secret', 'config']

/** One test for all filters. An unknown filter selects nothing and refuses nothing, as in dockerd. */
export function eventTest(filters: Filters): Test {
  const tests: Test[] = []
  const add = (name: string, make: (values: readonly string[]) => Test): void => {
    const values = filters[name]
    if (values !== undefined && values.length > 0) tests.push(make(values))
  }
  add('event', actionTest)
  add('type', (types) => (event) => types.includes(event.type))
  add('scope', (scopes) => (event) => scopes.includes(event.scope))
  for (const subject of subjects) add(subject, subjectTest)
  add('image', imageTest)
  add('label', (labels) => (event) => hasLabels(labels, event.attributes))
  return (event) => tests.every((test) => test(event))
}

/** These carry details behind a colon; who asks for one of them without is given all that begin so. */
const detailed = ['health_status', 'exec_create', 'exec_start']

function actionTest(actions: readonly string[]): Test {
  const fuzzy = detailed.some((action) => actions.includes(action))
  return ({ action }) => (fuzzy ? beginsWith(action, actions) : actions.includes(action))
}

const beginsWith = (text: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => text.startsWith(beginning))

const subjectTest =
  (values: readonly string[]): Test =>
  ({ id, attributes }) =>
    beginsWith(id, values) || beginsWith(attributes.name ?? '', values)

/** An image's own events, and those of containers made from it; with its tag or without. */
function imageTest(images: readonly string[]): Test {
  return ({ type, id, attributes }) => {
    const name = (type === 'image' ? attributes.name : attributes.image) ?? ''
    return [id, name, withoutTag(id), withoutTag(name)].some((text) => images.includes(text))
  }
}

function withoutTag(image: string): string {
  try {
    return familiarName(parseReference(image))
  } catch {
    return image
  }
}
