// restart: the daemon goes down and comes up again.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, flag, record } from '../../codec/shape.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { impossible } from '../target.ts'

interface Restart {
  readonly liveRestore?: boolean | undefined
  readonly downtime?: string | undefined
}

type Args = null | Restart

const step: Step<Args> = {
  summary:
    'Restarts the daemon: it lets nobody in, cuts streams after at most 5 s, stops its containers and starts them by their policies, and forgets events.',
  args: orNothing(
    record<Restart>({
      liveRestore: described(flag, 'true: the containers run on.'),
      downtime: described(duration, 'From its end to its beginning, on the daemon’s clock; 1s if left out.'),
    }),
  ),
  examples: [nothing, { liveRestore: true, downtime: '3s' }],
  places: anywhere,
  explain(args) {
    const { liveRestore = false, downtime = '1s' } = args ?? {}
    return `restart the daemon with ${downtime} of downtime${liveRestore ? ', the containers running on' : ''}`
  },
  run(args, moment) {
    const { liveRestore = false, downtime = '1s' } = args ?? {}
    const { daemon } = moment.controls
    if (!daemon) throw impossible(moment, 'this daemon does not listen, so that it cannot restart')
    daemon.restart({ liveRestore, downtime: parseDuration(downtime)! })
    moment.tell(`the daemon restarted${liveRestore ? ' with live-restore' : ''}`)
  },
}
export default step
