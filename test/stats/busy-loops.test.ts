// Processor time of programs that never wait, with and without a limit.
import { expect, test } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { startTestDaemon } from '../test-daemon.ts'

interface Cpu {
  readonly cpu_usage: { readonly total_usage: number }
  readonly throttling_data: {
    readonly periods: number
    readonly throttled_periods: number
    readonly throttled_time: number
  }
}

const SECOND = 1e9

test.each([
  ['a processor', {}, 10, 0],
  ['half a processor by --cpus', { NanoCpus: 5e8 }, 5, 5],
  ['a fifth of one by a quota', { CpuPeriod: 50_000, CpuQuota: 10_000 }, 2, 8],
])('a busy loop uses %s', async (_, limits, used, waited) => {
  const clock = manualClock()
  await using docker = await startTestDaemon({ clock })
  const box = await docker.run('alpine', ['sh', '-c', 'while :; do :; done'], { HostConfig: limits })
  await clock.advance(10_000)
  const cpu = async (): Promise<Cpu> =>
    (await box.stats({ stream: false, 'one-shot': true } as { stream: false })).cpu_stats as unknown as Cpu
  // its steps are counted, too, before time has gone by
  await expect.poll(async () => (await cpu()).cpu_usage.total_usage / SECOND).toBeGreaterThan(used * 0.99)
  const { cpu_usage, throttling_data } = await cpu()
  expect(cpu_usage.total_usage / SECOND).toBeLessThan(used * 1.05 + 0.2)
  expect(throttling_data.throttled_time / SECOND).toBeCloseTo(waited, 0)
  expect(throttling_data.throttled_periods).toBeLessThanOrEqual(throttling_data.periods)
  expect(throttling_data.throttled_periods > 0).toBe(waited > 0)
})

test('two busy loops share the limit of their container, and use two processors without one', async () => {
  const clock = manualClock()
  await using docker = await startTestDaemon({ clock })
  const loops = ['sh', '-c', 'while :; do :; done & while :; do :; done']
  const usage = async (limits: object): Promise<() => Promise<number>> => {
    const box = await docker.run('alpine', loops, { HostConfig: limits })
    return async () => {
      const { cpu_stats } = await box.stats({ stream: false, 'one-shot': true } as { stream: false })
      return cpu_stats.cpu_usage.total_usage / SECOND
    }
  }
  const limited = await usage({ NanoCpus: 1e9 })
  const free = await usage({})
  // both loops are there
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
  await clock.advance(10_000)
  await expect.poll(free).toBeGreaterThan(19)
  await expect.poll(limited).toBeGreaterThan(9.9)
  expect(await limited()).toBeLessThan(11)
})
