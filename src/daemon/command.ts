// What the command does: its subcommands, or a daemon in the foreground.
import { readFile } from 'node:fs/promises'
import { runForeground } from './foreground/foreground.ts'
import { helpText } from './options/help.ts'
import { parseOptions } from './options.ts'
import { usualAddress } from './socket.ts'
import type { StartOptions } from './start.ts'
import { say, startOptionsOf } from './start-options.ts'

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
    say((error as Error).message)
    return 1
  }
  if (options.help) {
    process.stdout.write(helpText())
    return 0
  }
  if (options.version) {
    process.stdout.write(`mockerd version ${await packageVersion()}\n`)
    return 0
  }
  for (const notice of options.notices) say(notice)
  if (options.validate) {
    say('configuration OK')
    return 0
  }
  let wanted: StartOptions
  try {
    const asked = await startOptionsOf(options)
    wanted = { ...asked, hosts: asked.hosts ?? [await usualAddress()] }
  } catch (error) {
    say(`mockerd: ${(error as Error).message}`)
    return 1
  }
  return runForeground({ options, wanted, ready: ({ host }) => tellParent(host) })
}

/** For `eval`, and for whoever has started it with a channel. */
function tellParent(host: string): void {
  process.stdout.write(`export DOCKER_HOST=${host}\n`)
  process.send?.({ host })
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

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
