// `when` of a rule, compiled once: whether a call, an event or a connection is what it waits for.
import type { Call, OperationId } from '../api/call.ts'
import type { Arrival } from '../api/wire.ts'
import type { Engine } from '../engine/engine.ts'
import type { Happening } from '../world/events.ts'
import type { TextMatch, WhenSpec } from './language.ts'
import { type TextTest, textTest, wordTest } from './match-text.ts'
import { includesValue } from './match-value.ts'
import { versionTest } from './match-version.ts'
import { operationsOf, pathTest } from './operations.ts'
import { type Subject, subjectOfCall, subjectOfEvent } from './subject.ts'

export interface CallMatcher {
  /** The only operations that can fit; undefined for all. */
  readonly operations: ReadonlySet<OperationId> | undefined
  test(call: Call, engine: Engine): boolean
}

type CallTest = (call: Call, engine: Engine) => boolean

/** The cheap tests come first: most calls fail one of them. */
export function callMatcher(when: WhenSpec): CallMatcher {
  const tests: CallTest[] = []
  const { path, apiVersion, reused, client, body } = when
  if (path !== undefined) {
    const test = pathTest(path)
    tests.push(({ url }) => test(url))
  }
  if (apiVersion !== undefined) {
    const test = versionTest(apiVersion)
    tests.push(({ version }) => test(version))
  }
  if (reused !== undefined) tests.push((call) => call.reused === reused)
  if (client !== undefined) tests.push(headerTest('user-agent', client))
  for (const [name, match] of Object.entries(when.headers ?? {})) tests.push(headerTest(name.toLowerCase(), match))
  if (when.query) tests.push(queryTest(when.query))
  if (body) tests.push((call) => includesValue(call.body, body))
  const about = subjectTest(when)
  if (about) tests.push((call, engine) => about(subjectOfCall(engine, call)))
  return {
    operations: operationsOf(when),
    test: joined(tests),
  }
}

/** A loop and no `every`: with a hundred rules this is what a call pays. */
function joined(tests: readonly CallTest[]): CallTest {
  const [only] = tests
  if (only && tests.length === 1) return only
  return (call, engine) => {
    for (const test of tests) if (!test(call, engine)) return false
    return true
  }
}

/** `die` is any thing's, `container.die` a container's; `*` stands for anything. */
export function eventMatcher(when: WhenSpec): (event: Happening, engine: Engine) => boolean {
  const kinds = [when.event ?? '*'].flat().map((name) => {
    const [, type = '*', action = '*'] = /^(?:([a-z*]+)\.)?(.*)$/s.exec(name) ?? []
    return { type: wordTest(type), action: wordTest(action) }
  })
  const attributes = eachTest(when.attributes)
  const about = subjectTest(when)
  return (event, engine) =>
    // `exec_create: ls` is also an exec_create
    kinds.some(
      ({ type, action }) => type(event.type) && (action(event.action) || action(event.action.split(':')[0]!)),
    ) &&
    attributes.every(([name, test]) => test(event.attributes[name])) &&
    (!about || about(subjectOfEvent(engine, event)))
}

export function arrivalMatcher({ transport }: WhenSpec): (arrival: Arrival) => boolean {
  return ({ way }) => transport === undefined || way === transport
}

function headerTest(name: string, match: TextMatch): CallTest {
  const test = textTest(match)
  return ({ headers }) => {
    const value = headers[name]
    return test(Array.isArray(value) ? value.join(', ') : value)
  }
}

/** As the client wrote it, not as the operation reads it. */
function queryTest(query: Readonly<Record<string, TextMatch>>): CallTest {
  const tests = eachTest(query)
  return ({ url }) => {
    const at = url.indexOf('?')
    const given = new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
    return tests.every(([name, test]) => test(given.get(name) ?? undefined))
  }
}

function subjectTest({ container, image, label }: WhenSpec): ((subject: Subject) => boolean) | undefined {
  if (container === undefined && image === undefined && label === undefined) return undefined
  const ofContainer = container === undefined ? undefined : nameTest(container)
  const ofImage = image === undefined ? undefined : textTest(image)
  const labels = eachTest(label)
  return (subject) =>
    (!ofContainer || subject.containers.some(ofContainer)) &&
    (!ofImage || subject.images.some(ofImage)) &&
    labels.every(([name, test]) => test(subject.labels[name]))
}

/** A full id is also meant by its beginning. */
function nameTest(match: TextMatch): TextTest {
  const test = textTest(match)
  if (typeof match !== 'string' || !/^[0-9a-f]{6,63}$/.test(match)) return test
  return (name) => test(name) || (name?.length === 64 && name.startsWith(match)) === true
}

const eachTest = (matches: Readonly<Record<string, TextMatch>> = {}): [string, TextTest][] =>
  Object.entries(matches).map(([name, match]) => [name, textTest(match)])
