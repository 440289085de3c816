// A daemon as the control API sees it: its rules, snapshots, journal, and what can be given to it.
import type { Express } from 'express'
import type { Controlled, ControlledJournal } from '../control/controlled.ts'
import type { CallCounts } from '../control/coverage.ts'
import { mountControl } from '../control/pages.ts'
import { failureOf } from '../http/status.ts'
import { toScenario } from '../scenario/journal/draft.ts'
import { entryTest } from '../scenario/journal/filter.ts'
import { toHar } from '../scenario/journal/har.ts'
import type { Journal } from '../scenario/journal/journal.ts'
import type { Step } from '../scenario/step.ts'
import { stepTable } from '../scenario/steps.ts'
import { conflict, invalid } from '../world/refusal.ts'
import type { Control } from './control-option.ts'
import { controlledRules, givenIn, type RuleParts } from './controlled-rules.ts'
import type { Snapshots } from './snapshots.ts'

export interface ControlledParts extends RuleParts {
  readonly snapshots: Snapshots
  readonly journal: Journal
  readonly calls: CallCounts
}

interface ControlOptions {
  readonly control?: Control | undefined
  readonly steps?: Readonly<Record<string, Step>> | undefined
  readonly report?: ((error: unknown) => void) | undefined
}

/** Puts the control API among the pages of a daemon. */
export function mountControlOf(pages: Express, parts: Omit<ControlledParts, 'steps'>, options: ControlOptions): void {
  const { control, report } = options
  const token = typeof control === 'object' ? control.token : undefined
  const controlled = controlledBy({ ...parts, steps: stepTable(options.steps) })
  mountControl(pages, controlled, { token, failureOf, report })
}

function controlledBy(parts: ControlledParts): Controlled {
  const { engine, scenarios, snapshots, journal, calls } = parts
  let progress: Controlled['progress'] = { status: 'starting' }
  scenarios.ready.then(
    () => {
      progress = { status: 'ready' }
    },
    (error: Error) => {
      progress = { status: 'failed', message: error.message }
    },
  )
  return {
    engine,
    get progress() {
      return progress
    },
    rules: controlledRules(parts),
    snapshots: {
      take() {
        try {
          return snapshots.take()
        } catch (error) {
          throw conflict((error as Error).message)
        }
      },
      reset: () =>
        snapshots.reset().catch((error: Error) => {
          throw conflict(error.message)
        }),
    },
    journal: controlledJournal(journal, engine.persona.version),
    calls,
    give: givenIn(parts),
  }
}

/** @param version of the engine that was called */
function controlledJournal(journal: Journal, version: string): ControlledJournal {
  return {
    get entries() {
      return journal.entries
    },
    get count() {
      return journal.count
    },
    clear: () => journal.clear(),
    test(filters) {
      try {
        return entryTest(filters)
      } catch (error) {
        throw invalid((error as Error).message)
      }
    },
    follow: (signal) => journal.follow(signal),
    har: (entries) => toHar(entries, 'http://docker', version),
    scenario: (entries) => toScenario(entries, 'drafted/from-a-journal'),
  }
}
