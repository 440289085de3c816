// exec-lag: an exec that has ended is said to run for a while.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, record } from '../../codec/shape.ts'
import { natural } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { containerField, type OfContainer } from '../target.ts'

interface Args extends OfContainer {
  readonly inspects?: number | undefined
  readonly for?: string | undefined
}

const step: Step<Args> = {
  summary: 'Lets execs that end from now on look as if they ran: Running true, ExitCode null, so often or so long.',
  args: record<Args>({
    inspects: described(natural, 'So many times that somebody asks.'),
    for: described(duration, 'So long after the end, on the daemon’s clock.'),
    container: described(containerField, 'Only execs of this container; of any if left out.'),
  }),
  examples: [{ inspects: 3 }, { for: '200ms', container: 'web' }],
  places: anywhere,
  explain({ inspects, for: time, container }) {
    const long = [inspects !== undefined && `${inspects} times`, time !== undefined && `for ${time}`].filter(Boolean)
    return `say ${long.join(' and ') || '0 times'} that ended execs${container ? ` of container ${container}` : ''} run`
  },
  run(args, moment) {
    const { inspects = 0, for: time = '0', container } = args
    const lag = { inspects, time: parseDuration(time)! }
    moment.lasting(args, () =>
      moment.engine.execs.lagBehind(
        lag,
        ({ id, name }) => container === undefined || name === container || id.startsWith(container),
      ),
    )
    moment.tell('execs are said to run when they have ended')
  },
}
export default step
