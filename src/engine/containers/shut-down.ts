// The daemon's own end: its containers are stopped and stay (moby daemon/daemon.go: shutdownContainer).
import { parseSignal, SIGKILL, SIGTERM } from '../signals.ts'
import { type Container, touch } from './container.ts'
import type { ContainerContext } from './context.ts'
import { deliver } from './deliver.ts'
import { etcKey, putRunning, saveFiles } from './keep.ts'
import { isUp } from './state.ts'

/** seconds from the stop signal to SIGKILL, if the container has no time of its own */
const GRACE = 10
/** How often processes get their turn on a clock that stands still. */
const TURNS = 100

/** Resolves when no container has a process any more, or what the next daemon needs to let them run on is kept. */
export async function shutDownContainers(context: ContainerContext): Promise<void> {
  if (context.settings.now.liveRestore && context.store.isKept) return leaveRunning(context)
  const containers = [...context.table.all()]
  await Promise.all(containers.map((container) => endContainer(context, container)))
  // it may come up again in this very process
  for (const container of containers) container.restartByHand = false
}

async function endContainer(context: ContainerContext, container: Container): Promise<void> {
  // neither the restart policy nor the removal is to begin now: the next start sees to both
  container.restartByHand = true
  if (container.state.status === 'restarting') {
    container.state = { ...container.state, status: 'exited' }
    touch(container)
  }
  if (!isUp(container.state)) return
  const ended = new Promise<void>((resolve) => container.waiters.add('next-exit', () => resolve()))
  const { StopSignal, StopTimeout } = container.config
  const signal = StopSignal ? parseSignal(StopSignal, context.words) : SIGTERM
  // differs: a main process without a handler for the signal never notices it; dockerd waits all the same
  const waits = signal === SIGKILL || container.task?.catches(signal) === true
  deliver(context, container, signal)
  const seconds = StopTimeout ?? GRACE
  if (waits) await (seconds < 0 ? ended : Promise.race([ended, grace(context, seconds)]))
  if (isUp(container.state)) deliver(context, container, SIGKILL)
  await ended
}

/**
 * `--live-restore`: containers stay what they are.
 * differs: their processes are gone with this one; the next daemon begins the main ones anew, and nobody is told.
 */
function leaveRunning(context: ContainerContext): void {
  for (const container of context.table.all()) {
    if (!isUp(container.state) && container.state.status !== 'restarting') continue
    putRunning(context.store, container)
    context.store.containerTrees.save(etcKey(container.id))
    saveFiles(context, container)
    container.restartTimer?.cancel()
    container.health?.stop?.()
    // its end is not to be noticed
    container.task = undefined
  }
}

async function grace({ world: { clock } }: ContainerContext, seconds: number): Promise<void> {
  if (!('advance' in clock)) return clock.sleep(seconds * 1000)
  // who would move the clock waits for us
  for (let turn = 0; turn < TURNS; turn++) await clock.sleep(0)
}
