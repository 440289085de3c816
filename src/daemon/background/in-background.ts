// The daemon that `mockerd start` has started: as in the foreground, but findable by its name.
import { rfc3339 } from '../../codec/timestamp.ts'
import { hostNow } from '../../world/real-clock.ts'
import { runForeground } from '../foreground/foreground.ts'
import { parseOptions } from '../options.ts'
import type { StartedDaemon } from '../start.ts'
import { say, startOptionsOf } from '../start-options.ts'
import { backgroundFiles } from './background-files.ts'
import { nameOption } from './background-options.ts'
import { type HeldLifeline, holdLifeline } from './lifeline.ts'

/** Runs until it is stopped; resolves to the exit code. */
export async function runInBackground(args: readonly string[]): Promise<number> {
  const { name, ...options } = parseOptions(args, nameOption)
  for (const notice of options.notices) say(notice)
  const files = await backgroundFiles(name)
  const asked = await startOptionsOf(options)
  let lifeline: HeldLifeline | undefined
  const exitCode = await runForeground({
    options: { ...options, pidfile: options.pidfile ?? files.pidfile },
    wanted: { ...asked, hosts: asked.hosts ?? [`unix://${files.socket}`] },
    async ready(daemon) {
      lifeline = await holdLifeline(files.lifeline, lifeOf(daemon))
      await tellStarter(daemon.host)
    },
  })
  await lifeline?.release(exitCode)
  return exitCode
}

/** Rejects with a sentence when nobody waits any more. */
function tellStarter(host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const told = (error: Error | null): void =>
      error ? reject(new Error('who has started this daemon is gone')) : resolve()
    if (process.send) process.send({ host }, told)
    else resolve()
  })
}

const lifeOf = ({ host, hosts, engine }: StartedDaemon): Parameters<typeof holdLifeline>[1] => ({
  pid: process.pid,
  host,
  hosts,
  engine: engine.persona.version,
  since: rfc3339(Math.floor(hostNow() / 1000) * 1000),
})
