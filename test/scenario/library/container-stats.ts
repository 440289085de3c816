// What clients see of statistics.
import { expect } from 'vitest'
import type { RawClient } from '../../http/raw-client.ts'
import { chunksOf, headOf, type Play } from '../play.ts'
import { jsonOf, objectsOf, run, statusLine } from './ask.ts'
import type { Shows } from './shows.ts'

/** One sample of a container that runs. */
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
async function sample(it: Play): Promise<any> {
  await run(it, 'web')
  const answer = await it.ask('GET /containers/web/stats?stream=false&one-shot=1')
  expect(statusLine(answer)).toBe('HTTP/1.1 200 OK')
  return jsonOf(answer)
}

const watch = (it: Play): RawClient => it.say('GET /containers/web/stats', 'Connection: close\r\n')

/** The watch of a container that runs, when the time of the third sample has come. */
async function watchThree(it: Play): Promise<RawClient> {
  await run(it, 'web')
  const client = watch(it)
  await client.until(/"read":"2026/)
  await it.clock.advance(1000)
  await client.until(/(?:"read":"2026.*){2}/s)
  await it.clock.advance(1000)
  return client
}

export const statistics: Shows = {
  'stats-stopped': async (it) => {
    const id = await run(it, 'web')
    const answer = await it.ask('GET /containers/web/stats?stream=false')
    expect(headOf(answer)).toContain('\r\nContent-Type: application/json')
    const nothing = {
      cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
      throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
    }
    expect(jsonOf(answer)).toMatchObject({
      id,
      name: '/web',
      cpu_stats: nothing,
      precpu_stats: nothing,
      memory_stats: {},
    })
    expect(jsonOf(answer)).not.toHaveProperty('networks')
    expect(jsonOf(answer).cpu_stats).not.toHaveProperty('online_cpus')
  },

  'stats-no-precpu': async (it) => {
    const client = await watchThree(it)
    const none = { cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 } }
    for (const one of objectsOf(client.text)) {
      expect(one).toMatchObject({ preread: '0001-01-01T00:00:00Z', precpu_stats: none })
      expect(one).not.toHaveProperty('precpu_stats.system_cpu_usage')
      expect(one).toHaveProperty('cpu_stats.system_cpu_usage')
    }
    client.socket.destroy()
  },

  'stats-no-memory': async (it) => {
    const { memory_stats, networks } = await sample(it)
    expect(memory_stats).toEqual({})
    expect(networks).toHaveProperty('eth0')
  },

  'stats-no-networks': async (it) => {
    const { memory_stats, ...rest } = await sample(it)
    expect(rest).not.toHaveProperty('networks')
    expect(memory_stats.limit).toBeGreaterThan(0)
  },

  'stats-stops': async (it) => {
    const client = await watchThree(it)
    await client.until(/"read":"0001-01-01T00:00:00Z"/)
    expect(objectsOf(client.text)[2]).toMatchObject({ pids_stats: {}, memory_stats: {} })
    expect(jsonOf(await it.ask('GET /containers/web/json')).State).toMatchObject({ Status: 'exited', ExitCode: 137 })
    expect(client.ended).toBe(false)
    client.socket.destroy()
  },

  'stats-ends': async (it) => {
    const client = await watchThree(it)
    const answer = await client.all()
    expect(objectsOf(answer)).toHaveLength(2)
    expect(chunksOf(answer).complete).toBe(true)
    expect(statusLine(await it.ask('GET /containers/web/json'))).toBe('HTTP/1.1 404 Not Found')
  },

  'stats-hang': async (it) => {
    await run(it, 'web')
    const client = watch(it)
    await client.until(/"read"/)
    await it.clock.advance(60_000)
    await it.ask('GET /_ping')
    expect(objectsOf(client.text)).toHaveLength(1)
    expect(chunksOf(client.text).complete).toBe(false)
    expect(client.ended).toBe(false)
    client.socket.destroy()
  },
}
