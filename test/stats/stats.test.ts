// What docker stats says of containers: shapes, samples, counters.
import { describe, expect, test as plain } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { test } from '../fixture.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

interface Stats {
  readonly name?: string
  readonly read: string
  readonly preread: string
  readonly pids_stats: { readonly current?: number; readonly limit?: number }
  readonly cpu_stats: Cpu
  readonly precpu_stats: Cpu
  readonly memory_stats: { usage?: number; limit?: number; max_usage?: number; stats?: Record<string, number> }
  readonly blkio_stats: Record<string, { major: number; op: string; value: number }[] | null>
  readonly networks?: Record<string, { rx_bytes: number; tx_bytes: number; rx_packets: number; tx_packets: number }>
}
interface Cpu {
  readonly cpu_usage: { total_usage: number; percpu_usage?: number[] }
  readonly system_cpu_usage?: number
  readonly online_cpus?: number
}

const NEVER = '0001-01-01T00:00:00Z'

const fetchText = async (docker: TestDaemon, path: string): Promise<string> =>
  (await docker.fetch(new Request(`http://docker${path}`))).text()

const once = async (docker: TestDaemon, name: string): Promise<Stats> =>
  JSON.parse(await fetchText(docker, `/containers/${name}/stats?stream=0&one-shot=1`))

/** The next lines of a stream while the clock moves second by second. */
async function watched(docker: TestDaemon, name: string, signal?: AbortSignal): Promise<AsyncIterator<Stats>> {
  const reply = await docker.fetch(new Request(`http://docker/containers/${name}/stats`, signal ? { signal } : {}))
  return lines(reply)[Symbol.asyncIterator]()
}

async function* lines(reply: Response): AsyncGenerator<Stats> {
  let rest = ''
  for await (const chunk of reply.body!.pipeThrough(new TextDecoderStream())) {
    const whole = (rest + chunk).split('\n')
    rest = whole.pop()!
    for (const line of whole) yield JSON.parse(line)
  }
}

describe('A stream of stats', () => {
  plain('brings a sample at once and one each second, each with the one before', async () => {
    const clock = manualClock()
    await using docker = await startTestDaemon({ clock, host: { cgroupVersion: '1' } })
    await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    const stream = await watched(docker, 'box')
    const first = (await stream.next()).value
    expect(first.preread).toBe(NEVER)
    expect(first.precpu_stats).toEqual({
      cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
      throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
    })
    await clock.advance(1000)
    const second = (await stream.next()).value
    expect(second.preread).toBe(first.read)
    expect(Date.parse(second.read) - Date.parse(first.read)).toBe(1000)
    expect(second.precpu_stats).toEqual(first.cpu_stats)
    expect(second.cpu_stats.system_cpu_usage - first.cpu_stats.system_cpu_usage).toBe(4e9)
  })

  plain('goes on with zeros when the container stops, and ends when it is removed', async () => {
    const clock = manualClock()
    await using docker = await startTestDaemon({ clock })
    const box = await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    const stream = await watched(docker, 'box')
    const first = (await stream.next()).value
    await box.kill()
    await clock.advance(1000)
    const second = (await stream.next()).value
    expect(second).toMatchObject({ name: '/box', read: NEVER, preread: first.read, pids_stats: {}, memory_stats: {} })
    expect(second.precpu_stats).toEqual(first.cpu_stats)
    await clock.advance(1000)
    expect((await stream.next()).value).toMatchObject({ read: NEVER, preread: NEVER })
    await box.remove()
    expect((await stream.next()).done).toBe(true)
  })

  plain('is the same for everybody who watches, however late they come', async () => {
    const clock = manualClock()
    await using docker = await startTestDaemon({ clock })
    await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    const early = await watched(docker, 'box')
    await early.next()
    await clock.advance(400)
    const late = await watched(docker, 'box')
    await clock.advance(600)
    const [one, other] = [(await early.next()).value, (await late.next()).value]
    expect(other.read).toBe(one.read)
    expect([one.preread === NEVER, other.preread]).toEqual([false, NEVER])
  })

  test('cannot be a single sample too', async ({ docker }) => {
    await docker.create('busybox', ['true'], { name: 'box' })
    const reply = await docker.fetch(new Request('http://docker/containers/box/stats?stream=1&one-shot=1'))
    expect([reply.status, await reply.json()]).toEqual([400, { message: 'cannot have stream=true and one-shot=true' }])
  })
})

