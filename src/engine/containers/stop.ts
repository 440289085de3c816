// Ending a container's processes: kill, stop, restart.
import { durationText } from '../../codec/duration.ts'
import { broken, conflict, invalid, Refusal, unchanged } from '../../world/refusal.ts'
import { isSignal, parseSignal, SIGKILL, SIGTERM } from '../signals.ts'
import type { Container } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { cancelRestart, deliver } from './deliver.ts'
import { startWhenReady } from './start.ts'
import { isUp } from './state.ts'

/** seconds that dockerd waits between the stop signal and SIGKILL */
const GRACE = 10
/** seconds that it waits when the signal could not be sent */
const GRACE_UNSENT = 2

export interface StopOptions {
  /** seconds; -1 waits for ever; the container's own or 10 if left out */
  readonly timeout?: number | undefined
  readonly signal?: string | undefined
}

/**
 * Sends a signal, SIGKILL if none is named; after that one it waits for the end (moby daemon/kill.go). The signal is
 * looked at before the container.
 */
export async function killContainer(
  context: ContainerContext,
  reference: string,
  signal: string | undefined,
): Promise<void> {
  const { words, table } = context
  const number = signal ? parseSignal(signal, words) : SIGKILL
  const findsFirst = context.differences.has('unsupported-signals-are-failures')
  if (!findsFirst && !isSignal(number)) throw invalid(words.unsupportedSignal(number))
  const container = table.find(reference)
  if (!isSignal(number)) throw broken(words.unsupportedSignal(number))
  if (container.state.status === 'restarting') {
    container.stoppedByHand = true
    return cancelRestart(context, container, number)
  }
  if (!isUp(container.state)) throw conflict(words.notRunning(container.id))
  const ended = number === SIGKILL ? exitOf(container) : undefined
  container.stoppedByHand = true
  deliver(context, container, number)
  await ended
}

/** The stop signal, a time of grace, SIGKILL (moby daemon/stop.go); why it cannot be done loses its class. */
export async function stopContainer(context: ContainerContext, reference: string, options: StopOptions): Promise<void> {
  const container = context.table.find(reference)
  if (container.state.status === 'restarting') {
    container.stoppedByHand = true
    cancelRestart(context, container, SIGKILL)
    publish(context, container, 'stop')
    return
  }
  if (!isUp(container.state)) throw unchanged('container is already stopped')
  await explained(`cannot stop container: ${reference}`, () => end(context, container, options))
}

async function end(context: ContainerContext, container: Container, options: StopOptions): Promise<void> {
  const signal = options.signal ? parseSignal(options.signal, context.words) : stopSignal(container, context.words)
  container.stoppedByHand = true
  const seconds = options.timeout ?? container.config.StopTimeout ?? GRACE
  const ended = exitOf(container, () => publish(context, container, 'stop'))
  const isSent = isSignal(signal)
  if (isSent) deliver(context, container, signal)
  if (seconds >= 0) {
    const patience = isSent ? seconds : GRACE_UNSENT
    const timer = context.world.clock.after(patience * 1000, () => {
      if (!isUp(container.state)) return
      const grace = durationText(patience * 1e9)
      const message = `Container failed to exit within ${grace} of signal ${signal} - using the force`
      context.world.logger.log('info', message, { container: container.id })
      deliver(context, container, SIGKILL)
    })
    await ended
    timer.cancel()
  }
  await ended
}

/** moby daemon/restart.go */
export async function restartContainer(
  context: ContainerContext,
  reference: string,
  options: StopOptions,
): Promise<void> {
  const container = context.table.find(reference)
  await explained(`Cannot restart container ${reference}`, async () => {
    if (isUp(container.state)) {
      container.restartByHand = true
      try {
        await end(context, container, options)
      } finally {
        container.restartByHand = false
      }
    }
    await startWhenReady(context, container)
  })
  publish(context, container, 'restart')
}

async function explained(what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    throw error instanceof Refusal ? broken(`${what}: ${error.message}`) : error
  }
}

function stopSignal(container: Container, words: ContainerContext['words']): number {
  return container.config.StopSignal ? parseSignal(container.config.StopSignal, words) : SIGTERM
}

/** Resolves at its end; `tell` is called in the very moment. */
function exitOf(container: Container, tell?: () => void): Promise<void> {
  return new Promise((resolve) =>
    container.waiters.add('next-exit', () => {
      tell?.()
      resolve()
    }),
  )
}
