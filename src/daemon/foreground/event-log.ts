// What becomes of containers, as dockerd's log tells it: by what containerd told dockerd.
import type { Engine } from '../../engine/engine.ts'
import type { Persona } from '../../engine/persona.ts'
import type { Happening } from '../../world/events.ts'
import type { LogFields, Logger } from '../../world/logger.ts'
import { signalText } from './signal-text.ts'

/** Until the daemon is no more. */
export function logEvents({ world, persona, settings }: Engine, logger: Logger): void {
  world.events.overhear((event) => {
    if (event.type !== 'container') return
    tellOf(event, logger, persona, settings.now.containerdNamespace)
  })
}

/** What containerd says when something happens to a container; those of an exec are told by their first word. */
const topics: Readonly<Record<string, readonly string[]>> = {
  start: ['create', 'start'],
  die: ['exit', 'delete'],
  pause: ['paused'],
  unpause: ['resumed'],
  oom: ['oom'],
  exec_start: ['exec-added', 'exec-started'],
  exec_die: ['exit'],
}

function tellOf({ action, id, attributes }: Happening, logger: Logger, persona: Persona, namespace: string): void {
  const from: LogFields = { module: 'libcontainerd', namespace }
  const [happened = ''] = action.split(':')
  if (happened === 'kill') tellOfSignal(id, Number(attributes.signal), logger, persona)
  if (happened === 'exec_start') logger.log('debug', `starting exec command ${attributes.execID} in container ${id}`)
  for (const topic of topics[happened] ?? []) logger.log('debug', 'event', { ...from, topic: `/tasks/${topic}` })
  if (happened === 'die') {
    // its end is known from the exit of its process
    const type = { text: '*events.TaskDelete', json: {} }
    logger.log('info', 'ignoring event', { ...from, container: id, topic: '/tasks/delete', type })
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
