// What follows when a container's main process has ended: its state, the news, its restart or its removal.
import type { ExitStatus, Task } from '../../runtime/machine.ts'
import { disconnect } from './connection.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { endHealth } from './health-state.ts'
import { saveFiles } from './keep.ts'
import { removeQuietly } from './remove.ts'
import { restartDelay } from './restart-policy.ts'
import { exited, restarting } from './state.ts'
import { leaveVolumes } from './volume-use.ts'

/** Starts a container, now or as soon as that can be done. */
type Starter = (context: ContainerContext, container: Container) => Promise<void> | void

export function onExit(
  context: ContainerContext,
  container: Container,
  task: Task,
  status: ExitStatus,
  start: Starter,
): void {
  if (container.task !== task) return
  const { world } = context
  const now = world.clock.now()
  const ran = now - (container.state.startedAt ?? now)
  container.log.end()
  container.state = exited(container.state, status.code, now)
  const { machine } = container
  container.task = undefined
  container.machine = undefined
  // those that were never started are forgotten, those that run end with it
  container.execs.clear()
  endHealth(container)
  touch(container)
  saveFiles(context, container)
  const cleanUp = (): void => {
    disconnect(context, container)
    leaveVolumes(context, container)
  }
  // told only when its networks and volumes are free again (moby daemon/monitor.go: handleContainerExit)
  const isToldFirst = context.differences.has('ends-are-told-before-cleaning-up')
  if (!isToldFirst) {
    cleanUp()
    // who stops it hears of its end, and tells so, before the end itself is told
    container.waiters.exited({ exitCode: status.code })
  }
  publish(context, container, 'die', { exitCode: String(status.code), execDuration: String(Math.floor(ran / 1000)) })
  if (isToldFirst) cleanUp()
  machine?.destroy()
  const delay = container.doomed ? undefined : restartDelay(container, status.code, ran)
  if (delay !== undefined) {
    container.restartCount++
    container.state = restarting(container.state)
    touch(container)
    restartAfter(context, container, delay, start)
  }
  container.output.close()
  container.waiters.exited({ exitCode: status.code })
  if (delay === undefined && container.hostConfig.AutoRemove && !container.doomed && !container.restartByHand) {
    removeQuietly(context, container, { volumes: true })
  }
}

/** @param delay ms */
export function restartAfter(context: ContainerContext, container: Container, delay: number, start: Starter): void {
  container.restartTimer?.cancel()
  container.restartTimer = context.world.clock.after(delay, () => restart(context, container, start))
}

/** The restart policy's turn, unless a person was quicker. */
function restart(context: ContainerContext, container: Container, start: Starter): void {
  if (container.state.status !== 'restarting') return
  container.state = { ...container.state, status: 'exited' }
  try {
    // why it did not start is in its state, as dockerd leaves it
    start(context, container)?.catch(() => {})
  } catch {
    // the same
  }
}
