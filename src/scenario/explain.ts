// A plan in plain sentences: what would happen, without it happening. The same plan gives the same text.
import type { StepTable } from './active-rule.ts'
import { explainExpectation } from './explain-expectation.ts'
import { explainWhen } from './explain-when.ts'
import type { ClockSpec, GivenSpec } from './language.ts'
import type { Plan, PlannedEntry, PlannedRule, PlannedStep } from './plan.ts'

/** With a line feed at its end. */
export function explainPlan(plan: Plan, steps: StepTable): string {
  const { name, description, client, engine, storage, seed, clock, given, rules, timeline, expect, strict } = plan
  const lines: string[] = []
  if (name !== undefined) lines.push(name)
  if (description !== undefined) lines.push(description)
  if (client !== undefined) lines.push(`A good client: ${client}`)
  if (lines.length > 0) lines.push('')
  if (engine !== undefined) lines.push(`The engine is ${engine}.`)
  if (storage !== undefined) lines.push(`The storage driver is ${storage}.`)
  if (seed !== undefined) lines.push(`The seed is "${seed}".`)
  if (clock !== undefined) lines.push(explainClock(clock))
  if (given) lines.push(...explainGiven(given))
  for (const rule of rules) lines.push(explainRule(rule, steps))
  for (const entry of timeline) lines.push(explainEntry(entry, steps))
  for (const expectation of expect) lines.push(`Expected: ${explainExpectation(expectation)}.`)
  if (strict) lines.push('A rule that never fires is a failure.')
  return `${lines.join('\n')}\n`
}

const TIMES = {
  real: 'runs as on the host',
  frozen: 'stands still until it is told to move',
  skip: 'leaps to the next moment at which something is due',
}

function explainClock(clock: ClockSpec): string {
  const { time = undefined, scale = undefined, start = undefined } = typeof clock === 'string' ? { time: clock } : clock
  const parts = [
    start && `begins at ${start}`,
    scale !== undefined && `runs ${scale} times as fast as on the host`,
    (time !== undefined || (scale === undefined && start === undefined)) && TIMES[time ?? 'real'],
  ]
  return `Time ${parts.filter(Boolean).join(' and ')}.`
}

function explainGiven({ images = [], networks = [], volumes = [], containers = [] }: GivenSpec): string[] {
  const named = (things: readonly (string | { readonly name: string })[]): string =>
    things.map((thing) => (typeof thing === 'string' ? thing : thing.name)).join(', ')
  const lines: string[] = []
  if (images.length > 0) lines.push(`There: the images ${named(images)}.`)
  if (networks.length > 0) lines.push(`There: the networks ${named(networks)}.`)
  if (volumes.length > 0) lines.push(`There: the volumes ${named(volumes)}.`)
  for (const { name, image, command, running = true, state, health } of containers) {
    const runs = command === undefined ? '' : ` with ${[command].flat().join(' ')}`
    const is = state ?? (running ? 'running' : 'created')
    const feels = health === undefined ? '' : ` and ${typeof health === 'string' ? health : health.status}`
    lines.push(`There: the container ${name} of ${image}${runs}, ${is === 'created' ? 'not started' : is}${feels}.`)
  }
  return lines
}

function explainRule({ name, when, steps: planned, enabled, optional }: PlannedRule, steps: StepTable): string {
  const state = [!enabled && 'switched off', optional && 'may never fire'].filter(Boolean).join(', ')
  return `Rule "${name}"${state && ` (${state})`}: ${explainWhen(when)}, ${explainSteps(planned, steps)}.`
}

function explainEntry({ name, at, after, every, times, steps: planned }: PlannedEntry, steps: StepTable): string {
  const since = after === undefined ? '' : ` after "${after}"`
  const first = at === undefined ? (since ? `right${since}` : '') : `${at}${since || ' after the beginning'}`
  const again = every === undefined ? '' : `every ${every}${times === undefined ? '' : `, ${times} times`}`
  const moments = [first, again].filter(Boolean).join(', then ')
  return `Timeline "${name}": ${moments}: ${explainSteps(planned, steps)}.`
}

const explainSteps = (planned: readonly PlannedStep[], steps: StepTable): string =>
  planned.map(({ name, args }) => steps.get(name)!.explain(args)).join(', then ') || 'note it and do nothing'
