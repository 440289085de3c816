// What a run or an audit has found out, case by case, as reports for machines have it.
import type { Verdict } from '../../scenario/expectations.ts'
import type { RuleReport } from '../../scenario/rules.ts'

export interface TestCase {
  readonly group: string
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Why it failed or was skipped. */
  readonly message?: string
  /** More about it, in several lines. */
  readonly details?: string
  readonly seconds?: number
}

export const expectationCase = ({ expectation, met, found }: Verdict): TestCase => ({
  group: 'expectations',
  name: expectation,
  ...(met ? { outcome: 'passed' } : { outcome: 'failed', message: `found: ${found}` }),
})

/** @param needed whether a rule that never fired is a failure */
export function ruleCase({ name, hits, optional, enabled }: RuleReport, needed: boolean): TestCase {
  if (hits > 0) return { group: 'rules', name, outcome: 'passed' }
  const excused = !needed || optional || !enabled
  return { group: 'rules', name, outcome: excused ? 'skipped' : 'failed', message: 'has never fired' }
}
