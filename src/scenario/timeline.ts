// What happens at times, not at calls.
import { parseDuration } from '../codec/duration.ts'
import type { Random } from '../world/random.ts'
import { runSteps, type StepTable } from './active-rule.ts'
import type { Firings } from './firings.ts'
import type { Lasting } from './lasting.ts'
import type { PlannedEntry } from './plan.ts'
import { RuleMoment, type Stage } from './rule-moment.ts'

export interface TimelineOptions {
  readonly stage: Stage
  readonly steps: StepTable
  readonly random: Random
  readonly firings: Firings
  readonly lasting: Lasting
  /** Hears of what a step threw. */
  missed(error: unknown): void
}

/** Begins now; ends with the stage. */
export function startTimeline(entries: readonly PlannedEntry[], options: TimelineOptions): void {
  for (const [index, entry] of entries.entries()) {
    const random = options.random.fork(`timeline ${index + 1}`)
    const begin = (): void => {
      follow(entry, random, options).catch(options.missed)
    }
    if (entry.after === undefined) begin()
    else options.firings.first(entry.after, begin)
  }
}

async function follow(entry: PlannedEntry, random: Random, options: TimelineOptions): Promise<void> {
  const { stage, steps, firings, lasting } = options
  const { name, every, times = Number.POSITIVE_INFINITY } = entry
  const wait = (duration: string): Promise<void> => stage.clock.sleep(parseDuration(duration)!, stage.ending)
  const begins = entry.at ?? (entry.after === undefined ? every : undefined)
  if (begins !== undefined) await wait(begins)
  for (let time = 1; ; time++) {
    firings.note(name)
    await runSteps(entry.steps, steps, new RuleMoment(stage, { rule: name, place: 'timeline', random, lasting }))
    if (every === undefined || time >= times) return
    await wait(every)
  }
}
