// What clients see of the health of containers.
import { expect } from 'vitest'
import type { Play } from '../play.ts'
import { actionsTold, jsonOf, run } from './ask.ts'
import type { Shows } from './shows.ts'

async function health(it: Play): Promise<string> {
  const { State } = jsonOf(await it.ask('GET /containers/web/json'))
  expect(State.Running).toBe(true)
  return State.Health.Status
}

const heard = (it: Play, since?: number): Promise<string[]> => actionsTold(it, { event: ['health_status'] }, since)

export const healths: Shows = {
  'health-unhealthy': async (it) => {
    await run(it, 'web')
    expect(await health(it)).toBe('starting')
    await it.clock.advance(4999)
    expect(await health(it)).toBe('starting')
    await it.clock.advance(1)
    const { State, Id } = jsonOf(await it.ask('GET /containers/web/json'))
    expect(State).toMatchObject({ Running: true, Health: { Status: 'unhealthy' } })
    expect(State.Health.Log.at(-1)).toMatchObject({ ExitCode: 1, Output: 'connect: connection refused\n' })
    const [listed] = jsonOf(await it.ask('GET /containers/json'))
    expect([listed.Id, listed.Status]).toEqual([Id, 'Up 5 seconds (unhealthy)'])
    expect(await heard(it)).toEqual(['health_status: unhealthy'])
  },

  'health-flap': async (it) => {
    await run(it, 'web')
    const seen = [await health(it)]
    for (let time = 0; time < 4; time++) {
      await it.clock.advance(2000)
      seen.push(await health(it))
    }
    expect(seen).toEqual(['starting', 'healthy', 'unhealthy', 'healthy', 'healthy'])
    expect(await heard(it)).toEqual(['health_status: healthy', 'health_status: unhealthy', 'health_status: healthy'])
  },

  'health-early': async (it) => {
    await run(it, 'web')
    expect(await health(it)).toBe('healthy')
    expect(await heard(it)).toEqual(['health_status: healthy'])
    await it.clock.advance(3_600_000)
    expect(await heard(it, it.clock.now() / 1000 - 3600)).toEqual([])
  },

  'health-starting': async (it) => {
    await run(it, 'web')
    await it.clock.advance(900_000)
    expect(await health(it)).toBe('starting')
    expect(await heard(it)).toEqual([])
  },
}
