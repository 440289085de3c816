// Random calls about containers, networks and volumes, against a small model of what Docker would have made of them.
import http from 'node:http'
import { describe, expect, test } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { type Random, seededRandom } from '../../src/world/random.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

const STEPS = 60
const seeds = Array.from({ length: 20 }, (_, index) => `life ${index + 1}`)

// biome-ignore lint/suspicious/noExplicitAny: JSON of many operations
type Json = any
type State = 'created' | 'running' | 'paused' | 'exited'

interface Box {
  readonly id: string
  name: string
  state: State
  /** `true` ends by itself. */
  readonly command: readonly string[]
  readonly networks: Set<string>
  readonly volumes: ReadonlySet<string>
  readonly events: string[]
}

/** What Docker's rules say, in as few words as possible. A call answers with a status and, if that is a success, has happened. */
class World {
  readonly boxes: Box[] = []
  readonly networks = new Set<string>()
  readonly volumes = new Set<string>()
  readonly anonymous = new Set<string>()
  /** Events of those that are gone. */
  readonly past: Box[] = []

  named(name: string): Box | undefined {
    return this.boxes.find((box) => box.name === name)
  }

  members(network: string): string[] {
    return this.boxes.filter((box) => lives(box) && box.networks.has(network)).map(({ id }) => id)
  }

  claimed(volume: string): boolean {
    return this.boxes.some(({ volumes }) => volumes.has(volume))
  }

  startable({ networks }: Box): boolean {
    return [...networks].every((name) => name === 'bridge' || this.networks.has(name))
  }

  start(box: Box): number {
    if (box.state === 'running') return 304
    if (box.state === 'paused') return 409
    if (!this.startable(box)) return 404
    box.events.push('start')
    box.state = 'running'
    if (box.command[0] === 'true') this.end(box)
    return 204
  }

  end(box: Box): void {
    // whoever is paused must go on to hear that it is to end
    if (box.state === 'paused') box.events.push('unpause')
    box.state = 'exited'
    box.events.push('die')
  }

  remove(box: Box, options: { readonly force: boolean; readonly volumes: boolean }): number {
    if (lives(box) && !options.force) return 409
    if (lives(box)) this.end(box)
    box.events.push('destroy')
    this.boxes.splice(this.boxes.indexOf(box), 1)
    this.past.push(box)
    if (options.volumes) for (const volume of box.volumes) if (this.anonymous.has(volume)) this.forget(volume)
    return 204
  }

  forget(volume: string): void {
    this.volumes.delete(volume)
    this.anonymous.delete(volume)
  }
}

const lives = ({ state }: Box): boolean => state === 'running' || state === 'paused'

/** The events that a state machine is made of. */
const telling = ['create', 'start', 'pause', 'unpause', 'die', 'rename', 'destroy']

interface Answer {
  readonly status: number
  readonly body: Json
}

/** One daemon, the model of it, and what was asked so far. */
class Run {
  readonly world = new World()
  readonly sequence: string[] = []
  readonly #docker: TestDaemon
  readonly #clock: ManualClock
  readonly #random: Random

