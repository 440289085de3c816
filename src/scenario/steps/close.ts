// close: ends the connection in an orderly way, wherever the reply is.
import { type Nothing, noArguments, nothing } from '../arguments.ts'
import { onConnections } from '../place.ts'
import type { Step } from '../step.ts'

const step: Step<Nothing> = {
  summary: 'Ends the connection behind what was sent, without a terminal chunk.',
  args: noArguments,
  examples: [nothing],
  places: onConnections,
  explain: () => 'close the connection',
  run: (_, moment) => moment.cut('close'),
}
export default step
