// pause: docker pause, although nobody asked for it.
import { nothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { fieldsOf, type Named, named, type OfContainer, onContainer, theContainer } from '../target.ts'

type Args = Named<OfContainer>

const step: Step<Args> = {
  summary: 'Pauses a container that runs.',
  args: named<OfContainer>({}),
  examples: [nothing, 'web', { container: 'web' }],
  places: anywhere,
  explain: (args) => `pause ${theContainer(fieldsOf(args).container)}`,
  run(args, moment) {
    const { lifecycle } = moment.engine.containers
    return onContainer(moment, fieldsOf(args).container, (one) => lifecycle.pause(one), 'was paused')
  },
}
export default step
