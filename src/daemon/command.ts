// What the command does: parse, start, tell, wait for a signal, clean up.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Daemon } from './create.ts'
import { helpText, parseOptions } from './options.ts'
import { usualAddress } from './socket.ts'
import { openDaemon, type StartOptions } from './start.ts'
import { say, startOptionsOf } from './start-options.ts'

/** The exit code of a run whose scenario did not come to pass. */
const UNUSED = 97

/** Runs until a signal ends it; resolves to the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  if (args[0] === 'run') return (await import('./runner/run-command.ts')).runUnder(args.slice(1))
  if (args[0] === 'audit') return (await import('./runner/audit-command.ts')).auditCommand(args.slice(1))
  if (args[0] === 'storage') return print(args, async () => (await import('./storage-command.ts')).storageCommand)
  if (args[0] === 'explain') return print(args, async () => (await import('./explain-command.ts')).explainCommand)
  if (args[0] === 'record') return run(args, async () => (await import('./record-command.ts')).recordCommand)
  if (args[0] === 'import') return run(args, async () => (await import('./import/import-command.ts')).importCommand)
  if (args[0] === 'replay') return run(args, async () => (await import('./replay-command.ts')).replayCommand)
  let options: ReturnType<typeof parseOptions>
  try {
    options = parseOptions(args)
  } catch (error) {
    say(`mockerd: ${(error as Error).message}\nSee 'mockerd --help'.`)
    return 125
  }
  if (options.help) {
    process.stdout.write(helpText())
    return 0
  }
  if (options.version) {
    process.stdout.write(`mockerd version ${await packageVersion()}\n`)
    return 0
  }
  let wanted: StartOptions
  try {
    wanted = await startOptionsOf(options)
  } catch (error) {
    say(`mockerd: ${(error as Error).message}`)
    return 1
  }
  const hosts = wanted.hosts ?? [await usualAddress()]
  return serve({ ...wanted, hosts }, options['strict-scenario'] === true)
}

type Printer = (args: readonly string[]) => Promise<string>

/** A command that prints something and is done. */
async function print([, ...args]: readonly string[], load: () => Promise<Printer>): Promise<number> {
  try {
    const text = await load()
    process.stdout.write(await text(args))
    return 0
  } catch (error) {
    say(`mockerd: ${(error as Error).message}`)
    return 1
  }
}

type Runner = (args: readonly string[], say: (text: string) => void) => Promise<number>

/** A command that says itself how it ended. */
async function run([, ...args]: readonly string[], load: () => Promise<Runner>): Promise<number> {
  try {
    const command = await load()
    return await command(args, say)
  } catch (error) {
    say(`mockerd: ${(error as Error).message}`)
    return 1
  }
}

async function serve(options: StartOptions, strict: boolean): Promise<number> {
  const ending = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  try {
    const daemon = await openDaemon(options)
    process.stdout.write(`export DOCKER_HOST=${daemon.host}\n`)
    for (const address of daemon.hosts) say(`API listen on ${address.replace(/^(unix|tcp):\/\//, '')}`)
    if (daemon.metricsUrl) say(`metrics API listening on ${new URL(daemon.metricsUrl).host}`)
    tellOf(daemon.resumed)
    for (const address of daemon.registries) say(`Registry listen on ${address.replace(/^tcp:\/\//, '')}`)
    await ending
    const unused = daemon.rules.unused()
    await daemon.close()
    for (const { name } of unused) say(`mockerd: ${name} has never fired`)
    return unused.length > 0 && (strict || daemon.plans.some((plan) => plan.strict)) ? UNUSED : 0
  } catch (error) {
    const { message } = error as Error
    say(message.startsWith('failed to start daemon: ') ? message : `mockerd: ${message}`)
    return 1
  }
}

/** Processes are not in a snapshot: those of its containers have begun anew, or could not. */
function tellOf({ restarted, failed }: Daemon['resumed']): void {
  if (restarted.length > 0) say(`Running again, from the beginning: ${restarted.join(', ')}`)
  for (const [name, reason] of Object.entries(failed)) say(`mockerd: ${name} could not be run again: ${reason}`)
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
