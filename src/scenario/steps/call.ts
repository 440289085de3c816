// call: runs a function of the user.
import type { Shape } from '../../codec/shape.ts'
import type { Moment } from '../moment.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'

type Args = (moment: Moment) => Promise<void> | void

const aFunction: Shape<Args> = {
  name: 'a function',
  schema: { description: 'A function; only in TypeScript and JavaScript.', not: {} },
  is: (value) => typeof value === 'function',
  check(value, path, complain) {
    if (typeof value !== 'function') complain(path, 'must be a function, which only TypeScript and JavaScript can give')
  },
}

const step: Step<Args> = {
  summary: 'Runs a function of yours with the moment in its hands.',
  args: aFunction,
  examples: [function doNothing() {}],
  places: anywhere,
  explain: (run) => (run.name && run.name !== 'do' ? `call ${run.name}()` : 'call a function'),
  run: (run, moment) => run(moment),
}
export default step
