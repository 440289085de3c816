// swarm: why the engine does not answer for a swarm.
import { described, oneOf } from '../../codec/shape.ts'
import type { SwarmTrouble } from '../../engine/swarm/trouble.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'

const CLAUSES: Readonly<Record<SwarmTrouble, string>> = {
  none: 'be in no swarm',
  worker: 'be a worker of a swarm, and no manager',
  preparing: 'be a manager of a swarm that is not ready',
  locked: 'be in a swarm that is locked',
  expired: 'be in a swarm whose certificates have expired',
  'no-leader': 'be a manager of a swarm without a leader',
}

const step: Step<SwarmTrouble> = {
  summary: 'Lets the engine refuse all that concerns swarms, for this reason, until the rule is taken away.',
  args: described(
    oneOf('none', 'worker', 'preparing', 'locked', 'expired', 'no-leader'),
    'none: in no swarm, as usual; worker: no manager; no-leader: too few managers are there.',
  ),
  examples: ['worker', 'locked', 'no-leader'],
  places: anywhere,
  explain: (trouble) => CLAUSES[trouble],
  run(trouble, moment) {
    const { swarm } = moment.engine
    moment.lasting(step, () => {
      const before = swarm.trouble
      swarm.trouble = trouble
      return () => {
        swarm.trouble = before
      }
    })
    moment.tell(`the swarm: ${trouble}`)
  },
}
export default step
