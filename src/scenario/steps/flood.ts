// flood: so many events at once that slow readers lose some.
import { described, either, record } from '../../codec/shape.ts'
import { positive } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { type Emitted, eventFields, factOf } from './emit.ts'

interface Flood extends Partial<Emitted> {
  readonly events: number
}

type Args = number | Flood

const events = described(positive, 'How many.')

const of = (args: Args): Flood & { readonly event: string } => ({
  event: 'container.exec_die',
  ...(typeof args === 'number' ? { events: args } : args),
})

const step: Step<Args> = {
  summary: 'Tells many events at once, as health checks of many containers do.',
  args: either<Args>(events, record<Flood>({ events, ...eventFields }, ['events'])),
  examples: [1000, { events: 300, event: 'container.exec_start: true', container: 'web' }],
  places: anywhere,
  explain: (args) => `tell ${of(args).events} events ${of(args).event}`,
  run(args, moment) {
    const fact = factOf(of(args), moment)
    for (let count = 0; count < of(args).events; count++) moment.engine.world.events.publish(fact)
    moment.tell(`told ${of(args).events} events ${of(args).event}`)
  },
}
export default step
