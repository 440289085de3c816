// `mockerd start`: a daemon in the background, from the moment on at which it answers.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { optionRows } from '../options/help.ts'
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
  const { help: wantsHelp, name, ...options } = parseOptions(args, nameOption)
  if (wantsHelp) {
    process.stdout.write(help())
    return 0
  }
  if (options['exit-with-stdin']) throw new Error('a daemon in the background has no standard input to end with')
  const { title, lifeline, log } = await backgroundFiles(name)
  const running = await callLifeline(lifeline)
  if (running) {
    running.drop()
    throw new Error(`${title} is running already: process ${running.life.pid}, ${running.life.host}`)
  }
  const file = await open(log, 'w', 0o600)
  const child = fork(process.argv[1]!, ['--in-background', ...args], {
    detached: true,
    stdio: ['ignore', file.fd, file.fd, 'ipc'],
  })
  await file.close()
  const host = await answering(child)
  if (host === undefined) throw new Error(`${title} could not start:\n${(await readFile(log, 'utf8')).trimEnd()}`)
  child.disconnect()
  child.unref()
  process.stdout.write(`export DOCKER_HOST=${host}\n`)
  return 0
}

/** Where it listens; undefined when it has ended before it could. */
function answering(child: ChildProcess): Promise<string | undefined> {
  return Promise.race([
    once(child, 'message').then(([{ host }]) => host as string),
    once(child, 'exit').then(() => undefined),
  ])
}
