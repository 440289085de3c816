// exit: the main process of a container ends by itself.
import { described, either, record, whole } from '../../codec/shape.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { containerField, type OfContainer, onContainer, theContainer } from '../target.ts'

interface Exit extends OfContainer {
  readonly code: number
}

type Args = number | Exit

const code = described(whole(0, 255), 'The exit code.')

const of = (args: Args): Exit => (typeof args === 'number' ? { code: args } : args)

const step: Step<Args> = {
  summary: 'Ends the main process of a container with an exit code; its restart policy sees to the rest.',
  args: either<Args>(code, record<Exit>({ code, container: containerField }, ['code'])),
  examples: [1, { code: 0, container: 'web' }],
  places: anywhere,
  explain: (args) => `end ${theContainer(of(args).container)} with exit code ${of(args).code}`,
  run(args, moment) {
    const { code, container } = of(args)
    return onContainer(moment, container, (one, mishaps) => mishaps.end(one, { code }), `ended with exit code ${code}`)
  },
}
export default step
