// reset: ends the connection at once, with a TCP reset where there is TCP.
import { type Nothing, noArguments, nothing } from '../arguments.ts'
import { onConnections } from '../place.ts'
import type { Step } from '../step.ts'

const step: Step<Nothing> = {
  summary: 'Ends the connection at once: a reset over TCP, on a unix socket the end.',
  args: noArguments,
  examples: [nothing],
  places: onConnections,
  explain: () => 'reset the connection',
  run: (_, moment) => moment.cut('reset'),
}
export default step