describe('A sample', () => {
  plain('of version 1 of cgroups has what dockerd tells of it, in its order', async () => {
    await using docker = await startTestDaemon({ host: { cgroupVersion: '1', processors: 2, memory: 4e9 } })
    await docker.run('busybox', ['sleep', '1000'], { name: 'box', HostConfig: { PidsLimit: 50, Memory: 2 ** 26 } })
    const text = await fetchText(docker, '/containers/box/stats?stream=0&one-shot=1')
    const stats = JSON.parse(text)
    expect(Object.keys(stats)).toEqual([
      'read',
      'preread',
      'pids_stats',
      'blkio_stats',
      'num_procs',
      'storage_stats',
      'cpu_stats',
      'precpu_stats',
      'memory_stats',
      'networks',
    ])
    expect(stats.pids_stats).toEqual({ current: 1, limit: 50 })
    expect(stats.cpu_stats.cpu_usage.percpu_usage).toHaveLength(2)
    expect(stats.memory_stats.limit).toBe(2 ** 26)
    expect(Object.keys(stats.memory_stats.stats)).toEqual(Object.keys(stats.memory_stats.stats).sort())
    expect(Object.keys(stats.memory_stats.stats)).toHaveLength(32)
    expect(stats.memory_stats.stats.hierarchical_memsw_limit).toBe(2 ** 27)
    expect(stats.blkio_stats.io_service_bytes_recursive).toEqual([])
  })

  plain('writes the words for no limit in full', async () => {
    for (const [cgroupVersion, word] of [
      ['1', '"hierarchical_memory_limit":9223372036854771712,'],
      ['2', '"pids_stats":{"current":1,"limit":18446744073709551615}'],
    ] as const) {
      await using docker = await startTestDaemon({ host: { cgroupVersion } })
      await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
      expect(await fetchText(docker, '/containers/box/stats?stream=0&one-shot=1')).toContain(word)
    }
  })

  test('of version 2 of cgroups tells of memory in other words', async ({ docker }) => {
    await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    const { memory_stats, blkio_stats } = await once(docker, 'box')
    expect(Object.keys(memory_stats.stats!)).toHaveLength(31)
    expect(memory_stats.max_usage).toBeUndefined()
    expect(blkio_stats.io_service_bytes_recursive).toBe(null)
  })

  test.for([
    ['27.5', 'read,preread,pids_stats,blkio_stats,num_procs,storage_stats,cpu_stats,precpu_stats,memory_stats,name,id'],
    ['28.5', 'name,id,read,preread,pids_stats,blkio_stats,num_procs,storage_stats,cpu_stats,precpu_stats,memory_stats'],
    [
      '29.0',
      'id,name,os_type,read,cpu_stats,memory_stats,pids_stats,blkio_stats,num_procs,storage_stats,preread,precpu_stats',
    ],
  ] as const)('of a container that does not run is empty, in the order of Docker Engine %s', async ([engine, keys]) => {
    await using docker = await startTestDaemon({ engine })
    await docker.create('busybox', ['true'], { name: 'box' })
    const stats = JSON.parse(await fetchText(docker, '/containers/box/stats?stream=0'))
    expect(Object.keys(stats).join()).toBe(keys)
    expect(stats).toMatchObject({ read: NEVER, preread: NEVER, pids_stats: {}, memory_stats: {}, name: '/box' })
  })
})

describe('What containers do', () => {
  test('shows in the counters of the disk and in the memory that files take', async ({ docker }) => {
    const command = ['sh', '-c', 'dd if=/dev/zero of=/f bs=1M count=8; cat /f >/dev/null; sleep 1000']
    const box = await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    const before = await once(docker, 'box')
    await docker.run('busybox', command, { name: 'writer' })
    await expect.poll(async () => (await once(docker, 'writer')).memory_stats.stats!.active_file).toBe(8 * 2 ** 20)
    const after = await once(docker, 'writer')
    expect(after.memory_stats.usage! - before.memory_stats.usage!).toBeGreaterThanOrEqual(8 * 2 ** 20)
    expect(after.blkio_stats.io_service_bytes_recursive).toEqual([
      { major: 254, minor: 0, op: 'read', value: 0 },
      { major: 254, minor: 0, op: 'write', value: 8 * 2 ** 20 },
    ])
    await box.remove({ force: true })
  })

  test('shows in the counters of both ends of a connection, and in their /proc/net/dev', async ({ docker }) => {
    await docker.dockerode.createNetwork({ Name: 'net' })
    const on = { HostConfig: { NetworkMode: 'net' } }
    const serve = 'head -c 100000 /dev/zero > /page; httpd -f -h /'
    await docker.run('busybox', ['sh', '-c', serve], { name: 'web', ...on })
    await docker.run('busybox', ['sh', '-c', 'until wget -qO/dev/null http://web/page; do sleep 1; done; sleep 1000'], {
      name: 'client',
      ...on,
    })
    await expect.poll(async () => (await once(docker, 'client')).networks!.eth0!.rx_bytes).toBeGreaterThan(100_000)
    await expect.poll(async () => (await once(docker, 'web')).networks!.eth0!.tx_bytes).toBeGreaterThan(100_000)
    const [client, web] = [(await once(docker, 'client')).networks!.eth0!, (await once(docker, 'web')).networks!.eth0!]
    expect([web.tx_bytes, web.rx_bytes, web.tx_packets]).toEqual([client.rx_bytes, client.tx_bytes, client.rx_packets])
    const { stdout } = await docker.cli.run('exec', 'client', 'cat', '/proc/net/dev')
    expect(stdout).toMatch(new RegExp(`^ +eth0: +${client.rx_bytes} +${client.rx_packets} `, 'm'))
  })

  test('shows in the time of the processors', async ({ docker }) => {
    await docker.run('busybox', ['sh', '-c', 'i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; sleep 1000'], {
      name: 'busy',
    })
    await docker.run('busybox', ['sleep', '1000'], { name: 'idle' })
    const cpu = async (name: string): Promise<number> => (await once(docker, name)).cpu_stats.cpu_usage.total_usage
    await expect.poll(async () => (await cpu('busy')) - (await cpu('idle'))).toBeGreaterThan(1e6)
  })
})

