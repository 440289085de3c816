// busy: the files of a container cannot be taken away.
import { described, either, oneOf, record } from '../../codec/shape.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { letStorageFail } from '../storage-trouble.ts'
import { containerField, type OfContainer } from '../target.ts'

type Reason = 'busy' | 'not-empty'

interface Busy extends OfContainer {
  readonly reason?: Reason | undefined
}

type Args = null | Reason | Busy

const reason = described(
  oneOf('busy', 'not-empty'),
  'busy (if left out): something else has it mounted, in the words of the storage driver; not-empty: files come again.',
)

const of = (args: Args): Busy => (typeof args === 'string' ? { reason: args } : (args ?? {}))

const step: Step<Args> = {
  summary: 'Lets removals of containers fail, which are dead then, until the rule is taken away.',
  args: orNothing(
    either<Reason | Busy>(
      reason,
      record<Busy>({ reason, container: described(containerField, 'Only this one; any if left out.') }),
    ),
  ),
  examples: [nothing, 'not-empty', { container: 'web' }],
  places: anywhere,
  explain(args) {
    const { reason = 'busy', container } = of(args)
    const whose = container === undefined ? 'containers' : `container ${container}`
    return `let the files of ${whose} be ${reason === 'busy' ? 'busy' : 'such that their directory is not empty'}`
  },
  run(args, moment) {
    const { reason = 'busy', container } = of(args)
    letStorageFail(
      moment,
      args ?? step,
      { error: reason === 'busy' ? 'EBUSY' : 'ENOTEMPTY', at: ['remove'] },
      container,
    )
  },
}
export default step