  constructor(docker: TestDaemon, clock: ManualClock, random: Random) {
    this.#docker = docker
    this.#clock = clock
    this.#random = random
  }

  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers = text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}
    return new Promise((resolve, reject) => {
      const request = http.request({ agent: this.#docker.agent, method, path, headers }, async (response) => {
        const chunks: Uint8Array[] = []
        for await (const chunk of response) chunks.push(chunk)
        const said = Buffer.concat(chunks).toString()
        const json = response.headers['content-type'] === 'application/json' && !/\n./.test(said) && said !== ''
        resolve({ status: response.statusCode!, body: json ? JSON.parse(said) : said })
      })
      request.on('error', reject).end(text)
    })
  }

  /** Asks, and holds the status against the model's. Time passes for as long as the daemon does not answer. */
  async say(method: string, path: string, expected: number, body?: unknown): Promise<Json> {
    this.sequence.push(`${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''} -> ${expected}`)
    let answered = false
    const answer = this.ask(method, path, body).finally(() => (answered = true))
    while (!answered) await this.#clock.advance(500)
    const { status, body: said } = await answer
    expect(status, JSON.stringify(said)).toBe(expected)
    return said
  }

  async step(): Promise<void> {
    await this.any(actions)(this)
    await this.#holds()
  }

  chance(of: number): boolean {
    return this.#random.next() < of
  }

  name(): string {
    return this.any(['ann', 'ben', 'cat', 'dan'])
  }

  /** The name of a container, mostly. */
  box(): string {
    const names = this.world.boxes.map(({ name }) => name)
    return names.length > 0 && this.chance(0.9) ? this.any(names) : this.name()
  }

  network(): string {
    return this.any(['lan', 'wan'])
  }

  volume(): string {
    return this.any(['data', 'more'])
  }

  command(): readonly string[] {
    return this.any([['sleep', '1000'], ['sleep', '1000'], ['true']])
  }

  /** A call about the container of some name: 404 if there is none. */
  async about(call: string, rule: (box: Box) => number, method = 'POST'): Promise<Box | undefined> {
    const name = this.box()
    const box = this.world.named(name)
    const [action, query = ''] = call.split('?')
    const who = box && this.chance(0.5) ? box.id : name
    const path = `/containers/${who}${action ? `/${action}` : ''}${query ? `?${query}` : ''}`
    const expected = box ? rule(box) : 404
    await this.say(method, path, expected)
    if (box && box.state === 'exited')
      await this.say('POST', `/containers/${box.id}/wait`, this.world.named(box.name) ? 200 : 404)
    return box
  }

  async #holds(): Promise<void> {
    const { world } = this
    const [list, networks, volumes, unused] = await Promise.all([
      this.ask('GET', '/containers/json?all=1'),
      Promise.all([...world.networks].map((name) => this.ask('GET', `/networks/${name}`))),
      this.ask('GET', '/volumes'),
      this.ask('GET', `/volumes?filters=${encodeURIComponent('{"dangling":["true"]}')}`),
    ])
    const shown = list.body.map(({ Id, Names, State }: Json) => [Id, Names.join(), State])
    expect(new Set(shown.map(([, name]: string[]) => name)).size).toBe(shown.length)
    expect(shown.sort()).toEqual(world.boxes.map(({ id, name, state }) => [id, `/${name}`, state]).sort())
    for (const { body } of networks) {
      expect(Object.keys(body.Containers).sort(), body.Name).toEqual(world.members(body.Name).sort())
    }
    const names = ({ body }: Answer): string[] => body.Volumes.map(({ Name }: Json) => Name).sort()
    expect(names(volumes)).toEqual([...world.volumes].sort())
    expect(names(unused)).toEqual([...world.volumes].filter((name) => !world.claimed(name)).sort())
  }

  /** Every container's events are those of the way that it went. */
  async eventsHold(): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ type: ['container'], event: telling }))
    const until = this.#clock.now() / 1000
    const { body } = await this.ask('GET', `/events?since=0&until=${until}&filters=${filters}`)
    const events: Json[] = (typeof body === 'string' ? body.split('\n').filter(Boolean) : []).map((line) =>
      JSON.parse(line),
    )
    for (const { id, events: expected } of [...this.world.boxes, ...this.world.past]) {
      expect(
        events.filter(({ Actor }) => Actor.ID === id).map(({ Action }) => Action),
        id,
      ).toEqual(expected)
    }
  }

  any<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random.next() * items.length)]!
  }
}

type Action = (run: Run) => Promise<unknown>

const create: Action = async (run) => {
  const { world } = run
  const name = run.name()
  const network = run.chance(0.5) ? 'bridge' : run.network()
  const command = run.command()
  const data = run.chance(0.4) ? run.volume() : undefined
  const body = {
    Image: 'busybox',
    Cmd: command,
    HostConfig: { NetworkMode: network, ...(data && { Binds: [`${data}:/data`] }) },
    ...(run.chance(0.3) && { Volumes: { '/anonymous': {} } }),
  }
  const taken = world.named(name) !== undefined
  const { Id: id } = await run.say('POST', `/containers/create?name=${name}`, taken ? 409 : 201, body)
  if (taken) return
  const { Mounts } = (await run.ask('GET', `/containers/${id}/json`)).body
  const volumes: string[] = Mounts.map(({ Name }: Json) => Name)
  const anonymous = volumes.filter((volume) => volume !== data)
  expect(volumes.length).toBe((data ? 1 : 0) + (body.Volumes ? 1 : 0))
  for (const volume of volumes) world.volumes.add(volume)
  for (const volume of anonymous) world.anonymous.add(volume)
  world.boxes.push({
    ...{ id, name, command, state: 'created', networks: new Set([network]) },
    ...{ volumes: new Set(volumes), events: ['create'] },
  })
}

const start: Action = (run) => run.about('start', (box) => run.world.start(box))

const stop: Action = (run) =>
  run.about('stop?t=1', (box) => {
    if (!lives(box)) return 304
    run.world.end(box)
    return 204
  })

const restart: Action = (run) =>
  run.about('restart?t=1', (box) => {
    if (lives(box)) run.world.end(box)
    const status = run.world.start(box)
    // dockerd takes it for a failure of its own that the container cannot be started again
    return status === 404 ? 500 : status
  })

const kill: Action = (run) =>
  run.about('kill', (box) => {
    if (!lives(box)) return 409
    run.world.end(box)
    return 204
  })

const pause: Action = (run) =>
  run.about('pause', (box) => {
    if (box.state !== 'running') return 409
    box.state = 'paused'
    box.events.push('pause')
    return 204
  })

// dockerd takes it for a failure of its own that there is nothing to unpause
const unpause: Action = (run) =>
  run.about('unpause', (box) => {
    if (box.state !== 'paused') return 500
    box.state = 'running'
    box.events.push('unpause')
    return 204
  })

const rename: Action = (run) => {
  const name = run.name()
  return run.about(`rename?name=${name}`, (box) => {
    if (box.name === name) return 400
    if (run.world.named(name)) return 409
    box.name = name
    box.events.push('rename')
    return 204
  })
}

