// Delivering a signal to a container's main process, with its event.
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { continueHealth } from './health.ts'
import { unpaused } from './state.ts'

/** One signal and its event. A paused container is woken, or it would never notice (moby daemon/kill.go). */
export function deliver(context: ContainerContext, container: Container, signal: number): void {
  publish(context, container, 'kill', { signal: String(signal) })
  container.task?.signal(signal)
  if (container.state.status !== 'paused') return
  container.machine?.resume()
  container.state = unpaused(container.state)
  continueHealth(context, container)
  touch(container)
  publish(context, container, 'unpause')
}
