// A container goes on as what it was, after its processes have been lost.
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { restartAfter } from './exit.ts'
import { continueHealth } from './health.ts'
import { beginAnew, startWhenReady } from './start.ts'
import { isUp } from './state.ts'

/**
 * Whether its main process began anew; one that waits for its restart waits again.
 *
 * @param failed takes why it could not, by name
 */
export function goOn(context: ContainerContext, container: Container, failed: Record<string, string>): boolean {
  container.machine = undefined
  container.task = undefined
  container.execs.clear()
  if (container.state.status === 'restarting') {
    restartAfter(context, container, container.restartWait, startWhenReady)
    return false
  }
  if (!isUp(container.state)) return false
  try {
    container.log.begin()
    beginAnew(context, container)
    if (container.state.status === 'running') continueHealth(context, container)
    return true
  } catch (error) {
    failed[container.name] = (error as Error).message
    return false
  }
}
