// What becomes of containers, as dockerd's log tells it: by what containerd told dockerd.
import type { Engine } from '../../engine/engine.ts'
import type { Persona } from '../../engine/persona.ts'
import type { Happening } from '../../world/events.ts'
import { isLogged, type LogFields, type Logger } from '../../world/logger.ts'
import { signalText } from './signal-text.ts'

/** What containerd says when something happens to a container; those of an exec are told by their first word. */
const topics: Readonly<Record<string, readonly string[]>> = {
  start: ['create', 'start'],
  die: ['exit', 'delete'],
  pause: ['paused'],
  unpause: ['resumed'],
  oom: ['oom'],
  exec_start: ['exec-added'],
  exec_die: ['exit'],
}

/** Until the daemon is no more. */
export function logEvents(engine: Engine, logger: Logger): void {
  engine.world.events.overhear((event) => {
    if (event.type === 'container') tellOf(event, engine, logger)
  })
}

function tellOf({ action, id, attributes }: Happening, engine: Engine, logger: Logger): void {
  const from: LogFields = { module: 'libcontainerd', namespace: engine.settings.now.containerdNamespace }
  const tell = (topic: string): void => logger.log('debug', 'event', { ...from, topic: `/tasks/${topic}` })
  const [happened = ''] = action.split(':')
  const { execID = '' } = attributes
  if (happened === 'kill') tellOfSignal(id, Number(attributes.signal), logger, engine.persona)
  if (happened === 'exec_start') {
    logger.log('debug', `starting exec command ${execID} in container ${id}`)
    // whether it could be started is known when those who tell of it are done
    queueMicrotask(() => {
      if (isLogged(logger, 'debug') && hasStarted(engine, id, execID)) tell('exec-started')
    })
  }
  for (const topic of topics[happened] ?? []) tell(topic)
  if (happened === 'die') {
    // its end is known from the exit of its process
    const type = { text: '*events.TaskDelete', json: {} }
    logger.log('info', 'ignoring event', { ...from, container: id, topic: '/tasks/delete', type })
  }
}

/** Also of health checks, which only their container knows. */
function hasStarted({ execs, containers }: Engine, container: string, exec: string): boolean {
  try {
    return execs.find(exec).pid !== 0
  } catch {
    for (const one of containers.all()) if (one.id === container) return one.execs.has(exec)
    return false
  }
}

/** moby daemon/kill.go: containerStop */
function tellOfSignal(container: string, signal: number, logger: Logger, persona: Persona): void {
  if (persona.differences.has('logs-are-sentences')) {
    logger.log('debug', `Sending kill signal ${signal} to container ${container}`)
  } else {
    logger.log('debug', `sending signal ${signal} (${signalText(signal)}) to container`, { container, signal })
  }
}
