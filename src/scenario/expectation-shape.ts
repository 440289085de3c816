// What may stand behind `expect`.
import { anything, described, duration, flag, list, map, record, type Shape, text, whole } from '../codec/shape.ts'
import { natural } from './arguments.ts'
import type { EventExpectation, ExpectationSpec, RequestExpectation, StateExpectation } from './language.ts'
import { event, method, oneOrMore, operation, path, textMatch, textMatches } from './when-shape.ts'

const amount = {
  count: described(natural, 'Exactly so many; without an amount at least one.'),
  atLeast: natural,
  atMost: natural,
}

const requests: Shape<RequestExpectation> = record<RequestExpectation>({
  operation: oneOrMore(operation),
  method: oneOrMore(method),
  path,
  query: textMatches,
  headers: textMatches,
  body: map(anything),
  client: textMatch,
  status: described(whole(100, 599), 'What was answered.'),
  ...amount,
})

const events: Shape<EventExpectation> = record<EventExpectation>(
  { event: oneOrMore(event), container: textMatch, attributes: textMatches, ...amount },
  ['event'],
)

const state: Shape<StateExpectation> = record<StateExpectation>({
  container: text,
  image: text,
  volume: text,
  network: text,
  exists: flag,
  has: described(map(anything), 'Fields of its inspect.'),
})

const fields: Shape<ExpectationSpec> = record<ExpectationSpec>({
  name: text,
  within: described(duration, 'Must come true in so much time since the beginning; at the end if left out.'),
  requests,
  events,
  state,
})

const KINDS = ['requests', 'events', 'state'] as const
const THINGS = ['container', 'image', 'volume', 'network'] as const

const expectation: Shape<ExpectationSpec> = {
  ...fields,
  check(value, at, complain) {
    fields.check(value, at, complain)
    if (!fields.is(value)) return
    const given = value as ExpectationSpec
    if (KINDS.filter((kind) => given[kind] !== undefined).length !== 1) {
      complain(at, `must have one of ${KINDS.join(', ')}`)
    }
    if (state.is(given.state) && THINGS.filter((thing) => given.state?.[thing] !== undefined).length !== 1) {
      complain([...at, 'state'], `must have one of ${THINGS.join(', ')}`)
    }
  },
}

export const expectationsShape: Shape<readonly ExpectationSpec[]> = list(expectation)
