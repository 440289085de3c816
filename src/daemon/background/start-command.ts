// `mockerd start`: a daemon in the background, from the moment on at which it answers.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { optionRows } from '../options/help.ts'
import { FlagError, StrayWord } from '../options/option-error.ts'
import { misused, noUseFor } from '../options/subcommand.ts'
import { parseOptions } from '../options.ts'
import { backgroundFiles } from './background-files.ts'
import { nameOption } from './background-options.ts'
import { callLifeline } from './lifeline.ts'

const help = (): string =>
  [
    'Usage:  mockerd start [OPTIONS]',
    '',
    'Start a daemon in the background, and print where it listens once it answers:',
    '',
    '    eval "$(mockerd start)"',
    '',
    "Options, beside those of mockerd itself (see 'mockerd --help'):",
    ...optionRows(nameOption),
    '',
  ].join('\n')

/** Resolves to the exit code. Rejects with a sentence when one of that name runs, or it ends before it answers. */
export async function startCommand(args: readonly string[]): Promise<number> {
  const { help: wantsHelp, name, ...options } = optionsOf(args)
  if (wantsHelp) {
    process.stdout.write(help())
    return 0
  }
  if (options['exit-with-stdin']) throw new Error('a daemon in the background has no standard input to end with')
  const { title, lifeline, log } = await backgroundFiles(name)
  const refuseSecond = async (): Promise<void> => {
    const running = await callLifeline(lifeline)
    if (!running) return
    running.drop()
    throw new Error(`${title} is running already: process ${running.life.pid}, ${running.life.host}`)
  }
  await refuseSecond()
  // another may be starting one of this name: the log is that of who comes first
  const own = `${log}.${process.pid}`
  const file = await open(own, 'w', 0o600)
  const child = fork(process.argv[1]!, ['--in-background', ...args], {
    detached: true,
    stdio: ['ignore', file.fd, file.fd, 'ipc'],
  })
  await file.close()
  const host = await answering(child)
  if (host === undefined) {
    const said = await readFile(own, 'utf8')
    await rm(own)
    await refuseSecond()
    throw new Error(`${title} could not start:\n${said.trimEnd()}`)
  }
  await rename(own, log)
  child.disconnect()
  child.unref()
  process.stdout.write(`export DOCKER_HOST=${host}\n`)
  return 0
}

/** What is said after a mistake is the business of the subcommand. */
function optionsOf(args: readonly string[]): ReturnType<typeof parseOptions<typeof nameOption>> {
  try {
    return parseOptions(args, nameOption)
  } catch (error) {
    if (error instanceof StrayWord) throw misused({ name: 'start' }, noUseFor(error.word))
    throw error instanceof FlagError ? misused({ name: 'start' }, error.reason) : error
  }
}

/** Where it listens; undefined when it has ended before it could. */
function answering(child: ChildProcess): Promise<string | undefined> {
  return Promise.race([
    once(child, 'message').then(([{ host }]) => host as string),
    once(child, 'exit').then(() => undefined),
  ])
}