const remove: Action = (run) => {
  const [force, volumes] = [run.chance(0.5), run.chance(0.5)]
  const call = `?force=${Number(force)}&v=${Number(volumes)}`
  return run.about(call, (box) => run.world.remove(box, { force, volumes }), 'DELETE')
}

const exec: Action = async (run) => {
  const name = run.box()
  const box = run.world.named(name)
  const status = box ? (box.state === 'running' ? 201 : 409) : 404
  const { Id } = await run.say('POST', `/containers/${name}/exec`, status, { Cmd: ['true'] })
  if (status === 201) await run.say('POST', `/exec/${Id}/start`, 200, { Detach: run.chance(0.5) })
}

const connect: Action = async (run) => {
  const [name, network] = [run.box(), run.network()]
  const box = run.world.named(name)
  // who does not run may wait for a network that is not there yet, and ask for it twice
  const status = !box
    ? 404
    : !lives(box)
      ? 200
      : !run.world.networks.has(network)
        ? 404
        : box.networks.has(network)
          ? 403
          : 200
  await run.say('POST', `/networks/${network}/connect`, status, { Container: name })
  if (status === 200) box!.networks.add(network)
}

// dockerd takes it for a failure of its own that there is nothing to disconnect
const disconnect: Action = async (run) => {
  const [name, network] = [run.box(), run.network()]
  const box = run.world.named(name)
  const known = run.world.networks.has(network) || (box && !lives(box))
  const status = !box || !known ? 404 : box.networks.has(network) ? 200 : 500
  await run.say('POST', `/networks/${network}/disconnect`, status, { Container: name })
  if (status === 200) box!.networks.delete(network)
}

const createNetwork: Action = async (run) => {
  const name = run.network()
  await run.say('POST', '/networks/create', run.world.networks.has(name) ? 409 : 201, { Name: name })
  run.world.networks.add(name)
}

const removeNetwork: Action = async (run) => {
  const name = run.network()
  const used = run.world.members(name).length > 0
  await run.say('DELETE', `/networks/${name}`, run.world.networks.has(name) ? (used ? 403 : 204) : 404)
  if (!used) run.world.networks.delete(name)
}

const createVolume: Action = async (run) => {
  const Name = run.volume()
  await run.say('POST', '/volumes/create', 201, { Name })
  run.world.volumes.add(Name)
}

const removeVolume: Action = async (run) => {
  const name = run.any([...run.world.volumes, run.volume()])
  const used = run.world.claimed(name)
  await run.say('DELETE', `/volumes/${name}`, run.world.volumes.has(name) ? (used ? 409 : 204) : 404)
  if (!used) run.world.forget(name)
}

const pruneContainers: Action = async (run) => {
  const idle = run.world.boxes.filter((box) => !lives(box))
  const { ContainersDeleted } = await run.say('POST', '/containers/prune', 200)
  expect((ContainersDeleted ?? []).sort()).toEqual(idle.map(({ id }) => id).sort())
  for (const box of idle) run.world.remove(box, { force: false, volumes: false })
}

const pruneNetworks: Action = async (run) => {
  const idle = [...run.world.networks].filter((name) => run.world.members(name).length === 0)
  const { NetworksDeleted } = await run.say('POST', '/networks/prune', 200)
  expect((NetworksDeleted ?? []).sort()).toEqual(idle.sort())
  for (const name of idle) run.world.networks.delete(name)
}

const pruneVolumes: Action = async (run) => {
  const all = run.chance(0.5)
  const idle = [...(all ? run.world.volumes : run.world.anonymous)].filter((name) => !run.world.claimed(name))
  const query = all ? `?filters=${encodeURIComponent('{"all":["true"]}')}` : ''
  const { VolumesDeleted } = await run.say('POST', `/volumes/prune${query}`, 200)
  expect((VolumesDeleted ?? []).sort()).toEqual(idle.sort())
  for (const name of idle) run.world.forget(name)
}

/** What happens often is there more than once. */
const actions: readonly Action[] = [
  ...[create, create, create, create, start, start, start, start, stop, restart, kill, pause, pause, unpause],
  ...[rename, rename, remove, remove, exec, connect, connect, connect, disconnect, createNetwork, createNetwork],
  ...[removeNetwork, createVolume, removeVolume, removeVolume, pruneContainers, pruneNetworks, pruneVolumes],
]

describe('whatever is asked in whatever order, containers, networks and volumes are as Docker would have them', () => {
  test.for(seeds)('seed %s', async (seed) => {
    const clock = manualClock()
    await using docker = await startTestDaemon({ seed, clock })
    const run = new Run(docker, clock, seededRandom(seed))
    await run.ask('POST', '/images/create?fromImage=busybox&tag=latest')
    try {
      for (let step = 0; step < STEPS; step++) await run.step()
      await run.eventsHold()
    } catch (error) {
      throw new Error(`${(error as Error).message}\nseed ${seed}:\n${run.sequence.join('\n')}`, { cause: error })
    }
  })
})
