// port-taken: another program of the host has a port.
import { described, either, oneOf, record, text, whole } from '../../codec/shape.ts'
import type { Container } from '../../engine/containers/container.ts'
import { Refusal } from '../../world/refusal.ts'
import { nothing, orNothing } from '../arguments.ts'
import type { Moment } from '../moment.ts'
import { anywhere } from '../place.ts'
import type { Step } from '../step.ts'
import { impossible } from '../target.ts'

interface Port {
  readonly port: number
  readonly ip?: string | undefined
  readonly protocol?: 'tcp' | 'udp' | 'sctp' | undefined
}

type Args = null | number | Port

const port = described(whole(1, 65_535), 'The port of the host.')

const step: Step<Args> = {
  summary:
    'Takes a port of the simulated host until the rule is taken away, so that starts that publish it fail; without one those that the container is to have.',
  args: orNothing(
    either<number | Port>(
      port,
      record<Port>(
        {
          port,
          ip: described(text, 'Any address if left out.'),
          protocol: described(oneOf('tcp', 'udp', 'sctp'), 'tcp if left out.'),
        },
        ['port'],
      ),
    ),
  ),
  examples: [nothing, 8080, { port: 53, ip: '127.0.0.1', protocol: 'udp' }],
  places: anywhere,
  explain(args) {
    if (args === null) return 'take the ports of the host that the container is to have'
    const { port, ip = '0.0.0.0', protocol = 'tcp' } = typeof args === 'number' ? { port: args } : args
    return `take the port ${ip}:${port}/${protocol} of the host`
  },
  run(args, moment) {
    try {
      for (const { port, ip = '', protocol = 'tcp' } of portsOf(args, moment)) {
        moment.lasting(`port ${ip}:${port}/${protocol}`, () => moment.engine.ports.occupy(ip, port, protocol))
        moment.tell(`the port ${port}/${protocol} is taken`)
      }
    } catch (error) {
      throw error instanceof Refusal ? impossible(moment, error.message) : error
    }
  },
}
export default step

function portsOf(args: Args, moment: Moment): Port[] {
  if (args !== null) return [typeof args === 'number' ? { port: args } : args]
  const { container } = moment
  if (container === undefined) throw impossible(moment, 'names no port, and acts on nothing that is about a container')
  return published(moment.engine.containers.find(container))
}

/** The ports that it is to have by number. */
const published = ({ hostConfig }: Container): Port[] =>
  Object.entries(hostConfig.PortBindings ?? {}).flatMap(([key, bindings]) =>
    (bindings ?? []).flatMap(({ HostIp, HostPort }) => {
      const port = Number(HostPort)
      const protocol = (key.split('/')[1] ?? 'tcp') as NonNullable<Port['protocol']>
      return port > 0 ? [{ port, protocol, ...(HostIp && { ip: HostIp }) }] : []
    }),
  )
