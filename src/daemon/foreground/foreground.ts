// The daemon in the foreground, as a person or a service manager runs it: it logs, takes signals, and goes in order.
import { errorText } from '../../codec/path-error.ts'
import { realClock } from '../../world/real-clock.ts'
import { controlOf } from '../control-option.ts'
import type { CommandOptions } from '../options/table.ts'
import type { ReadOptions } from '../options.ts'
import { surviveClosedOutput } from '../output.ts'
import { openDaemon, type StartedDaemon, type StartOptions } from '../start.ts'
import { say } from '../start-options.ts'
import { closeInTime } from './close-in-time.ts'
import { writePidFile } from './pid-file.ts'
import { createProcessLog, type ProcessLog } from './process-log.ts'
import { catchSignals, type SignalHandlers } from './signals.ts'

/** The exit code of a run whose scenario did not come to pass. */
const UNUSED = 97
/** That of a Go program which SIGQUIT has ended. */
const QUIT = 2

export interface Foreground {
  readonly options: ReadOptions
  readonly wanted: StartOptions
  /** Called once it listens. */
  ready(daemon: StartedDaemon): void | Promise<void>
}

/** Runs until a signal ends it; resolves to the exit code. */
export async function runForeground({ options, wanted, ready }: Foreground): Promise<number> {
  surviveClosedOutput()
  const clock = controlOf(wanted).clock ?? realClock()
  const log = createProcessLog(clock, options)
  log.log('info', 'Starting up')
  const signals = catchSignals(log, (code) => process.exit(code))
  const inputEnd = options['exit-with-stdin'] ? endOfInput(log) : undefined
  let removePidFile: (() => Promise<void>) | undefined
  let daemon: StartedDaemon | undefined
  let isLate = false
  let code = 1
  try {
    if (options.pidfile) removePidFile = await writePidFile(options.pidfile)
    daemon = await openDaemon({ ...wanted, ...loggedBy(log), clock })
    signals.handle(handlersOf(daemon, log, options, wanted.dataRoot))
    await ready(daemon)
    tellWhere(daemon, log)
    await (inputEnd ? Promise.race([signals.ending, inputEnd]) : signals.ending)
    const verdict = verdictOf(daemon, options)
    isLate = (await closeInTime(daemon, log)) === 'late'
    for (const name of verdict.unused) say(`mockerd: ${name} has never fired`)
    code = verdict.code
  } catch (error) {
    const message = errorText(error)
    // dockerd's words stand alone, as dockerd prints them
    say(/^(failed to|Unable to|invalid TLS configuration:) /.test(message) ? message : `mockerd: ${message}`)
    // it may be the end itself that has failed
    await daemon?.close().catch(() => {})
  }
  await removePidFile?.()
  signals.stop()
  // what has not ended in time would keep the process, and so would a standard input that is waited for
  if (isLate || inputEnd) process.exit(code)
  return code
}

async function endOfInput(log: ProcessLog): Promise<void> {
  const { stdinEnd } = await import('./stdin-end.ts')
  await stdinEnd()
  log.log('info', 'The standard input has ended')
}

/** Each is loaded when its signal comes. */
function handlersOf(daemon: StartedDaemon, log: ProcessLog, options: ReadOptions, dataRoot?: string): SignalHandlers {
  const dump = async (directory?: string): Promise<void> => {
    const { writeDump } = await import('./write-dump.ts')
    await writeDump(daemon, log, directory)
  }
  return {
    SIGHUP: () => void import('./reload.ts').then(({ reload }) => reload(daemon, log, options)),
    SIGUSR1: () => void dump(dataRoot),
    SIGQUIT: () => void dump().then(() => process.exit(QUIT)),
  }
}

/** Who told these was told in plain lines before there was a log. */
const loggedBy = (log: ProcessLog): Partial<StartOptions> => ({
  logger: log,
  trace: undefined,
  warn: (sentence) => log.log('warning', sentence),
  report: (error) => log.log('error', error instanceof Error ? String(error.stack) : String(error)),
})

function tellWhere({ hosts, metricsUrl, registries }: StartedDaemon, log: ProcessLog): void {
  log.log('info', 'Daemon has completed initialization')
  if (metricsUrl) log.log('info', `metrics API listening on ${new URL(metricsUrl).host}`)
  for (const address of hosts) log.log('info', `API listen on ${withoutScheme(address)}`)
  for (const address of registries) log.log('info', `Registry listen on ${withoutScheme(address)}`)
}

const withoutScheme = (address: string): string => address.replace(/^\w+:\/\//, '')

/** Which rules that must fire never did, and what that means. */
function verdictOf({ rules, plans }: StartedDaemon, options: CommandOptions): { unused: string[]; code: number } {
  const unused = rules.unused().map(({ name }) => name)
  const isStrict = options['strict-scenario'] === true || plans.some((plan) => plan.strict)
  return { unused, code: unused.length > 0 && isStrict ? UNUSED : 0 }
}
