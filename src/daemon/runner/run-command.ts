// `mockerd run`: a command beside a daemon of its own, and whether the scenarios came to pass.
import { hostNow } from '../../world/real-clock.ts'
import { optionRows } from '../options/help.ts'
import { openDaemon, type StartedDaemon } from '../start.ts'
import { say, startOptionsOf } from '../start-options.ts'
import { commandEnvironment } from './command-environment.ts'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import { expectOf } from './expecting.ts'
import { CannotStart, type Ending, exitCodeOf, HostedCommand, passedSignals } from './hosted-command.ts'
import { reportFlags, writeReports } from './report-files.ts'
import { expectationCase, ruleCase, type TestCase } from './test-case.ts'

/** What was expected did not come to pass. */
const UNMET = 97
/** Wrong options, or a scenario that cannot be. */
const MISTAKE = 125

/** How many calls expectations can be held against. */
const JOURNAL_LIMIT = 20_000

const runFlags = {
  strict: { kind: 'bool', help: 'Exit with 97 when a rule has never fired, too' },
  ...reportFlags,
} as const

const help = (): string =>
  [
    'Usage:  mockerd run [OPTIONS] -- COMMAND [ARG...]',
    '',
    'Run a command beside a daemon of its own, at which DOCKER_HOST points, and exit as it does: or with 97 if what a',
    'scenario expects did not come true, 125 for mistakes in the options, 126 or 127 if the command cannot be run.',
    '',
    'Options, beside those of mockerd itself:',
    ...optionRows(runFlags),
    '',
  ].join('\n')

/** Resolves to the exit code. */
export async function runUnder(args: readonly string[]): Promise<number> {
  let line: CommandLine<typeof runFlags>
  let daemon: StartedDaemon
  try {
    line = parseCommandLine(args, runFlags)
    if (line.options.help) {
      process.stdout.write(help())
      return 0
    }
    daemon = await openDaemon({ ...(await startOptionsOf(line.options)), journal: { limit: JOURNAL_LIMIT } })
  } catch (error) {
    say(`mockerd run: ${(error as Error).message}\nSee 'mockerd run --help'.`)
    return MISTAKE
  }
  try {
    return await runBeside(daemon, line)
  } catch (error) {
    say(`mockerd run: ${(error as Error).message}`)
    return error instanceof CannotStart ? error.code : MISTAKE
  } finally {
    await daemon.close()
  }
}

async function runBeside(daemon: StartedDaemon, { options, command }: CommandLine<typeof runFlags>): Promise<number> {
  const began = hostNow()
  const expecting = expectOf(daemon)
  const exitCode = exitCodeOf(await follow(daemon, command, options.publish !== 'none'))
  const seconds = Math.round(hostNow() - began) / 1000
  const needed = isStrict(daemon, options.strict || options['strict-scenario'])
  const cases: TestCase[] = [
    ...expecting.finish().map(expectationCase),
    ...daemon.rules.list().map((rule) => ruleCase(rule, needed)),
  ]
  const failed = cases.filter(({ outcome }) => outcome === 'failed')
  for (const { name, message } of failed) say(`mockerd run: ${name}: ${message}`)
  if (failed.length > 0) say(`mockerd run: the command has exited with ${exitCode}`)
  const result = { command, exitCode, seconds, passed: failed.length === 0, cases }
  await writeReports(options, { suite: `mockerd run ${command.join(' ')}`, cases, seconds, json: result })
  return failed.length > 0 ? UNMET : exitCode
}

const isStrict = (daemon: StartedDaemon, asked: boolean | undefined): boolean =>
  asked === true || daemon.plans.some((plan) => plan.strict)

/** With this process's own input and output, and with its signals. */
async function follow(daemon: StartedDaemon, command: readonly string[], published: boolean): Promise<Ending> {
  const inTerminal = process.stdin.isTTY === true
  const signals = passedSignals(inTerminal)
  try {
    const hosted = await HostedCommand.start(command, {
      env: commandEnvironment(process.env, daemon, published),
      stdio: 'inherit',
      ownGroup: !inTerminal,
    })
    signals.passTo(hosted)
    return await hosted.ended
  } finally {
    signals.stop()
  }
}
