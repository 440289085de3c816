// What dockerd tells Prometheus at --metrics-addr.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dockerTest } from '../fixture.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

let docker: TestDaemon
beforeEach(async () => {
  docker = await startTestDaemon({ metricsAddress: 'tcp://127.0.0.1:0' })
})
afterEach(() => docker.close())

const scrape = async (): Promise<string> => (await fetch(docker.metricsUrl!)).text()

async function sampled(sample: string): Promise<number | undefined> {
  const line = (await scrape()).split('\n').find((one) => one.startsWith(`${sample} `))
  return line === undefined ? undefined : Number(line.slice(sample.length + 1))
}

describe('The metrics of a daemon', () => {
  test('come in the text format of Prometheus', async () => {
    const reply = await fetch(docker.metricsUrl!)
    expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores')
    const text = await reply.text()
    expect(text).toContain(
      '# HELP engine_daemon_engine_cpus_cpus The number of cpus that the host system of the engine has\n# TYPE engine_daemon_engine_cpus_cpus gauge\nengine_daemon_engine_cpus_cpus 4\n',
    )
    expect(text).toContain('engine_daemon_engine_memory_bytes 8.327217152e+09\n')
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    expect(names).toEqual([...names].sort())
    expect(names).toHaveLength(80)
  })

  test('are the only thing there', async () => {
    const other = await fetch(new URL('/containers/json', docker.metricsUrl))
    expect([other.status, await other.text()]).toEqual([404, '404 page not found\n'])
  })

  test('count the containers by their states', async () => {
    await docker.run('busybox', ['sleep', '1000'])
    const paused = await docker.run('busybox', ['sleep', '1000'])
    await paused.pause()
    await docker.create('busybox', ['true'])
    const counts = ['running', 'paused', 'stopped'].map((state) =>
      sampled(`engine_daemon_container_states_containers{state="${state}"}`),
    )
    expect(await Promise.all(counts)).toEqual([1, 1, 1])
  })

  test('count actions on containers from one on, which is the first zero', async () => {
    const count = (action: string): Promise<number | undefined> =>
      sampled(`engine_daemon_container_actions_seconds_count{action="${action}"}`)
    expect([await count('create'), await count('start'), await count('delete')]).toEqual([1, 1, 1])
    const box = await docker.run('busybox', ['sleep', '1000'])
    await box.restart({ t: 0 })
    await box.remove({ force: true })
    expect([await count('create'), await count('start'), await count('delete')]).toEqual([2, 3, 2])
    await expect(box.start()).rejects.toThrow(/No such container/)
    expect(await count('start')).toBe(3)
  })

  test('count events and who listens to them', async () => {
    const before = (await sampled('engine_daemon_events_total'))!
    await docker.dockerode.createVolume({ Name: 'data' })
    expect(await sampled('engine_daemon_events_total')).toBe(before + 1)
    const events = (await docker.dockerode.getEvents()) as NodeJS.ReadableStream & { destroy(): void }
    expect(await sampled('engine_daemon_events_subscribers_total')).toBe(1)
    events.destroy()
    await expect.poll(() => sampled('engine_daemon_events_subscribers_total')).toBe(0)
  })

  test('count health checks', async () => {
    const Healthcheck = { Test: ['CMD', 'true'], Interval: 1_000_000 }
    await docker.run('busybox', ['sleep', '1000'], { Healthcheck })
    await expect.poll(() => sampled('engine_daemon_health_checks_total')).toBeGreaterThan(0)
    expect(await sampled('engine_daemon_health_checks_failed_total')).toBe(0)
  })
})

dockerTest()('Nobody listens for scrapes unless that was asked for', async ({ docker: quiet }) => {
  expect(quiet.metricsUrl).toBeUndefined()
})

test.for([
  ['bogus', 'error parsing tcp address: address bogus: missing port in address'],
  ['tcp://127.0.0.1:0', 'error parsing tcp address: address tcp://127.0.0.1:0: too many colons in address'],
  ['127.0.0.1:x', 'error parsing tcp address: strconv.Atoi: parsing "x": invalid syntax'],
  [':9323', 'failed to lookup  address in host specification'],
  ['127.0.0.1:99999', 'listen tcp: address 99999: invalid port'],
] as const)('a daemon does not start with metrics at %s, in the words of dockerd', async ([place, words]) => {
  const starting = startTestDaemon({ metricsAddress: `tcp://${place}` })
  await expect(starting).rejects.toThrow(`failed to start metrics server: ${words}`)
})
