// `mockerd stop`: ends a daemon in the background, and waits until it has ended.

import { readSubcommand } from '../options/subcommand.ts'
import { say } from '../start-options.ts'
import { backgroundFiles } from './background-files.ts'
import { nameOption } from './background-options.ts'
import { callLifeline } from './lifeline.ts'

const command = {
  name: 'stop',
  usage: '[OPTIONS]',
  does: [
    'End a daemon in the background, as SIGTERM does, and wait for its end. Exits as the daemon does: with 97 if rules that',
    'must fire never did (--strict-scenario), with 0 if none runs.',
  ].join('\n'),
  options: nameOption,
}

/** Resolves to the exit code of the daemon. */
export async function stopCommand(args: readonly string[]): Promise<number> {
  const given = readSubcommand(command, args)
  if (!given) return 0
  const { options } = given
  const { title, lifeline } = await backgroundFiles(options.name)
  const running = await callLifeline(lifeline)
  if (!running) {
    say(`${title} is not running`)
    return 0
  }
  process.kill(running.life.pid, 'SIGTERM')
  const exitCode = await running.ended
  if (exitCode === undefined) throw new Error(`${title} was ended by force: see 'mockerd logs'`)
  return exitCode
}
