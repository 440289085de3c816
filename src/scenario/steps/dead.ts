// dead: the removal of a container has failed half way.
import { described, flag } from '../../codec/shape.ts'
import { nothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { fieldsOf, type Named, named, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Dead extends OfContainer {
  readonly named?: boolean | undefined
}

type Args = Named<Dead>

const step: Step<Args> = {
  summary:
    'Leaves a container dead, as after a removal that failed half way: without a name, to be had by its id alone.',
  args: named<Dead>({ named: described(flag, 'true: it keeps its name.') }),
  examples: [nothing, 'web', { container: 'web', named: true }],
  places: anywhere,
  explain(args) {
    const { container, named = false } = fieldsOf(args)
    return `leave ${theContainer(container)} dead${named ? '' : ' and without a name'}`
  },
  run(args, moment) {
    const { container, named = false } = fieldsOf(args)
    return onContainer(moment, container, (one, mishaps) => mishaps.die(one, named), 'was left dead')
  },
}
export default step
