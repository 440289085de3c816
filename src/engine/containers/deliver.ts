// Delivering a signal to a container's main process, with its event.
import { parseSignal, SIGKILL } from '../signals.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { continueHealth } from './health.ts'
import { unpaused } from './state.ts'

/**
 * One signal and its event. Whoever sends the stop signal, or any when the container has none of its own, means its
 * end: the restart policy is off, and a paused container is woken (moby daemon/kill.go: killWithSignal).
 */
export function deliver(context: ContainerContext, container: Container, signal: number): void {
  const isEnd = meansEnd(context, container, signal)
  if (isEnd) container.restartCancelled = true
  publish(context, container, 'kill', { signal: String(signal) })
  container.task?.signal(signal)
  if (!isEnd || container.state.status !== 'paused') return
  container.machine?.resume()
  container.state = unpaused(container.state)
  continueHealth(context, container)
  touch(container)
  publish(context, container, 'unpause')
}

function meansEnd({ words }: ContainerContext, { config }: Container, signal: number): boolean {
  return signal === SIGKILL || !config.StopSignal || parseSignal(config.StopSignal, words) === signal
}

/** The same for a container that waits for its restart: there is no process, but there will be none either. */
export function cancelRestart(context: ContainerContext, container: Container, signal: number): void {
  if (meansEnd(context, container, signal)) {
    container.restartCancelled = true
    container.state = { ...container.state, status: 'exited' }
    container.waiters.exited({ exitCode: container.state.exitCode })
  }
  touch(container)
}
