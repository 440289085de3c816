// no-addresses: there are none left, for new networks or for containers in a network.
import { described, text } from '../../codec/shape.ts'
import { Refusal } from '../../world/refusal.ts'
import { nothing, orNothing } from '../arguments.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { impossible } from '../target.ts'

type Args = null | string

const step: Step<Args> = {
  summary:
    'Lets there be no more address pools for new networks, or no more addresses in one, until the rule is taken away.',
  args: orNothing(described(text, 'A network in which containers get none; new networks get no pool if left out.')),
  examples: [nothing, 'bridge'],
  places: anywhere,
  explain: (network) =>
    network === null ? 'let there be no address pool for networks' : `let network ${network} have no address left`,
  run(network, moment) {
    const { networks } = moment.engine
    try {
      const one = network === null ? undefined : networks.find(network)
      moment.lasting(network ?? step, () => networks.exhaust(one))
    } catch (error) {
      throw error instanceof Refusal ? impossible(moment, error.message) : error
    }
    moment.tell(network === null ? 'address pools are exhausted' : `network ${network} has no address left`)
  },
}
export default step
