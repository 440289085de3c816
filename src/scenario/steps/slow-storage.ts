// slow-storage: a disk that takes its time.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration } from '../../codec/shape.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { troublesOf } from '../storage-trouble.ts'

const step: Step<string> = {
  summary:
    'Lets each unpacking of a layer, each start and each removal of a container wait, until the rule is taken away.',
  args: described(duration, 'How long each waits, on the daemon’s clock.'),
  examples: ['200ms'],
  places: anywhere,
  explain: (time) => `let storage take ${time} for each layer, start and removal`,
  run(time, moment) {
    const troubles = troublesOf(moment)
    const { clock } = moment
    moment.lasting(step, () => troubles.slow(() => clock.sleep(parseDuration(time)!)))
    moment.tell(`storage takes ${time} more`)
  },
}
export default step
