// The language: what a scenario must look like. It is checked by this, and editors are told by its JSON Schema.
import {
  type Complain,
  described,
  duration,
  either,
  flag,
  type JsonSchema,
  list,
  number,
  oneOf,
  type Path,
  record,
  type Shape,
  text,
} from '../codec/shape.ts'
import type { StepTable } from './active-rule.ts'
import { positive } from './arguments.ts'
import { checkPlaces, doShape } from './do-shape.ts'
import { expectationsShape } from './expectation-shape.ts'
import { givenShape } from './given-shape.ts'
import type { ClockSpec, DoSpec, RuleSpec, ScenarioSpec, SurvivalSpec, TimelineSpec } from './language.ts'
import type { Place } from './place.ts'
import { pointOf } from './point.ts'
import { oneOrMore, operation, whenShape } from './when-shape.ts'

const clock: Shape<ClockSpec> = either<ClockSpec>(
  oneOf('real', 'skip', 'frozen'),
  record<Extract<ClockSpec, object>>({
    time: oneOf('real', 'skip', 'frozen'),
    scale: described(number, 'How much faster than the host it runs.'),
    start: described(text, 'When it begins: 2026-01-01T00:00:00Z.'),
  }),
)

const survival: Shape<SurvivalSpec> = record<SurvivalSpec>({
  exit: described(oneOf('zero', 'nonzero', 'any'), 'How the command of a good client ends: any if left out.'),
  touches: described(
    oneOrMore(operation),
    'The calls in which it meets the fault; if left out, those that rules act on.',
  ),
  within: described(duration, 'How long it may take, where that is longer than usual.'),
})

const SPOKEN: Readonly<Record<Place, string>> = {
  accept: 'at the point accept: nothing has been asked yet',
  request: 'before the operation',
  reply: 'before the headers',
  body: 'in the body of a reply: its head is out',
  end: 'at the end of a reply: its body is out',
  sent: 'behind a reply',
  event: 'in a rule that waits for an event: there is no call',
  timeline: 'in a timeline: there is no call',
}

export function ruleShape(steps: StepTable): Shape<RuleSpec> {
  const fields = record<RuleSpec>(
    {
      name: described(text, 'How reports and other rules name it.'),
      when: described(whenShape, 'What it waits for; every call if left out.'),
      do: described(doShape(steps), 'What it does, one step after the other.'),
      enabled: described(flag, 'Whether it is switched on from the beginning.'),
      optional: described(flag, 'Whether nobody minds when it never fires.'),
    },
    ['do'],
  )
  return {
    ...fields,
    check(value, path, complain) {
      fields.check(value, path, complain)
      if (fields.is(value) && isSound(fields, value)) {
        const { when = {}, do: spec } = value as RuleSpec
        const { place } = pointOf(when)
        checkPlaces(steps, { steps: spec, place, where: SPOKEN[place] }, [...path, 'do'], complain)
      }
    },
  }
}

function timelineShape(steps: StepTable): Shape<TimelineSpec> {
  const fields = record<TimelineSpec>(
    {
      name: text,
      at: described(duration, 'Since the beginning, or since what `after` names.'),
      after: described(text, 'A rule or an entry: counted from its first firing.'),
      every: described(duration, 'Again and again, so far apart.'),
      times: described(positive, 'Of `every`: so often.'),
      do: described(doShape(steps) as Shape<DoSpec>, 'What happens then.'),
    },
    ['do'],
  )
  return {
    ...fields,
    check(value, path, complain) {
      fields.check(value, path, complain)
      if (!fields.is(value)) return
      const entry = value as TimelineSpec
      if (entry.at === undefined && entry.after === undefined && entry.every === undefined) {
        complain(path, 'must say when: "at", "after" or "every"')
      }
      if (entry.times !== undefined && entry.every === undefined) complain([...path, 'times'], 'needs "every"', 'key')
      if (isSound(fields, value)) {
        checkPlaces(steps, { steps: entry.do, place: 'timeline', where: SPOKEN.timeline }, [...path, 'do'], complain)
      }
    },
  }
}

/** Whether there is nothing to complain of: what is built on it can be looked at. */
function isSound<T>(shape: Shape<T>, value: unknown): boolean {
  let sound = true
  shape.check(value, [], () => {
    sound = false
  })
  return sound
}

export function scenarioShape(steps: StepTable): Shape<ScenarioSpec> {
  const fields = record<ScenarioSpec>({
    name: described(text, 'As area/fault.'),
    description: described(text, 'What happens, in one sentence.'),
    client: described(text, 'What a good client does.'),
    survives: survival,
    engine: described(text, 'Which engine to be: 28.5, 20.10 …'),
    storage: described(text, 'Which storage driver to have: overlay2, zfs, devicemapper …'),
    seed: described(text, 'Of everything that is drawn.'),
    clock,
    given: givenShape,
    rules: list(ruleShape(steps)),
    timeline: list(timelineShape(steps)),
    expect: expectationsShape,
    strict: described(flag, 'Whether a rule that never fired is a failure.'),
  })
  return {
    ...fields,
    check(value, path, complain) {
      fields.check(value, path, complain)
      if (isSound(fields, value)) checkNames(value as ScenarioSpec, path, complain)
    },
  }
}

/** Names are given once, and those that are asked for are there. */
function checkNames({ rules = [], timeline = [] }: ScenarioSpec, path: Path, complain: Complain): void {
  const known = new Set<string>()
  const give = (name: string | undefined, at: Path): void => {
    if (name === undefined) return
    if (known.has(name)) complain(at, `is the name of another one: "${name}"`)
    known.add(name)
  }
  for (const [index, { name }] of rules.entries()) give(name, [...path, 'rules', index, 'name'])
  for (const [index, { name }] of timeline.entries()) give(name, [...path, 'timeline', index, 'name'])
  const ask = (names: string | readonly string[] | undefined, at: Path): void => {
    for (const name of [names ?? []].flat()) if (!known.has(name)) complain(at, `names nothing that is here: "${name}"`)
  }
  for (const [index, { when }] of rules.entries()) {
    ask(when?.fired, [...path, 'rules', index, 'when', 'fired'])
    ask(when?.notFired, [...path, 'rules', index, 'when', 'notFired'])
  }
  for (const [index, { after }] of timeline.entries()) ask(after, [...path, 'timeline', index, 'after'])
}

/** For editors: what a file of scenarios may hold. */
export function languageSchema(steps: StepTable): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'mockerd scenario',
    ...scenarioShape(steps).schema,
  }
}
