// What befalls containers although no client asks for it. Scenarios let it happen.
import type { ExitStatus } from '../../runtime/machine.ts'
import { conflict } from '../../world/refusal.ts'
import { disconnect } from './connection.ts'
import { type Container, touch } from './container.ts'
import { type ContainerContext, publish } from './context.ts'
import { type HealthReport, reportHealth } from './health.ts'
import { endHealth } from './health-state.ts'
import { removeNow } from './remove.ts'
import { waitAfter } from './restart-policy.ts'
import { dead, exited, isUp, removing } from './state.ts'
import { declareCurves } from './stats/measure.ts'
import { leaveVolumes } from './volume-use.ts'

export interface Mishaps {
  /** Its main process ends so. Throws a conflict for one that does not run. */
  end(container: Container, status: ExitStatus): void
  /**
   * The same, as it did before, so often in a row: where there is a restart policy it waits as long as it then would.
   * Throws a conflict for one that does not run.
   */
  endAgain(container: Container, status: ExitStatus, before: number): void
  /** Somebody on the host sends its main process a signal: no client asked for it, so the restart policy stays on. */
  signal(container: Container, number: number): void
  /** One of its processes is killed for memory, and it runs on: the event is told, and the flag is set. */
  runShortOfMemory(container: Container): void
  setHealth(container: Container, report: HealthReport): void
  /** It is gone, with its processes. `isTold`: with the events of a removal by force. */
  vanish(container: Container, isTold: boolean): Promise<void>
  /** Its removal has failed half way. */
  die(container: Container, keepsName: boolean): Promise<void>
  /** Its removal has begun and goes no further, until what comes back is called: with `gone` it ends. */
  beginRemoval(container: Container): Promise<(how: 'gone' | 'kept') => void>
  /** Its main process prints; after its end, too. The promise is kept when slow readers have it. */
  print(container: Container, stream: 1 | 2, bytes: Uint8Array): Promise<void> | undefined
  /** What it uses from now on; labels as in docs/stats.md. Returns how to take that back. */
  declareStats(container: Container, labels: Readonly<Record<string, string>>): () => void
  /** Its main process ends so long (ms) after each start, and its restart policy is `always`; returns how to take that back. */
  loop(container: Container, code: number, after: number): () => void
}

export function createMishaps(context: ContainerContext): Mishaps {
  const { world, table } = context

  /** Without a process, and nobody may start it. */
  const bringDown = async (container: Container): Promise<void> => {
    container.restartTimer?.cancel()
    container.doomed = true
    if (!isUp(container.state)) return
    const ended = new Promise<void>((resolve) => container.waiters.add('next-exit', () => resolve()))
    container.task?.finish({ code: 137, signal: 9 })
    await ended
  }

  const cutOff = (container: Container): void => {
    const { machine, state } = container
    container.doomed = true
    container.task = undefined
    container.machine = undefined
    machine?.destroy()
    container.log.end()
    endHealth(container)
    if (isUp(state)) container.state = exited(state, 137, world.clock.now())
    disconnect(context, container)
    leaveVolumes(context, container)
    removeNow(context, container, {})
  }

  return {
    end: (container, status) => running(context, container).finish(status),
    endAgain(container, status, before) {
      const task = running(context, container)
      container.restartCount += before
      container.restartWait = waitAfter(before)
      task.finish(status)
    },
    signal: (container, number) => running(context, container).signal(number),
    runShortOfMemory(container) {
      running(context, container)
      container.state = { ...container.state, oomKilled: true }
      touch(container)
      publish(context, container, 'oom')
    },
    setHealth(container, report) {
      running(context, container)
      reportHealth(context, container, report)
    },
    async vanish(container, isTold) {
      if (!isTold) return world.events.unheard(() => cutOff(container))
      await bringDown(container)
      removeNow(context, container, {})
    },
    async die(container, keepsName) {
      await bringDown(container)
      container.doomed = false
      container.state = dead(container.state)
      if (!keepsName) table.release(container)
      touch(container)
    },
    async beginRemoval(container) {
      if (container.doomed) throw conflict(`removal of container ${container.name} is already in progress`)
      await bringDown(container)
      const before = container.state
      container.state = removing(before)
      touch(container)
      return (how) => {
        if (table.get(container.id) !== container) return
        if (how === 'gone') return removeNow(context, container, {})
        container.doomed = false
        container.state = before.status === 'restarting' ? { ...before, status: 'exited' } : before
        touch(container)
      }
    },
    print(container, stream, bytes) {
      if (container.hostConfig.LogConfig.Type !== 'none') container.log.append(stream, bytes)
      return container.output.write(stream, bytes)
    },
    declareStats: (container, labels) => declareCurves(context, container, labels),
    loop(container, code, after) {
      const { RestartPolicy } = container.hostConfig
      const obey = (policy: typeof RestartPolicy): void => {
        container.hostConfig = { ...container.hostConfig, RestartPolicy: policy }
        touch(container)
      }
      const endSoon = () => world.clock.after(after, () => container.task?.finish({ code }))
      let timer = isUp(container.state) ? endSoon() : undefined
      const stopListening = world.events.listen(({ type, action, id }) => {
        if (type !== 'container' || id !== container.id) return
        if (action === 'start') timer = endSoon()
        if (action === 'destroy') stopListening()
      })
      obey({ Name: 'always', MaximumRetryCount: 0 })
      return () => {
        stopListening()
        timer?.cancel()
        obey(RestartPolicy)
      }
    },
  }
}

function running({ words }: ContainerContext, container: Container): NonNullable<Container['task']> {
  if (!container.task || !isUp(container.state)) throw conflict(words.notRunning(container.id))
  return container.task
}
