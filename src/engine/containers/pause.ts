// Holding a container's processes where they are, and letting them go on (moby daemon/pause.go, unpause.go).
import { broken, conflict } from '../../world/refusal.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { continueHealth } from './health.ts'
import { endHealth } from './health-state.ts'
import { isUp, paused, unpaused } from './state.ts'

/** Throws a conflict when it does not run, or is paused already. */
export function pauseContainer(context: ContainerContext, container: Container): void {
  const { words } = context
  if (container.state.status === 'paused') throw conflict(words.alreadyPaused(container.id))
  if (container.state.status === 'restarting') {
    throw conflict(`Container ${container.id} is restarting, wait until the container is running`)
  }
  if (!isUp(container.state)) throw conflict(words.notRunning(container.id))
  container.machine?.pause()
  container.state = paused(container.state)
  endHealth(container)
  touch(container)
  publish(context, container, 'pause')
}

export function unpauseContainer(context: ContainerContext, container: Container): void {
  if (container.state.status !== 'paused') throw broken(`Container ${container.id} is not paused`)
  container.machine?.resume()
  container.state = unpaused(container.state)
  continueHealth(context, container)
  touch(container)
  publish(context, container, 'unpause')
}
