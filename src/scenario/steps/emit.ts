// emit: an event is told that nothing stands behind.
import { described, either, map, record, type Shape, text, textLike } from '../../codec/shape.ts'
import type { EventType, Fact } from '../../world/events.ts'
import type { Moment } from '../moment.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import type { OfContainer } from '../target.ts'

export interface Emitted extends OfContainer {
  readonly event: string
  readonly id?: string | undefined
  readonly attributes?: Readonly<Record<string, string>> | undefined
}

type Args = string | Emitted

const types = [
  'container',
  'image',
  'network',
  'volume',
  'plugin',
  'daemon',
  'builder',
  'service',
  'node',
  'secret',
  'config',
] as const satisfies readonly EventType[]

const event: Shape<string> = described(
  textLike('an event like container.die or daemon.reload', new RegExp(`^(${types.join('|')})\\..+$`)),
  'Type and action: container.die, network.connect, …',
)

export const eventFields: {
  readonly event: Shape<string>
  readonly id: Shape<string>
  readonly container: Shape<string>
  readonly attributes: Shape<Record<string, string>>
} = {
  event,
  id: described(text, 'Of what it happened to; of the container, or that the call or the event is about, if left out.'),
  container: described(text, 'A container, by name or id, with its name, image and labels as attributes.'),
  attributes: described(map(text), 'More attributes.'),
}

const of = (args: Args): Emitted => (typeof args === 'string' ? { event: args } : args)

const step: Step<Args> = {
  summary: 'Tells an event although nothing has happened.',
  args: either<Args>(event, record<Emitted>(eventFields, ['event'])),
  examples: ['daemon.reload', { event: 'container.die', container: 'web', attributes: { exitCode: '137' } }],
  places: anywhere,
  explain(args) {
    const { event, container, id } = of(args)
    return `tell the event ${event}${container ? ` of container ${container}` : id ? ` of ${id}` : ''}`
  },
  run(args, moment) {
    moment.engine.world.events.publish(factOf(of(args), moment))
    moment.tell(`told the event ${of(args).event}`)
  },
}
export default step

/** A container that is not there gives its name alone. */
export function factOf({ event, id, container, attributes = {} }: Emitted, { engine, container: about }: Moment): Fact {
  const dot = event.indexOf('.')
  const [type, action] = [event.slice(0, dot) as EventType, event.slice(dot + 1)]
  const reference = container ?? (type === 'container' && id === undefined ? about : undefined)
  const found = [...engine.containers.all()].find(
    (one) => reference !== undefined && (one.id === reference || one.name === reference),
  )
  if (!found) return { type, action, id: id ?? reference ?? (type === 'daemon' ? engine.id : ''), attributes }
  const { config, name } = found
  return { type, action, id: found.id, attributes: { ...config.Labels, image: config.Image, name, ...attributes } }
}