describe('A declared curve', () => {
  const measured = async (docker: TestDaemon, label: string, value: string): Promise<void> => {
    await docker.run('busybox', ['sleep', '1000'], { name: 'box', Labels: { [`mockerd.stats.${label}`]: value } })
  }

  plain('is what the container is said to use', async () => {
    const clock = manualClock()
    await using docker = await startTestDaemon({ clock })
    await docker.dockerode.createNetwork({ Name: 'net' })
    const Labels = {
      'mockerd.stats.cpu': '150%',
      'mockerd.stats.memory': 'ramp 100m 200m 10s',
      'mockerd.stats.network.rx': '1m/s',
      'mockerd.stats.block.write': 'steps 0 2m 1s',
      'mockerd.stats.pids': '12',
    }
    await docker.run('busybox', ['sleep', '1000'], { name: 'box', Labels, HostConfig: { NetworkMode: 'net' } })
    await clock.advance(5000)
    const stats = await once(docker, 'box')
    expect(stats.cpu_stats.cpu_usage.total_usage).toBe(7.5e9)
    expect(stats.memory_stats.usage).toBe(150 * 2 ** 20)
    expect(stats.networks!.eth0!.rx_bytes).toBe(5 * 2 ** 20)
    expect(stats.blkio_stats.io_service_bytes_recursive![1]!.value).toBe(4 * 2 ** 20)
    expect(stats.pids_stats.current).toBe(12)
  })

  plain('comes on top of what is measured with a plus in front', async () => {
    await using docker = await startTestDaemon()
    await measured(docker, 'memory', '+ 1g')
    expect((await once(docker, 'box')).memory_stats.usage).toBe(2 ** 30 + 400 * 1024)
  })

  plain('swings between two values, and its area is what was used', async () => {
    const clock = manualClock()
    await using docker = await startTestDaemon({ clock })
    await measured(docker, 'cpu', 'sine 0% 100% 20s')
    await clock.advance(20_000)
    expect((await once(docker, 'box')).cpu_stats.cpu_usage.total_usage).toBeCloseTo(10e9, -3)
  })

  plain('by chance stays in its bounds and is the same for the same seed', async () => {
    const run = async (): Promise<number[]> => {
      const clock = manualClock()
      await using docker = await startTestDaemon({ clock, seed: 'curves' })
      await measured(docker, 'memory', 'random 10m 30m')
      const seen: number[] = []
      for (let second = 0; second < 20; second++) {
        seen.push((await once(docker, 'box')).memory_stats.usage!)
        await clock.advance(1000)
      }
      return seen
    }
    const seen = await run()
    expect(new Set(seen).size).toBeGreaterThan(15)
    expect(seen.every((value) => value >= 10 * 2 ** 20 && value <= 30 * 2 ** 20)).toBe(true)
    expect(await run()).toEqual(seen)
  })

  test('of an image counts for its containers', async ({ docker }) => {
    const box = await docker.create('busybox', ['true'], { name: 'first' })
    await box.commit({ repo: 'hungry', changes: 'LABEL mockerd.stats.memory=64m' })
    await docker.run('hungry', ['sleep', '1000'], { name: 'box' })
    expect((await once(docker, 'box')).memory_stats.usage).toBe(2 ** 26)
  })

  test('that makes no sense is refused when the container is made', async ({ docker }) => {
    const refused = (label: string, value: string): Promise<string> =>
      measured(docker, label, value).then(
        () => 'made',
        (error: { json: { message: string } }) => error.json.message,
      )
    expect(await refused('cpu', 'lots')).toBe(
      'invalid label mockerd.stats.cpu=lots: "lots" is no share of a processor such as 25%',
    )
    expect(await refused('memory', 'ramp 1m 2m')).toMatch(/: it must be ramp FROM TO DURATION$/)
    expect(await refused('memory', 'sine 2m 1m 1s')).toMatch(/the low value must not be above the high one$/)
    expect(await refused('memory', 'wave 1m 2m')).toMatch(/there is no curve wave/)
    expect(await refused('gpu', '1')).toMatch(/^invalid label mockerd.stats.gpu: it may end in cpu, memory, /)
  })
})
