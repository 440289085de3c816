// `mockerd audit`: does a command survive the ways in which Docker daemons have broken tools?
import { parseDuration } from '../../codec/duration.ts'
import { hostNow } from '../../world/real-clock.ts'
import { optionRows } from '../options/help.ts'
import { openDaemon } from '../start.ts'
import { say, startOptionsOf } from '../start-options.ts'
import { type AuditOptions, type AuditRow, audit, baseline } from './audit.ts'
import { auditTable, detailsText, failuresText, summaryText, trialLines } from './audit-text.ts'
import { chosenScenarios } from './chosen-scenarios.ts'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import { CannotStart } from './hosted-command.ts'
import { reportFlags, writeReports } from './report-files.ts'
import type { TestCase } from './test-case.ts'
import type { Trial } from './trial.ts'
import { isGood } from './verdict.ts'

/** Not all was survived. */
const FAILED = 96
/** Wrong options, a scenario that cannot be, or a command that fails without any. */
const MISTAKE = 125

const auditFlags = {
  timeout: { kind: 'string', value: 'TIME', help: 'How long each run may take: 30s unless told' },
  jobs: { kind: 'string', value: 'N', help: 'How many runs at a time: 1 unless told' },
  ...reportFlags,
} as const

const help = (): string =>
  [
    'Usage:  mockerd audit [OPTIONS] -- COMMAND [ARG...]',
    '',
    'Run a command once for each scenario, beside a fresh daemon that plays it, and tell what became of it: survived,',
    'hung, crashed, wrong exit, or not touched if it asked for nothing that the scenario is about. First it runs without',
    `any fault, and must succeed. Exits with 0 if all was survived, ${FAILED} if not, ${MISTAKE} if it could not begin.`,
    '',
    '--scenario names a scenario (pull/enospc), a group (pull) or a file; without it all of docs/scenarios.md are played.',
    '',
    'Options, beside those of mockerd itself:',
    ...optionRows(auditFlags),
    '',
  ].join('\n')

/** Resolves to the exit code. */
export async function auditCommand(args: readonly string[]): Promise<number> {
  const aborting = new AbortController()
  const stop = (signal: NodeJS.Signals): void => aborting.abort(new Error(`ended by ${signal}`))
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    const line = parseCommandLine(args, auditFlags)
    if (!line.options.help) return await auditLine(line, aborting.signal)
    process.stdout.write(help())
    return 0
  } catch (error) {
    say(`mockerd audit: ${(error as Error).message}\nSee 'mockerd audit --help'.`)
    return error instanceof CannotStart ? error.code : MISTAKE
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

async function auditLine({ options, command }: CommandLine<typeof auditFlags>, signal: AbortSignal): Promise<number> {
  if (options['data-root'] !== undefined) throw new Error('every run has a fresh daemon: leave out --data-root')
  const own = {
    command,
    signal,
    timeout: timeoutOf(options.timeout),
    jobs: jobsOf(options.jobs),
    published: options.publish !== 'none',
  }
  const auditing: AuditOptions = {
    ...own,
    async open(scenario) {
      const wanted = await startOptionsOf(options)
      return openDaemon({
        ...wanted,
        // what a scenario names is its fault
        engine: scenario?.engine ?? wanted.engine,
        storageDriver: scenario?.storage ?? wanted.storageDriver,
        scenario: scenario ?? [],
        journal: true,
        // it would stand in the table
        warn: undefined,
      })
    },
  }
  const scenarios = await chosenScenarios(options.scenario)
  const began = hostNow()
  const plain = await baseline(auditing)
  const table = auditTable(scenarios.map(({ name }) => name))
  if (plain.ending?.code !== 0) throw new Error(withoutFault(plain, own.timeout))
  process.stdout.write(table.head + table.baseline(plain))
  const rows: AuditRow[] = []
  await audit(scenarios, auditing, (row) => {
    rows.push(row)
    process.stdout.write(table.row(row))
  })
  process.stdout.write(`\n${summaryText(rows)}${failuresText(rows)}`)
  const seconds = Math.round(hostNow() - began) / 1000
  const cases = rows.map(caseOf)
  const json = { command, seconds, baseline: plain, passed: rows.every(isGood), scenarios: rows.map(jsonOf) }
  await writeReports(options, { suite: `mockerd audit ${command.join(' ')}`, cases, seconds, json })
  return rows.every(isGood) ? 0 : FAILED
}

function withoutFault(trial: Trial, timeout: number): string {
  const { ending } = trial
  const how = ending ? `ended with ${ending.signal ?? ending.code}` : `had not ended after ${timeout / 1000}s`
  return [`without any fault the command must succeed, but it ${how}`, ...trialLines(trial)].join('\n')
}

const caseOf = (row: AuditRow): TestCase => ({
  group: row.scenario.name.split('/')[0]!,
  name: row.scenario.name,
  outcome: row.verdict === 'not touched' ? 'skipped' : isGood(row) ? 'passed' : 'failed',
  message: [row.verdict, row.why].filter(Boolean).join(': '),
  ...(isGood(row) ? {} : { details: detailsText(row) }),
  seconds: row.trial.seconds,
})

const jsonOf = ({ scenario: { name, spec }, verdict, why, trial }: AuditRow): object => ({
  scenario: name,
  description: spec.description,
  client: spec.client,
  verdict,
  why,
  ...trial,
})

function timeoutOf(text = '30s'): number {
  const ms = parseDuration(text) ?? 0
  if (ms > 0) return ms
  throw new Error(`invalid value "${text}" for flag --timeout: must be like 30s`)
}

function jobsOf(text = '1'): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw new Error(`invalid value "${text}" for flag --jobs: must be like 4`)
}
