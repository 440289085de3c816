// `mockerd stop`: ends a daemon in the background, and waits until it has ended.
import { say } from '../start-options.ts'
import { backgroundFiles } from './background-files.ts'
import { optionsOf } from './background-options.ts'
import { callLifeline } from './lifeline.ts'

const command = {
  usage: 'stop [OPTIONS]',
  does: [
    'End a daemon in the background, as SIGTERM does, and wait for its end. Exits as the daemon does: with 97 if rules that',
    'must fire never did (--strict-scenario), with 0 if none runs.',
  ].join('\n'),
  options: {},
}

/** Resolves to the exit code of the daemon. */
export async function stopCommand(args: readonly string[]): Promise<number> {
  const options = optionsOf(command, args)
  if (!options) return 0
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
