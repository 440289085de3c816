// delay: lets time pass, a fixed one or one that is drawn.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, either, record } from '../../codec/shape.ts'
import type { Random } from '../../world/random.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'

interface Between {
  readonly from: string
  readonly to: string
}

interface Around {
  readonly mean: string
  readonly deviation: string
}

type Args = string | Between | Around

const between = record<Between>({ from: duration, to: duration }, ['from', 'to'])
const around = record<Around>({ mean: duration, deviation: duration }, ['mean', 'deviation'])

const isBetween = (value: unknown): boolean => between.is(value) && 'from' in (value as object)

const step: Step<Args> = {
  summary:
    'Waits on the daemon’s clock: for a fixed time, one between two, or one around a mean (normal distribution).',
  args: described(
    either<Args>(duration, { ...between, is: isBetween }, around),
    'How long to wait: 5s, or from and to, or mean and deviation.',
  ),
  examples: ['5s', { from: '1s', to: '3s' }, { mean: '200ms', deviation: '50ms' }],
  places: anywhere,
  explain(args) {
    if (typeof args === 'string') return `wait ${args}`
    return 'from' in args
      ? `wait between ${args.from} and ${args.to}`
      : `wait about ${args.mean} (deviation ${args.deviation})`
  },
  run: (args, moment) => moment.wait(drawn(args, moment.random)),
}
export default step

/** ms */
function drawn(args: Args, random: Random): number {
  if (typeof args === 'string') return ms(args)
  if ('from' in args) return ms(args.from) + random.next() * (ms(args.to) - ms(args.from))
  return Math.max(0, ms(args.mean) + normal(random) * ms(args.deviation))
}

const ms = (text: string): number => parseDuration(text)!

/** Box and Muller's way to a normal distribution. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
