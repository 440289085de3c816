// vanish: a container is gone from one moment to the next.
import { described, flag } from '../../codec/shape.ts'
import { nothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { fieldsOf, type Named, named, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Vanish extends OfContainer {
  readonly events?: boolean | undefined
}

type Args = Named<Vanish>

const step: Step<Args> = {
  summary: 'Takes a container away, whatever it does, with the events of a removal or without any.',
  args: named<Vanish>({ events: described(flag, 'Whether events tell of it; they do if left out.') }),
  examples: [nothing, 'web', { container: 'web', events: false }],
  places: anywhere,
  explain(args) {
    const { container, events = true } = fieldsOf(args)
    return `take ${theContainer(container)} away${events ? '' : ' without an event'}`
  },
  run(args, moment) {
    const { container, events = true } = fieldsOf(args)
    return onContainer(moment, container, (one, mishaps) => mishaps.vanish(one, events), 'vanished')
  },
}
export default step
