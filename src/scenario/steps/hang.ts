// hang: goes no further until somebody unblocks it.
import { described, text } from '../../codec/shape.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'

type Args = string | null

const step: Step<Args> = {
  summary: 'Sends nothing more until an unblock with its name (or without one), or until the client goes.',
  args: orNothing(described(text, 'The name that unblock lets it go by.')),
  examples: [nothing, 'start'],
  places: anywhere,
  explain: (name) => (name ? `hang until "${name}" is unblocked` : 'hang'),
  run: (name, moment) => moment.block(name ?? ''),
}
export default step
