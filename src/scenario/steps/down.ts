// down: nobody reaches the daemon.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, either, oneOf, record } from '../../codec/shape.ts'
import { nothing, orNothing } from '../arguments.ts'
import type { Outage } from '../controls.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { impossible } from '../target.ts'

interface Down {
  readonly socket?: Outage | undefined
  readonly for?: string | undefined
}

type Args = null | Outage | Down

const socket = described(
  oneOf('absent', 'refused', 'forbidden'),
  'absent (if left out): no socket, ENOENT; refused: nobody listens there, ECONNREFUSED; forbidden: EACCES unless root.',
)

const of = (args: Args): Down => (typeof args === 'string' ? { socket: args } : (args ?? {}))

const step: Step<Args> = {
  summary: 'Cuts all connections and lets nobody in, for a time or until the rule is taken away.',
  args: orNothing(
    either<Outage | Down>(
      socket,
      record<Down>({ socket, for: described(duration, 'How long, on the daemon’s clock.') }),
    ),
  ),
  examples: [nothing, 'refused', { socket: 'absent', for: '10s' }],
  places: anywhere,
  explain(args) {
    const { socket = 'absent', for: time } = of(args)
    return `let the daemon be down${time ? ` for ${time}` : ''}, its socket ${socket}`
  },
  run(args, moment) {
    const { socket = 'absent', for: time } = of(args)
    const { daemon } = moment.controls
    if (!daemon) throw impossible(moment, 'this daemon does not listen, so that it cannot be down')
    moment.lasting(step, () => daemon.goDown(socket), time === undefined ? undefined : parseDuration(time)!)
    moment.tell(`the daemon went down, its socket ${socket}`)
  },
}
export default step
