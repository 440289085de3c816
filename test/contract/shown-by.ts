// Which test shows which operation: what docs/coverage.md names, and what the tests really call.
import { appendFileSync, readFileSync } from 'node:fs'

export interface ShowingTest {
  /** From the root of the project. */
  readonly file: string
  /** With the groups that it is in before it. */
  readonly title: string
}

/** What a test called and had answered as the contract says; written by a run with SHOWN_BY_LOG, one to a line. */
export interface ShownCalls extends ShowingTest {
  /** Whether any answer was no refusal, by operation. */
  readonly operations: Readonly<Record<string, boolean>>
}

/** What docs/coverage.md says, by operation: `npm run coverage:docs -- --tests` writes it. */
export const shownBy: Readonly<Record<string, ShowingTest>> = JSON.parse(
  readFileSync(new URL('shown-by.json', import.meta.url), 'utf8'),
)

let calls: Record<string, boolean> = {}

export function noteCall(operation: string, status: number): void {
  calls[operation] = calls[operation] === true || status < 400
}

/** The calls since the last time. */
export function takeCalls(): Readonly<Record<string, boolean>> {
  const taken = calls
  calls = {}
  return taken
}

export function logCalls(calls: ShownCalls): void {
  const log = process.env.SHOWN_BY_LOG
  if (log && Object.keys(calls.operations).length > 0) appendFileSync(log, `${JSON.stringify(calls)}\n`)
}
