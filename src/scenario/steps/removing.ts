// removing: the removal of a container takes its time.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, oneOf } from '../../codec/shape.ts'
import { nothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { fieldsOf, type Named, named, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Removing extends OfContainer {
  readonly for?: string | undefined
  readonly end?: 'gone' | 'kept' | undefined
}

type Args = Named<Removing>

const of = (args: Args): OfContainer & { readonly for: string; readonly end: 'gone' | 'kept' } => {
  const { container, for: time = '10s', end = 'gone' } = fieldsOf(args)
  return { container, for: time, end }
}

const step: Step<Args> = {
  summary: 'Begins to remove a container and does not get done for a while: who asks again is told so with 409.',
  args: named<Removing>({
    for: described(duration, 'How long; 10s if left out.'),
    end: described(oneOf('gone', 'kept'), 'What becomes of it afterwards: gone if left out; kept: as it was, stopped.'),
  }),
  examples: [nothing, 'web', { container: 'web', for: '5s', end: 'kept' }],
  places: anywhere,
  explain(args) {
    const { container, for: time, end } = of(args)
    return `be busy removing ${theContainer(container)} for ${time}${end === 'kept' ? ', then keep it' : ''}`
  },
  run(args, moment) {
    const { container, for: time, end } = of(args)
    return onContainer(
      moment,
      container,
      async (one, mishaps) => {
        const finish = await mishaps.beginRemoval(one)
        // a rule that is taken away leaves nothing half done
        moment.lasting(`removing ${one.id}`, () => () => finish(end), parseDuration(time)!)
      },
      `is being removed for ${time}`,
    )
  },
}
export default step
