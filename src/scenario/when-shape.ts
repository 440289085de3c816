// What may stand behind `when`.
import {
  anything,
  type Complain,
  described,
  duration,
  either,
  flag,
  list,
  map,
  number,
  oneOf,
  type Path,
  record,
  type Shape,
  text,
  textLike,
} from '../codec/shape.ts'
import { counted, positive } from './arguments.ts'
import type { PointSpec, TextMatch, WhenSpec } from './language.ts'
import { versionRange } from './match-version.ts'
import { complaintAbout } from './operations.ts'

export const oneOrMore = <T>(shape: Shape<T>): Shape<T | readonly T[]> => either<T | readonly T[]>(list(shape), shape)

const pattern: Shape<string> = {
  ...text,
  schema: { type: 'string', format: 'regex' },
  check(value, path, complain) {
    text.check(value, path, complain)
    if (typeof value !== 'string') return
    try {
      new RegExp(value, 'u')
    } catch (error) {
      complain(path, `is no regular expression: ${(error as Error).message}`)
    }
  },
}

export const textMatch: Shape<TextMatch> = either<TextMatch>(
  text,
  number,
  flag,
  record<Exclude<TextMatch, string | number | boolean>>({
    contains: text,
    matches: pattern,
    in: list(text),
    absent: { ...flag, schema: { const: true } } as Shape<true>,
  }),
)

export const textMatches: Shape<Readonly<Record<string, TextMatch>>> = map(textMatch)

export const operation: Shape<string> = {
  ...text,
  name: 'the name of an operation',
  check(value, path, complain) {
    text.check(value, path, complain)
    const wrong = typeof value === 'string' ? complaintAbout(value) : undefined
    if (wrong) complain(path, wrong)
  },
}

export const method: Shape<string> = textLike('a method like GET', /^[A-Za-z]+$/)
export const path: Shape<string> = textLike('a path like /containers/*/start', /^\//)
export const event: Shape<string> = textLike('an event like container.die', /^\S.*$/)

const point: Shape<PointSpec> = either<PointSpec>(
  oneOf('accept', 'request', 'before-headers', 'after-headers', 'end', 'sent'),
  record<Extract<PointSpec, object>>({ after: counted }, ['after']),
)

const fields: Shape<WhenSpec> = record<WhenSpec>({
  operation: described(oneOrMore(operation), "Docker's operationId, such as ContainerStart; * stands for anything."),
  method: described(oneOrMore(method), 'HTTP method.'),
  path: described(path, 'Without the version; * is one segment, ** any number of them.'),
  apiVersion: described(textLike('API versions like >=1.44 or 1.24..1.40', versionRange), 'API version of the call.'),
  query: described(textMatches, 'Query parameters as the client wrote them.'),
  headers: described(textMatches, 'Headers of the request.'),
  body: described(map(anything), 'Fields of the JSON body, whatever else it has.'),
  client: described(textMatch, 'The User-Agent.'),
  container: described(textMatch, 'Name or id of the container that the call or event is about.'),
  image: described(textMatch, 'Image that the call or event is about, or that its container has.'),
  label: described(textMatches, 'Labels of that container.'),
  event: described(oneOrMore(event), 'The rule waits for events: container.die, die, image.*'),
  attributes: described(textMatches, 'Attributes of the event.'),
  reused: described(flag, 'Whether the connection has carried a request before.'),
  transport: described(oneOf('unix', 'tcp', 'process'), 'How the client has come; only at the point accept.'),
  nth: described(oneOrMore(positive), 'Only the n-th of those that fit, from 1.'),
  every: described(positive, 'Only each n-th of those that fit.'),
  first: described(positive, 'Only the first n of those that fit.'),
  skip: described(positive, 'Not the first n of those that fit.'),
  times: described(positive, 'So often, then never again.'),
  from: described(duration, 'Not before so much time since the beginning.'),
  until: described(duration, 'Not after so much time since the beginning.'),
  fired: described(oneOrMore(text), 'Only when these rules have fired.'),
  notFired: described(oneOrMore(text), 'Only while these rules have not fired.'),
  probability: described(number, 'From 0 to 1; drawn from the seed.'),
  point: described(point, 'Where in the call the rule acts; request if left out.'),
  direction: described(oneOf('reply', 'request'), 'Whose bytes: those of the reply (unless told), or the client’s.'),
})

const ONLY_EVENTS = ['attributes'] as const
const ONLY_CALLS = [
  'operation',
  'method',
  'path',
  'apiVersion',
  'query',
  'headers',
  'body',
  'client',
  'reused',
  'point',
  'direction',
] as const
const NOT_AT_DOOR = [...ONLY_CALLS.slice(0, -2), 'container', 'image', 'label', 'event'] as const

export const whenShape: Shape<WhenSpec> = {
  ...fields,
  check(value, at, complain) {
    fields.check(value, at, complain)
    if (fields.is(value)) checkTogether(value as WhenSpec, at, complain)
  },
}

/** What makes no sense together. */
function checkTogether(when: WhenSpec, at: Path, complain: Complain): void {
  const none = (keys: readonly (keyof WhenSpec)[], sentence: string): void => {
    for (const key of keys) if (when[key] !== undefined) complain([...at, key], sentence, 'key')
  }
  if (when.point === 'accept') none(NOT_AT_DOOR, 'cannot be known at the point accept')
  else none(['transport'], 'is only known at the point accept')
  if (when.event !== undefined) none(ONLY_CALLS, 'is of calls, and this rule waits for an event')
  else none(ONLY_EVENTS, 'is of events, and this rule waits for calls')
  const { probability } = when
  if (typeof probability === 'number' && (probability < 0 || probability > 1)) {
    complain([...at, 'probability'], 'must be from 0 to 1')
  }
}
