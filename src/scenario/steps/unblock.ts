// unblock: lets those go on who hang.
import { described, text } from '../../codec/shape.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'

type Args = string | null

const step: Step<Args> = {
  summary: 'Lets those go on that hang under a name; without a name all.',
  args: orNothing(described(text, 'The name that was given to hang.')),
  examples: [nothing, 'start'],
  places: anywhere,
  explain: (name) => (name ? `unblock "${name}"` : 'unblock all that hang'),
  run: (name, moment) => moment.unblock(name ?? undefined),
}
export default step
