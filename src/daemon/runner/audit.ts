// Plays scenarios one after the other, or some at a time, each to a run of its own of one command.
import { parseDuration } from '../../codec/duration.ts'
import type { ScenarioSpec } from '../../scenario/language.ts'
import type { StartedDaemon } from '../start.ts'
import type { ChosenScenario } from './chosen-scenarios.ts'
import { type Trial, type TrialOptions, tryCommand } from './trial.ts'
import { type Finding, findingOf } from './verdict.ts'

export interface AuditOptions extends TrialOptions {
  /** How many run at a time. */
  readonly jobs: number
  /** A fresh daemon that keeps a journal; without a scenario one that has no faults. */
  open(scenario?: ScenarioSpec): Promise<StartedDaemon>
}

export interface AuditRow extends Finding {
  readonly scenario: ChosenScenario
  readonly trial: Trial
}

/** Without any fault. */
export async function baseline(options: AuditOptions): Promise<Trial> {
  await using daemon = await options.open()
  return await tryCommand(daemon, options)
}

/** Tells each finding in the order of the scenarios, as soon as it and those before it are there. */
export async function audit(
  scenarios: readonly ChosenScenario[],
  options: AuditOptions,
  tell: (row: AuditRow) => void,
): Promise<void> {
  const rows: AuditRow[] = []
  let begun = 0
  let told = 0
  const work = async (): Promise<void> => {
    while (begun < scenarios.length) {
      const index = begun++
      rows[index] = await play(scenarios[index]!, options)
      for (let next = rows[told]; next !== undefined; next = rows[++told]) tell(next)
    }
  }
  await Promise.all(Array.from({ length: options.jobs }, work))
}

async function play(scenario: ChosenScenario, options: AuditOptions): Promise<AuditRow> {
  const { survives } = scenario.spec
  const timeout = Math.max(options.timeout, parseDuration(survives?.within ?? '0') ?? 0)
  await using daemon = await options.open(scenario.spec)
  const trial = await tryCommand(daemon, { ...options, timeout })
  return { scenario, trial, ...findingOf({ ...trial, timeout }, survives) }
}
