// What an audit says of one run of a command: pure, from what was seen.
import type { SurvivalSpec } from '../../scenario/language.ts'
import { crashOf } from './crash.ts'
import { type Ending, exitCodeOf } from './hosted-command.ts'

export type VerdictWord = 'survived' | 'not touched' | 'wrong exit' | 'hung' | 'crashed'

export interface Finding {
  readonly verdict: VerdictWord
  /** Why it is no good, or what is to be known: a clause. */
  readonly why?: string
}

export interface Seen {
  /** undefined if it had not ended when its time was over */
  readonly ending: Ending | undefined
  readonly stderr: string
  /** Whether anything of the scenario has acted. */
  readonly touched: boolean
  /** How long it was given, in ms. */
  readonly timeout: number
}

export function findingOf({ ending, stderr, touched, timeout }: Seen, { exit = 'any' }: SurvivalSpec = {}): Finding {
  if (ending === undefined) return { verdict: 'hung', why: `it had not ended after ${timeout / 1000}s` }
  const crash = crashOf(ending, stderr)
  if (crash !== undefined) return { verdict: 'crashed', why: crash }
  const code = exitCodeOf(ending)
  if (!touched) {
    if (code === 0) return { verdict: 'not touched', why: 'it asked for nothing that the scenario is about' }
    return { verdict: 'wrong exit', why: `it exited with ${code}, though nothing has failed` }
  }
  if (exit === 'zero' && code !== 0) {
    return { verdict: 'wrong exit', why: `it exited with ${code}, though what it asked for was done or can be` }
  }
  if (exit === 'nonzero' && code === 0) {
    return { verdict: 'wrong exit', why: 'it exited with 0, though what it asked for was not done' }
  }
  return { verdict: 'survived' }
}

export const isGood = ({ verdict }: Finding): boolean => verdict === 'survived' || verdict === 'not touched'
