// A rule in force: its matcher, its counts, its steps.
import type { Call } from '../api/call.ts'
import type { Random } from '../world/random.ts'
import { Lasting } from './lasting.ts'
import type { Moment } from './moment.ts'
import { type Circumstances, createOccurrence } from './occurrence.ts'
import type { PlannedRule, PlannedStep } from './plan.ts'
import { type Occasion, RuleMoment, type Stage } from './rule-moment.ts'
import type { Step } from './step.ts'

export type StepTable = ReadonlyMap<string, Step>

/** What the rules of a daemon know in common. */
export interface Theatre extends Stage {
  readonly steps: StepTable
  readonly circumstances: Circumstances
  /** Hears of a rule that has begun to act. */
  note(rule: ActiveRule, call: Call | undefined): void
}

export class ActiveRule {
  readonly plan: PlannedRule
  readonly random: Random
  readonly lasting: Lasting = new Lasting()
  enabled: boolean
  hits = 0
  /** ms since 1970; undefined if it never did. */
  lastFired: number | undefined
  readonly #theatre: Theatre
  readonly #occurs: ReturnType<typeof createOccurrence>

  constructor(plan: PlannedRule, theatre: Theatre, random: Random) {
    this.plan = plan
    this.random = random
    this.enabled = plan.enabled
    this.#theatre = theatre
    this.#occurs = createOccurrence(plan.when, random.fork('chance'))
  }

  /** Of what fits: whether it fires now. Counts; ask once. */
  fires(call?: Call): boolean {
    if (!this.enabled) return false
    if (this.#occurs && !this.#occurs(this.#theatre.circumstances)) return false
    this.hits++
    this.lastFired = this.#theatre.clock.now()
    this.#theatre.note(this, call)
    return true
  }

  moment(occasion: Omit<Occasion, 'rule' | 'random' | 'lasting' | 'place' | 'direction'>): RuleMoment {
    return new RuleMoment(this.#theatre, {
      ...occasion,
      rule: this.plan.name,
      place: this.plan.point.place,
      random: this.random,
      lasting: this.lasting,
      direction: this.plan.point.direction,
    })
  }

  run(moment: Moment): Promise<void> {
    return runSteps(this.plan.steps, this.#theatre.steps, moment)
  }
}

/** One after the other. */
export async function runSteps(planned: readonly PlannedStep[], table: StepTable, moment: Moment): Promise<void> {
  for (const { name, args } of planned) await table.get(name)!.run(args, moment)
}
