// Random calls about containers, files, images, volumes and networks: what a user may do before and after a snapshot.
import type Dockerode from 'dockerode'
import type { ManualClock } from '../../src/index.ts'
import type { Random } from '../../src/world/random.ts'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const names = ['ann', 'ben', 'cat']
const networks = ['lan', 'wan']
const volumes = ['data', 'more']

/** What is done to files, in the container and in a volume. */
const scripts = [
  'echo one > /data/a; ln -f /data/a /data/b',
  'rm -f /etc/motd /data/a; echo two >> /data/b',
  'dd if=/dev/zero of=/hole bs=1 count=1 seek=100k; mkdir -p /d/e; mv /d /dd',
  'rm -rf /etc/apk /dd; mkdir -p /etc/apk; ln -s /x /etc/apk/y; echo three > /tmp/three',
  'echo 1.2.3.4 host >> /etc/hosts; chmod 600 /etc/passwd; chown 3:4 /etc/group',
]

/** One daemon and the calls that it gets; refusals are part of a history. */
export class RandomHistory {
  readonly calls: string[] = []
  readonly #docker: TestDaemon
  readonly #clock: ManualClock
  readonly #random: Random

  constructor(docker: TestDaemon, clock: ManualClock, random: Random) {
    this.#docker = docker
    this.#clock = clock
    this.#random = random
  }

  async steps(count: number): Promise<void> {
    for (let step = 0; step < count; step++) await this.#step(this.#any(this.#actions))
  }

  /** Time passes for as long as the daemon does not answer. */
  async #step([name, act]: Action): Promise<void> {
    this.calls.push(name)
    let isDone = false
    const done = act()
      .catch((error: { statusCode?: number }) => {
        if (error.statusCode === undefined || error.statusCode === 501) throw error
      })
      .finally(() => (isDone = true))
    while (!isDone) await this.#clock.advance(500)
    await done
  }

  get #dockerode(): Dockerode {
    return this.#docker.dockerode
  }

  get #container(): Dockerode.Container {
    return this.#dockerode.getContainer(this.#any(names))
  }

  get #actions(): readonly Action[] {
    const about = (name: string, act: (container: Dockerode.Container) => Promise<unknown>): Action => [
      name,
      () => act(this.#container),
    ]
    const create: Action = ['create', () => this.#create()]
    const start = about('start', (container) => container.start())
    const exec = about('exec', (container) => this.#exec(container))
    return [
      ...[create, create, create, create, start, start, start, start, exec, exec, exec],
      about('stop', (container) => container.stop({ t: 1 })),
      about('kill', (container) => container.kill()),
      about('restart', (container) => container.restart({ t: 1 })),
      about('pause', (container) => container.pause()),
      about('unpause', (container) => container.unpause()),
      about('rename', (container) => container.rename({ name: this.#any(names) })),
      about('update', (container) => container.update({ CpuShares: this.#any([256, 512]) })),
      about('remove', (container) => container.remove({ force: true, v: this.#chance(0.5) })),
      about('commit', (container) => container.commit({ repo: 'made', tag: this.#any(['1', '2']) })),
      about('connect', ({ id }) => this.#dockerode.getNetwork(this.#any(networks)).connect({ Container: id })),
      about('disconnect', ({ id }) =>
        this.#dockerode.getNetwork(this.#any(networks)).disconnect({ Container: id, Force: false }),
      ),
      ['network', () => this.#dockerode.createNetwork({ Name: this.#any(networks) })],
      ['network rm', () => this.#dockerode.getNetwork(this.#any(networks)).remove()],
      ['volume', () => this.#dockerode.createVolume({ Name: this.#any(volumes) })],
      ['volume rm', () => this.#dockerode.getVolume(this.#any(volumes)).remove()],
      ['tag', () => this.#dockerode.getImage('alpine').tag({ repo: 'other', tag: this.#any(['1', '2']) })],
      ['rmi', () => this.#dockerode.getImage(this.#any(['other:1', 'made:1', 'made:2'])).remove({ force: true })],
      ['time', () => this.#clock.advance(this.#any([10, 1000, 7000]))],
      ['prune', () => this.#dockerode.pruneContainers()],
    ]
  }

  #create(): Promise<unknown> {
    const [Cmd, policy] = this.#any<readonly [string[], string]>([
      [['sleep', '100000'], 'no'],
      [['sleep', '100000'], 'unless-stopped'],
      // when it begins anew it finds what it has done
      [['sh', '-c', 'test -e /begun || { touch /begun; echo begun; }; sleep 100000'], 'no'],
      [['sh', '-c', 'echo failing; exit 3'], 'always'],
      [['echo', 'done'], 'no'],
    ])
    return this.#dockerode.createContainer({
      name: this.#any(names),
      Image: this.#any(['alpine', 'alpine', 'made:1']),
      Cmd,
      ...(this.#chance(0.3) && { Volumes: { '/anonymous': {} } }),
      ...(this.#chance(0.4) && { Healthcheck: { Test: ['CMD', 'true'], Interval: 2e9 } }),
      HostConfig: {
        Binds: [`${this.#any(volumes)}:/data`],
        NetworkMode: this.#any(['bridge', ...networks]),
        RestartPolicy: { Name: policy },
        Tmpfs: { '/run': 'size=1m' },
        ...(this.#chance(0.4) && { PortBindings: { '80/tcp': [{ HostPort: this.#any(['', '8080']) }] } }),
      },
    })
  }

  async #exec(container: Dockerode.Container): Promise<void> {
    const exec = await container.exec({ Cmd: ['sh', '-c', this.#any(scripts)], AttachStdout: true, Tty: true })
    await wholeText(await exec.start({ Tty: true }))
  }

  #chance(of: number): boolean {
    return this.#random.next() < of
  }

  #any<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random.next() * items.length)]!
  }
}

type Action = readonly [name: string, act: () => Promise<unknown>]
