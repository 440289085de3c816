// What the command does: its subcommands, or a daemon in the foreground.
import { errorText } from '../codec/path-error.ts'
import { runForeground } from './foreground/foreground.ts'
import { helpText } from './options/help.ts'
import { StrayWord } from './options/option-error.ts'
import { parseOptions } from './options.ts'
import { endWithOutput, surviveClosedOutput } from './output.ts'
import { packageVersion } from './package-version.ts'
import { personaNamed } from './personas.ts'
import { usualAddress } from './socket.ts'
import type { StartOptions } from './start.ts'
import { say, startOptionsOf } from './start-options.ts'

type Runner = (args: readonly string[], say: (text: string) => void) => Promise<number>
type Printer = (args: readonly string[]) => Promise<string>

/** Those that say themselves how they ended. Each is loaded when it is asked for. */
const runners: Readonly<Record<string, () => Promise<Runner>>> = {
  run: async () => (await import('./runner/run-command.ts')).runUnder,
  audit: async () => (await import('./runner/audit-command.ts')).auditCommand,
  record: async () => (await import('./record-command.ts')).recordCommand,
  replay: async () => (await import('./replay-command.ts')).replayCommand,
  import: async () => (await import('./import/import-command.ts')).importCommand,
  start: async () => (await import('./background/start-command.ts')).startCommand,
  stop: async () => (await import('./background/stop-command.ts')).stopCommand,
  status: async () => (await import('./background/status-command.ts')).statusCommand,
  logs: async () => (await import('./background/logs-command.ts')).logsCommand,
  // what `mockerd start` starts
  '--in-background': async () => (await import('./background/in-background.ts')).runInBackground,
}

/** Those that have more to do than to print. */
const lasting = new Set(['run', 'audit', 'record', 'replay', '--in-background'])

/** Those that print something and are done. */
const printers: Readonly<Record<string, () => Promise<Printer>>> = {
  certs: async () => (await import('./certificates/certs-command.ts')).certsCommand,
  storage: async () => (await import('./storage-command.ts')).storageCommand,
  explain: async () => (await import('./explain-command.ts')).explainCommand,
}

/** Runs until a signal ends it; resolves to the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [word = ''] = args
  if (Object.hasOwn(runners, word)) {
    if (lasting.has(word)) surviveClosedOutput()
    else endWithOutput()
    return run(args, runners[word]!)
  }
  if (Object.hasOwn(printers, word)) return print(args, printers[word]!)
  if (word === 'daemon') return asDockerDaemon(args.slice(1))
  let options: ReturnType<typeof parseOptions>
  try {
    options = parseOptions(args)
  } catch (error) {
    say(await refusal(error))
    return 1
  }
  if (options.help || options.version) endWithOutput()
  if (options.help) {
    process.stdout.write(helpText())
    return 0
  }
  if (options.version) {
    process.stdout.write(`mockerd version ${await packageVersion()}\n`)
    return 0
  }
  for (const notice of options.notices) say(notice)
  let wanted: StartOptions
  try {
    const asked = await startOptionsOf(options)
    if (options.validate) return await validated(asked)
    wanted = { ...asked, hosts: asked.hosts ?? [await usualAddress()] }
  } catch (error) {
    say(errorText(error))
    return 1
  }
  return runForeground({
    options,
    wanted,
    ready: ({ host }) => void process.stdout.write(`export DOCKER_HOST=${host}\n`),
  })
}

/** With the subcommand that a stray word may have meant. */
async function refusal(error: unknown): Promise<string> {
  const { message } = error as Error
  if (!(error instanceof StrayWord)) return message
  const { didYouMean } = await import('../scenario/nearest.ts')
  const known = [...Object.keys(runners), ...Object.keys(printers), 'daemon']
  const suggestion = didYouMean(error.word, known)
  return suggestion === ''
    ? message
    : `mockerd: there is no command "${error.word}"${suggestion}\nSee 'mockerd --help'.`
}

/** What `docker daemon` was before dockerd (docker 17.03: cmd/docker/daemon_unix.go). */
function asDockerDaemon(args: readonly string[]): Promise<number> {
  say('Command "daemon" is deprecated, and will be removed in Docker 1.16. Please run `mockerd` directly.')
  return runCommand(args)
}

/** `--validate`: what would keep it from starting, of the engine, its scenarios and its certificates, too. */
async function validated({ engine, scenario, tls }: StartOptions): Promise<number> {
  personaNamed(engine)
  if (scenario !== undefined) await (await import('./load-scenarios.ts')).loadScenarios(scenario)
  if (typeof tls === 'object') await (await import('../http/tls.ts')).readCredentials(tls)
  say('configuration OK')
  return 0
}

async function print([, ...args]: readonly string[], load: () => Promise<Printer>): Promise<number> {
  endWithOutput()
  try {
    const text = await load()
    process.stdout.write(await text(args))
    return 0
  } catch (error) {
    say(`mockerd: ${errorText(error)}`)
    return 1
  }
}

async function run([, ...args]: readonly string[], load: () => Promise<Runner>): Promise<number> {
  try {
    const command = await load()
    return await command(args, say)
  } catch (error) {
    say(`mockerd: ${errorText(error)}`)
    return 1
  }
}
