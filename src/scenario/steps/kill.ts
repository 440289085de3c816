// kill: the main process of a container gets a signal.
import { described, either, oneOf, record, textLike } from '../../codec/shape.ts'
import { parseSignal } from '../../engine/signals.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { containerField, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Kill extends OfContainer {
  readonly signal?: string | undefined
  readonly by?: 'host' | 'docker' | undefined
}

type Args = null | string | Kill

const signal = described(textLike('a signal like SIGTERM or 15', /^(\d+|[A-Za-z][\w+-]*)$/), 'SIGKILL if left out.')

const of = (args: Args): Kill => (typeof args === 'string' ? { signal: args } : (args ?? {}))

const step: Step<Args> = {
  summary: 'Sends a signal to the main process of a container: from the host, which nobody is told, or as docker kill.',
  args: orNothing(
    either<string | Kill>(
      signal,
      record<Kill>({
        signal,
        container: containerField,
        by: described(
          oneOf('host', 'docker'),
          'host: no event kill, and the restart policy stays on; docker: as a client would.',
        ),
      }),
    ),
  ),
  examples: [nothing, 'SIGTERM', { container: 'web', signal: 'SIGKILL', by: 'docker' }],
  places: anywhere,
  explain(args) {
    const { signal = 'SIGKILL', container, by = 'host' } = of(args)
    return `send ${signal} to ${theContainer(container)}${by === 'docker' ? ' as docker kill does' : ' from the host'}`
  },
  run(args, moment) {
    const { signal = 'SIGKILL', container, by = 'host' } = of(args)
    const { engine } = moment
    return onContainer(
      moment,
      container,
      (one, mishaps) =>
        by === 'docker'
          ? engine.containers.lifecycle.kill(one.id, signal)
          : mishaps.signal(one, parseSignal(signal, engine.persona.words)),
      `got ${signal}`,
    )
  },
}
export default step
