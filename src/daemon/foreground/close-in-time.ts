// The end of the daemon, as long as it may take.
import type { Engine } from '../../engine/engine.ts'
import type { Timer } from '../../world/clock.ts'
import type { Logger } from '../../world/logger.ts'
import { hostTimer } from '../../world/real-clock.ts'
import type { StartedDaemon } from '../start.ts'

/** seconds that a container has beside its own time to stop */
const GRACE = 5
/** seconds from the stop signal to SIGKILL, if the container has no time of its own */
const STOP = 10

/** Resolves to `late` when it goes on beyond its time (moby daemon/command/daemon.go: shutdownDaemon). */
export async function closeInTime(daemon: StartedDaemon, logger: Logger): Promise<'closed' | 'late'> {
  const seconds = shutdownTimeout(daemon.engine)
  const { shutdownTimeout: configured } = daemon.engine.settings.now
  logger.log('debug', `daemon configured with a ${configured} seconds minimum shutdown timeout`)
  logger.log('debug', `start clean shutdown of all containers with a ${seconds} seconds timeout...`)
  let timer: Timer | undefined
  const isLate = new Promise<'late'>((resolve) => {
    // it is the host that waits, whatever the daemon's own time does
    if (seconds >= 0) timer = hostTimer(seconds * 1000, () => resolve('late'))
  })
  const end = await Promise.race([daemon.close().then(() => 'closed' as const), isLate])
  timer?.cancel()
  if (end === 'late') logger.log('error', 'Force shutdown daemon')
  else logger.log('debug', 'Clean shutdown succeeded')
  logger.log('info', 'Daemon shutdown complete')
  return end
}

/** Every container can take its time, whatever --shutdown-timeout says; -1 for ever (moby daemon/daemon.go: ShutdownTimeout). */
function shutdownTimeout({ settings, containers }: Engine): number {
  let seconds = settings.now.shutdownTimeout
  for (const { config } of containers.all()) {
    const stop = config.StopTimeout ?? STOP
    if (stop < 0 || seconds < 0) return -1
    seconds = Math.max(seconds, stop + GRACE)
  }
  return seconds
}
