// The findings of an audit as people read them: a table, then what is to be known of each failure.
import type { AuditRow } from './audit.ts'
import { type Ending, exitCodeOf } from './hosted-command.ts'
import type { Trial } from './trial.ts'
import { isGood } from './verdict.ts'

const VERDICT = 'wrong exit '.length
const LAST_WORDS = 12

export interface Table {
  readonly head: string
  baseline(trial: Trial): string
  row(row: AuditRow): string
}

/** Lines for these names, each with a line feed. */
export function auditTable(names: readonly string[]): Table {
  const width = Math.max('(no fault)'.length, ...names.map((name) => name.length))
  const line = (name: string, verdict: string, exit: string, seconds: string): string =>
    `${name.padEnd(width)}  ${verdict.padEnd(VERDICT)}  ${exit.padStart(4)}  ${seconds.padStart(7)}\n`
  return {
    head: line('scenario', 'verdict', 'exit', 'seconds'),
    baseline: ({ ending, seconds }) => line('(no fault)', 'succeeded', exitText(ending), seconds.toFixed(2)),
    row: ({ scenario, verdict, trial }) =>
      line(scenario.name, verdict, exitText(trial.ending), trial.seconds.toFixed(2)),
  }
}

const exitText = (ending: Ending | undefined): string => (ending ? (ending.signal ?? String(exitCodeOf(ending))) : '-')

/** `12 survived, 1 hung` */
export function summaryText(rows: readonly AuditRow[]): string {
  const words = ['survived', 'not touched', 'wrong exit', 'hung', 'crashed'] as const
  const counts = words.map((word) => [word, rows.filter(({ verdict }) => verdict === word).length] as const)
  return `${counts.flatMap(([word, count]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ')}\n`
}

/** What is to be known of those that failed, each behind an empty line. */
export const failuresText = (rows: readonly AuditRow[]): string =>
  rows
    .filter((row) => !isGood(row))
    .map((row) => `\n${row.scenario.name}: ${row.verdict}: ${row.why}\n${detailsText(row)}`)
    .join('')

/** What the scenario does, what was said and what was asked. */
export function detailsText({ scenario: { spec }, trial }: AuditRow): string {
  return [
    ...(spec.description === undefined ? [] : [`  What happened: ${spec.description.trim()}`]),
    ...(spec.client === undefined ? [] : [`  A good client: ${spec.client.trim()}`]),
    ...trialLines(trial),
    '',
  ].join('\n')
}

/** The end of what it printed, and the end of its journal. */
export function trialLines({ stdout, stderr, journal }: Trial): string[] {
  return [
    ...block('It printed', stdout),
    ...block('It complained', stderr),
    '  It asked:',
    ...(journal === '' ? ['    nothing'] : journal.split('\n').map((line) => `  ${line}`)),
  ]
}

function block(title: string, text: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n').slice(-LAST_WORDS)
  return text.trim() === '' ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)]
}
