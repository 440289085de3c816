// `mockerd status`: whether a daemon runs in the background, and where it listens.
import { readSubcommand } from '../options/subcommand.ts'
import { backgroundFiles } from './background-files.ts'
import { nameOption } from './background-options.ts'
import { callLifeline } from './lifeline.ts'

/** Of a service that does not run, as init scripts say it (Linux Standard Base: Init Script Actions). */
const NOT_RUNNING = 3

const command = {
  name: 'status',
  usage: '[OPTIONS]',
  does: `Tell whether a daemon runs in the background. Exits with 0 if it does, with ${NOT_RUNNING} if it does not.`,
  options: { ...nameOption, json: { kind: 'bool', help: 'Print it as JSON' } },
} as const

/** Resolves to the exit code. */
export async function statusCommand(args: readonly string[]): Promise<number> {
  const given = readSubcommand(command, args)
  if (!given) return 0
  const { options } = given
  const { name, title, lifeline, log, pidfile } = await backgroundFiles(options.name)
  const running = await callLifeline(lifeline)
  running?.drop()
  const life = running?.life
  const lines = life
    ? [
        `${title} is running as Docker ${life.engine}: process ${life.pid}, since ${life.since}`,
        ...life.hosts.map((host) => `  listens on ${host}`),
        `  logs to ${log}`,
      ]
    : [`${title} is not running`]
  const json = { name, running: life !== undefined, ...life, log, pidfile }
  process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`)
  return life ? 0 : NOT_RUNNING
}
