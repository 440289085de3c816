// The ports that EXPOSE names: `80`, `80-82/udp`, and with an address and a port of the host that do not matter here.
import { invalid } from '../../world/refusal.ts'

const LARGEST = 65_535

/** `80/tcp`, one for each port of a range (docker/go-connections nat: ParsePortSpec). */
export function exposedPorts(text: string): string[] {
  const slash = text.indexOf('/')
  const protocol = slash < 0 ? 'tcp' : text.slice(slash + 1).toLowerCase()
  const wanted = (slash < 0 ? text : text.slice(0, slash)).split(':').at(-1)!
  const match = /^(\d+)(?:-(\d+))?$/.exec(wanted)
  const first = Number(match?.[1])
  const last = Number(match?.[2] ?? match?.[1])
  if (!match || first > LARGEST || last > LARGEST || last < first) throw invalid(`Invalid containerPort: ${wanted}`)
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) throw invalid(`Invalid proto: ${protocol}`)
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}/${protocol}`)
}
