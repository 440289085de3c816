// What the words of `given` mean in the body of ContainerCreate.
import type { HealthReport } from '../../engine/containers/health.ts'
import { PORT } from '../../scenario/given-shape.ts'
import type { GivenHealth } from '../../scenario/language.ts'
import type { Wanted } from './specs.ts'

type Map<Value> = Readonly<Record<string, Value>>

interface Ports {
  readonly ExposedPorts: Map<object>
  readonly PortBindings: Map<readonly { readonly HostIp: string; readonly HostPort: string }[]>
}

/** @param isChecked whether its image has a health check */
export function createBody(given: Wanted, isChecked: boolean): object {
  const { command, labels, environment, state, health, networks, config = {} } = given
  const restart = given.restart ?? (state === 'restarting' ? 'always' : undefined)
  const { ExposedPorts, PortBindings } = portsOf(given.ports ?? [])
  const { HostConfig, ...own } = config as { readonly HostConfig?: object }
  const hostConfig = {
    ...(given.ports && { PortBindings }),
    ...(given.volumes && { Binds: given.volumes }),
    ...(networks?.[0] !== undefined && { NetworkMode: networks[0] }),
    ...(restart !== undefined && { RestartPolicy: restartPolicy(restart) }),
    ...HostConfig,
  }
  return {
    Image: given.image,
    ...(command !== undefined && { Cmd: typeof command === 'string' ? ['/bin/sh', '-c', command] : command }),
    // a shell waits for it; all others do not mind
    ...(command === undefined && state !== undefined && state !== 'created' && { OpenStdin: true }),
    ...(labels && { Labels: labels }),
    ...(environment && { Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
    ...(given.ports && { ExposedPorts }),
    ...(health !== undefined && !isChecked && { Healthcheck: checkFor(healthOf(health)) }),
    ...(networks && {
      NetworkingConfig: { EndpointsConfig: Object.fromEntries(networks.map((name) => [name, {}])) },
    }),
    ...own,
    ...(Object.keys(hostConfig).length > 0 && { HostConfig: hostConfig }),
  }
}

/** Complete: with the exit code that the check has ended with. */
export function healthOf(health: GivenHealth['status'] | GivenHealth): HealthReport & { readonly exitCode: number } {
  const given = typeof health === 'string' ? { status: health } : health
  return { exitCode: given.status === 'unhealthy' ? 1 : 0, ...given }
}

/** A check that finds this out whenever it runs, the first time and at once. */
function checkFor({ exitCode, output }: ReturnType<typeof healthOf>): object {
  const says = output === undefined ? '' : `printf %s '${output.replaceAll("'", "'\\''")}'; `
  return { Test: ['CMD-SHELL', `${says}exit ${exitCode}`], Retries: 1 }
}

function restartPolicy(text: string): object {
  const [Name, count = '0'] = text.split(':')
  return { Name, MaximumRetryCount: Number(count) }
}

function portsOf(ports: readonly (string | number)[]): Ports {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {}
  for (const port of ports) {
    const match = PORT.exec(String(port))
    if (!match) throw new Error(`"${port}" is no port: use one like 8080:80`)
    const [, address = '', hostPort = '', inside, protocol = 'tcp'] = match
    const binding = { HostIp: address.replace(/^\[|\]$/g, ''), HostPort: hostPort }
    bindings[`${inside}/${protocol}`] = [...(bindings[`${inside}/${protocol}`] ?? []), binding]
  }
  return {
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((name) => [name, {}])),
    PortBindings: bindings,
  }
}
