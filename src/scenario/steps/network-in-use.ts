// network-in-use: an endpoint stays in a network that no container has.
import { parseDuration } from '../../codec/duration.ts'
import { described, duration, either, record, text } from '../../codec/shape.ts'
import { Refusal } from '../../world/refusal.ts'
import { BLANKS, fill } from '../fill.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { impossible } from '../target.ts'

interface InUse {
  readonly network: string
  readonly endpoint?: string | undefined
  readonly for?: string | undefined
}

type Args = string | InUse

const network = described(text, `The network, by name or id. Blanks are filled: ${BLANKS}.`)

const of = (args: Args): InUse => (typeof args === 'string' ? { network: args } : args)

const step: Step<Args> = {
  summary: 'Lets a network have an endpoint that is no container’s until the rule is taken away: it cannot be removed.',
  args: either<Args>(
    network,
    record<InUse>(
      {
        network,
        endpoint: described(text, 'What the endpoint is called; gone if left out.'),
        for: described(duration, 'How long, on the daemon’s clock; until the rule is taken away if left out.'),
      },
      ['network'],
    ),
  ),
  examples: ['back', { network: '{path.id}', endpoint: 'web', for: '5s' }],
  places: anywhere,
  explain(args) {
    const { network, endpoint = 'gone', for: time } = of(args)
    return `keep network ${network} in use by endpoint ${endpoint}${time === undefined ? '' : ` for ${time}`}`
  },
  run(args, moment) {
    const { endpoint = 'gone', for: time } = of(args)
    const network = fill(of(args).network, moment)
    const { networks } = moment.engine
    try {
      const found = networks.find(network)
      moment.lasting(
        `network ${found.id}`,
        () => networks.keepInUse(found, endpoint),
        time === undefined ? undefined : parseDuration(time),
      )
    } catch (error) {
      throw error instanceof Refusal ? impossible(moment, error.message) : error
    }
    moment.tell(`network ${network} is in use by ${endpoint}`)
  },
}
export default step
