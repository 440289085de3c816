// restart-loop: a container ends soon after each start, and is started again and again.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, whole } from '../../codec/shape.ts'
import { nothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { fieldsOf, type Named, named, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Loop extends OfContainer {
  readonly code?: number | undefined
  readonly after?: string | undefined
}

type Args = Named<Loop>

const step: Step<Args> = {
  summary:
    'Lets a container end soon after each of its starts, with the restart policy always, until the rule is taken away.',
  args: named<Loop>({
    code: described(whole(0, 255), 'The exit code; 1 if left out.'),
    after: described(duration, 'From its start to its end; 1s if left out.'),
  }),
  examples: [nothing, 'web', { container: 'web', code: 3, after: '500ms' }],
  places: anywhere,
  explain(args) {
    const { container, code = 1, after = '1s' } = fieldsOf(args)
    return `let ${theContainer(container)} end with exit code ${code} ${after} after each start, and start again`
  },
  run(args, moment) {
    const { container, code = 1, after = '1s' } = fieldsOf(args)
    return onContainer(
      moment,
      container,
      (one, mishaps) => moment.lasting(`restart-loop ${one.id}`, () => mishaps.loop(one, code, parseDuration(after)!)),
      'restarts again and again',
    )
  },
}
export default step
