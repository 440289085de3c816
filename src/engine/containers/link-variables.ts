// What a linked container lets the other know: variables and a line of /etc/hosts, in the default network only
// (moby daemon/links/links.go: ToEnv, daemon/container_operations.go: buildSandboxOptions).
import type { Container } from './container.ts'
import { linksOf } from './links.ts'
import { parsePort } from './ports.ts'
import type { ContainerTable } from './table.ts'

/** Variables that dockerd does not hand on: they are not the image's own. */
const PRIVATE = ['HOME', 'PATH']

interface Linked {
  readonly target: Container
  readonly alias: string
  readonly ip: string
}

function linkedTo(table: ContainerTable, container: Container): Linked[] {
  if (!container.hostConfig.Links?.length || !container.endpoints.has('bridge')) return []
  return [...linksOf(table, container)].flatMap(([target, alias]) => {
    const ip = target.endpoints.get('bridge')?.address?.ip
    return ip ? [{ target, alias, ip }] : []
  })
}

/** `172.17.0.2\tdb hostname name` */
export function linkHosts(table: ContainerTable, container: Container): string[] {
  return linkedTo(table, container).map(({ target, alias, ip }) => {
    const names = [alias, target.config.Hostname, ...(alias === target.name ? [] : [target.name])]
    return `${ip}\t${names.join(' ')}`
  })
}

/** `DB_PORT_5432_TCP_ADDR=172.17.0.2` and the like. */
export function linkVariables(table: ContainerTable, container: Container): string[] {
  return linkedTo(table, container).flatMap(({ target, alias, ip }) => {
    const prefix = alias.toUpperCase().replaceAll('-', '_')
    const env = target.config.Env.filter((entry) => entry.includes('=') && !PRIVATE.includes(entry.split('=', 1)[0]!))
    return [
      ...portVariables(prefix, ip, portsOf(target)),
      `${prefix}_NAME=/${container.name}/${alias}`,
      ...env.map((entry) => `${prefix}_ENV_${entry}`),
    ]
  })
}

type Port = readonly [port: number, protocol: string]

/** The lowest first, TCP before others of the same number. */
function portsOf({ config }: Container): Port[] {
  const ports = Object.keys(config.ExposedPorts ?? {}).flatMap((text): Port[] => {
    const port = parsePort(text)
    return port ? [port] : []
  })
  return ports.sort(
    ([one, proto], [other, otherProto]) => one - other || (proto === 'tcp' ? -1 : otherProto === 'tcp' ? 1 : 0),
  )
}

function portVariables(prefix: string, ip: string, ports: readonly Port[]): string[] {
  const first = ports[0]
  if (!first) return []
  const address = ([port, protocol]: Port): string => `${protocol}://${ip}:${port}`
  const lines = [`${prefix}_PORT=${address(first)}`]
  for (const run of runsOf(ports)) {
    const [[start, protocol]] = run
    const name = `${prefix}_PORT_${start}_${protocol.toUpperCase()}`
    const end = run.at(-1)!
    if (run.length > 1) {
      lines.push(`${name}_START=${address(run[0])}`, `${name}_PORT_START=${start}`)
      lines.push(`${name}_END=${address(end)}`, `${name}_PORT_END=${end[0]}`)
    }
    for (const port of run) {
      const each = `${prefix}_PORT_${port[0]}_${port[1].toUpperCase()}`
      lines.push(
        `${each}=${address(port)}`,
        `${each}_ADDR=${ip}`,
        `${each}_PORT=${port[0]}`,
        `${each}_PROTO=${port[1]}`,
      )
    }
  }
  return lines
}

/** Ports of one protocol that follow each other. */
function runsOf(ports: readonly Port[]): [Port, ...Port[]][] {
  const runs: [Port, ...Port[]][] = []
  for (const port of ports) {
    const last = runs.at(-1)
    const before = last?.at(-1)
    if (last && before?.[1] === port[1] && before[0] + 1 === port[0]) last.push(port)
    else runs.push([port])
  }
  return runs
}
