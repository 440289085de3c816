// What clients see of containers whose daemon takes its time.
import { expect } from 'vitest'
import { bodyOf, type Play } from '../play.ts'
import { actionsTold, create, jsonOf, post, run, statusLine } from './ask.ts'
import type { Shows } from './shows.ts'

const DONE = 'HTTP/1.1 204 No Content'

const statusOf = (it: Play): string => it.daemon.engine.containers.find('web').state.status

export const slowness: Shows = {
  'slow-stop': async (it) => {
    await run(it, 'web', { Cmd: ['sh', '-c', 'trap "exit 0" TERM; sleep 1000'] })
    const stopping = it.say('POST /containers/web/stop?t=1', 'Content-Length: 0\r\nConnection: close\r\n')
    await it.ask('GET /_ping')
    await it.clock.advance(29_999)
    expect([stopping.text, statusOf(it)]).toEqual(['', 'running'])
    await it.clock.advance(1)
    expect(statusLine(await stopping.all())).toBe(DONE)
    expect(jsonOf(await it.ask('GET /containers/web/json')).State).toMatchObject({ Status: 'exited', ExitCode: 137 })
    const told = await actionsTold(it, { event: ['kill', 'die', 'stop'] })
    expect(told).toEqual(['kill', 'kill', 'stop', 'die'])
  },

  'slow-start': async (it) => {
    await create(it, 'web')
    const starting = post(it, '/containers/web/start')
    await it.ask('GET /_ping')
    await it.clock.advance(29_999)
    expect(statusOf(it)).toBe('created')
    await it.clock.advance(1)
    expect(statusLine(await starting)).toBe(DONE)
    expect(statusOf(it)).toBe('running')
  },

  'slow-inspect': async (it) => {
    const id = await create(it, 'web')
    const looking = it.ask('GET /containers/web/json')
    expect(bodyOf(await it.ask('GET /containers/json?all=1'))).toContain(id)
    await it.clock.advance(10_000)
    expect(jsonOf(await looking).Id).toBe(id)
  },
}
