// A daemon with a thousand containers of several kinds: what they weigh, what they cost while nothing happens, how fast
// lists and stats are.
import { setTimeout as wait } from 'node:timers/promises'
import { startDaemon } from '../src/index.ts'
import { type BenchClient, connect } from './client.ts'
import { held } from './held.ts'

/** What a fleet is made of; each kind has an equal share. */
const kinds: readonly { readonly Image: string; readonly Cmd?: readonly string[] }[] = [
  { Image: 'alpine', Cmd: ['sleep', 'infinity'] },
  { Image: 'alpine', Cmd: ['sh', '-c', 'while sleep 1; do echo tick >/dev/null; done'] },
  { Image: 'nginx' },
  { Image: 'redis' },
]

export interface FleetFigures {
  /** bytes of each container, by its image and command */
  readonly held: Readonly<Record<string, number>>
  /** ms of processor time in a second in which nobody asks anything */
  readonly idle: number
  /** the same when all containers sleep */
  readonly asleep: number
  /** ms */
  readonly list: number
  readonly stats: number
}

process.on('message', async ({ containers }: { containers: number }) => {
  await using daemon = await startDaemon()
  using client = connect(daemon.host.replace('unix://', ''))
  for (const Image of new Set(kinds.map((kind) => kind.Image))) {
    await client.call('POST', `/images/create?fromImage=${Image}&tag=latest`)
  }
  const weights: Record<string, number> = {}
  let asleep = 0
  for (const [index, kind] of kinds.entries()) {
    const share = containers / kinds.length
    // the first ones bring what all share
    await start(client, kind, `first-${index}`, 20)
    const before = held()
    await start(client, kind, `fleet-${index}`, share)
    weights[[kind.Image, ...(kind.Cmd ?? [])].join(' ').slice(0, 24)] = (held() - before) / share
    if (index === 0) asleep = await idleCost()
  }
  const figures: FleetFigures = {
    held: weights,
    asleep,
    idle: await idleCost(),
    list: await timed(() => client.call('GET', '/containers/json')),
    stats: await timed(() => client.call('GET', '/containers/fleet-2-1/stats?stream=false&one-shot=true')),
  }
  process.send?.(figures)
})

async function start(client: BenchClient, kind: object, name: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await client.call('POST', `/containers/create?name=${name}-${i}`, kind)
    await client.call('POST', `/containers/${name}-${i}/start`)
  }
}

/** ms of processor time that this process uses in a second. */
async function idleCost(): Promise<number> {
  await wait(1000)
  const before = process.cpuUsage()
  await wait(3000)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 3000
}

/** ms: the median of 21. */
async function timed(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 21; i++) {
    const started = performance.now()
    await act()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[10]!
}
