// A scenario as it will be run: checked, complete, and still nothing but values.
import type { ExpectationSpec, RuleSpec, ScenarioSpec, StepSpec, TimelineSpec, WhenSpec } from './language.ts'
import type { Moment } from './moment.ts'
import { type Point, pointOf } from './point.ts'

export interface PlannedStep {
  /** `call` for a function */
  readonly name: string
  readonly args: unknown
}

export interface PlannedRule {
  readonly name: string
  readonly when: WhenSpec
  readonly point: Point
  readonly steps: readonly PlannedStep[]
  readonly enabled: boolean
  readonly optional: boolean
}

export interface PlannedEntry {
  readonly name: string
  readonly at?: string
  readonly after?: string
  readonly every?: string
  readonly times?: number
  readonly steps: readonly PlannedStep[]
}

export interface Plan extends Omit<ScenarioSpec, 'rules' | 'timeline' | 'expect'> {
  readonly rules: readonly PlannedRule[]
  readonly timeline: readonly PlannedEntry[]
  readonly expect: readonly ExpectationSpec[]
}

/** Of a scenario that has been checked (`checkScenario`). `title` stands in for missing names. */
export function planScenario({ rules = [], timeline = [], expect = [], ...rest }: ScenarioSpec, title = ''): Plan {
  const prefix = title === '' ? '' : `${title}: `
  return {
    ...rest,
    rules: rules.map((rule, index) => planRule(rule, `${prefix}rule ${index + 1}`)),
    timeline: timeline.map((entry, index) => planEntry(entry, `${prefix}timeline ${index + 1}`)),
    expect,
  }
}

export function planRule(rule: RuleSpec, name: string): PlannedRule {
  const { when = {}, enabled = true, optional = false } = rule
  return { name: rule.name ?? name, when, point: pointOf(when), steps: planSteps(rule.do), enabled, optional }
}

function planEntry({ name: own, do: steps, ...rest }: TimelineSpec, name: string): PlannedEntry {
  return { ...rest, name: own ?? name, steps: planSteps(steps) }
}

const planSteps = (steps: RuleSpec['do']): PlannedStep[] =>
  (Array.isArray(steps) ? (steps as readonly StepSpec[]) : [steps as StepSpec]).map(planStep)

function planStep(step: StepSpec): PlannedStep {
  if (typeof step === 'string') return { name: step, args: null }
  if (typeof step === 'function') return { name: 'call', args: step satisfies (moment: Moment) => unknown }
  const [[name, args]] = Object.entries(step) as [[string, unknown]]
  return { name, args }
}
