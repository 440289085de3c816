// One daemon for a whole run of tests, whose processes find it by DOCKER_HOST.
import { lendDockerHost } from './docker-host.ts'
import { type StartedDaemon, type StartOptions, startDaemon } from './start.ts'

let running: { readonly daemon: StartedDaemon; giveBack(): void } | undefined

/** With the control API, if nothing else is said: tests in other processes control it. */
export async function startForRun(options: StartOptions): Promise<void> {
  const daemon = await startDaemon({ control: true, ...options })
  running = { daemon, giveBack: lendDockerHost(daemon.host) }
}

export async function closeForRun(): Promise<void> {
  const over = running
  running = undefined
  over?.giveBack()
  await over?.daemon.close()
}
