// The configurations of a build's images and containers, with every field that Go writes, in its order.
import type { RunConfig } from '../../registry/manifest.ts'
import type { ContainerConfig } from '../containers/config.ts'
import { emptyConfig } from '../images/config-fields.ts'

/** @param image what it runs on: the id of the image of the step before */
export function wholeConfig(config: RunConfig, image: string): RunConfig & ContainerConfig {
  const given = { ...config, Image: image } as Readonly<Record<string, unknown>>
  const entries = Object.entries(emptyConfig).map(([name, otherwise]) => [name, given[name] ?? otherwise] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as RunConfig & ContainerConfig
}

type Compared = Readonly<Record<string, unknown>>

const lists = ['Env', 'Cmd', 'Entrypoint', 'Shell', 'OnBuild']
const maps = ['ExposedPorts', 'Volumes', 'Labels']
const plain = [
  ...['AttachStdin', 'AttachStdout', 'AttachStderr', 'NetworkDisabled', 'Tty', 'OpenStdin', 'StdinOnce'],
  ...['ArgsEscaped', 'User', 'WorkingDir', 'StopSignal', 'StopTimeout'],
]
const ofChecks = ['Interval', 'StartInterval', 'StartPeriod', 'Timeout', 'Retries']

/** Whether a step with one configuration gives what one with the other gave (moby image/cache/compare.go). */
export function sameConfig(one: object, other: object): boolean {
  const a = one as Compared
  const b = other as Compared
  const health = [a.Healthcheck, b.Healthcheck] as const
  return (
    lists.every((name) => sameList(a[name], b[name])) &&
    maps.every((name) => sameMap(a[name], b[name])) &&
    plain.every((name) => (a[name] || undefined) === (b[name] || undefined)) &&
    !health[0] === !health[1] &&
    sameChecks((health[0] ?? {}) as Compared, (health[1] ?? {}) as Compared)
  )
}

function sameChecks(one: Compared, other: Compared): boolean {
  return (
    sameList(one.Test, other.Test) && ofChecks.every((name) => (one[name] || undefined) === (other[name] || undefined))
  )
}

const sameList = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? []) === JSON.stringify(other ?? [])

function sameMap(one: unknown, other: unknown): boolean {
  const a = Object.entries(one ?? {})
  const b = other ?? {}
  return (
    a.length === Object.keys(b).length &&
    a.every(([key, value]) => Object.hasOwn(b, key) && JSON.stringify(value) === JSON.stringify((b as Compared)[key]))
  )
}
