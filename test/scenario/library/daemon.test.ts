// What clients see of the scenarios about the daemon itself.
import { lstat } from 'node:fs/promises'
import { expect } from 'vitest'
import { stateOf } from '../happen.ts'
import { backAgain, knock, knockUntil } from '../knock.ts'
import { bodyOf, headOf, type Play } from '../play.ts'
import { create, headersOf, messageOf, post, run, textOf } from './ask.ts'
import { showGroup } from './shows.ts'

/** Whoever hangs hears nothing while others are answered; then the client gives up. */
async function silent(it: Play, line: string, seen: RegExp, other?: string): Promise<void> {
  const waiting = it.say(line)
  if (other) expect(await it.ask(other)).toMatch(/^HTTP\/1\.1 /)
  await it.clock.advance(3_600_000)
  if (seen.source !== '^$') await waiting.until(seen)
  expect(waiting.text).toMatch(seen)
  expect(waiting.ended).toBe(false)
  waiting.socket.destroy()
}

await showGroup('daemon', {
  hang: (it) => silent(it, 'GET /_ping', /^$/),
  'hang-before-headers': async (it) => {
    const body = { Name: 'data' }
    const done = new Promise<unknown>((resolve) => it.daemon.engine.world.events.listen(resolve))
    const waiting = it.say('POST /volumes/create', headersOf(body)).say(textOf(body))
    expect(await done).toMatchObject({ type: 'volume', action: 'create', id: 'data' })
    await it.clock.advance(3_600_000)
    expect(waiting.text).toBe('')
    waiting.socket.destroy()
  },

  'hang-after-headers': (it) => silent(it, 'GET /_ping', /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s),
  'hang-mid-body': (it) => silent(it, 'GET /version', /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n\{"Platform":\{"Name":$/s),
  'hang-ping': (it) => silent(it, 'GET /_ping', /^$/, 'GET /version'),

  'hang-inspect': async (it) => {
    await silent(it, 'GET /containers/web/json', /^$/, 'GET /containers/json')
    expect(messageOf(await it.ask('GET /containers/web/top'))).toBe('No such container: web')
  },

  starting: async (it) => {
    const first = it.say('GET /_ping', 'Connection: close\r\n')
    await it.clock.advance(19_999)
    expect(first.text).toBe('')
    await it.clock.advance(1)
    expect(headOf(await first.all())).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(bodyOf(await it.ask('GET /_ping'))).toBe('OK')
  },

  'tls-wanted': async (it) => {
    const client = it.say('GET /_ping')
    expect(await client.all()).toBe(
      'HTTP/1.1 400 Bad Request\r\nContent-Length: 48\r\nConnection: close\r\n\r\nClient sent an HTTP request to an HTTPS server.\n',
    )
  },

  'drops-connections': async (it) => {
    expect(await it.connect().all()).toBe('')
    await it.clock.advance(9999)
    expect(await it.connect().all()).toBe('')
    await it.clock.advance(1)
    expect(bodyOf(await it.ask('GET /_ping'))).toBe('OK')
  },

  down: async (it) => {
    await knockUntil(it, 'ENOENT')
    await it.clock.advance(29_999)
    expect(await knock(it)).toBe('ENOENT')
    await it.clock.advance(1)
    await knockUntil(it, 'ok')
    expect(bodyOf(await it.ask('GET /_ping'))).toBe('OK')
  },

  'down-refused': async (it) => {
    await knockUntil(it, 'ECONNREFUSED')
    await it.clock.advance(30_000)
    await knockUntil(it, 'ok')
  },

  'down-forbidden': async (it) => {
    // root is refused, too, as nobody listens there
    await knockUntil(it, process.getuid?.() === 0 ? 'ECONNREFUSED' : 'EACCES')
    expect((await lstat(it.daemon.host.slice('unix://'.length))).mode & 0o777).toBe(0)
  },

  restart: async (it) => {
    await create(it, 'kept', { HostConfig: { RestartPolicy: { Name: 'always' } } })
    await create(it, 'plain')
    const events = it.say('GET /events')
    await events.until(/\r\n\r\n/)
    await post(it, '/containers/plain/start')
    await post(it, '/containers/kept/start')
    const logs = it.say('GET /containers/plain/logs?stdout=1&follow=1')
    await logs.until(/\r\n\r\n/)
    await it.clock.advance(1000)
    await knockUntil(it, 'ENOENT')
    expect(events.ended).toBe(false)
    await it.clock.advance(5000)
    for (const stream of [await events.all(), await logs.all()]) expect(stream).not.toMatch(/(^|\n)0\r\n\r\n$/)
    expect(await knock(it)).toBe('ENOENT')
    await it.clock.advance(60_000)
    await backAgain(it)
    expect(await stateOf(it, 'kept')).toMatchObject({ Status: 'running' })
    expect(await stateOf(it, 'plain')).toMatchObject({ Status: 'exited', ExitCode: 137 })
    expect(await it.ask(`GET /events?since=0&until=${it.clock.now() / 1000}`)).not.toContain('"Action":"create"')
  },

  'restart-live-restore': async (it) => {
    await run(it, 'web')
    const { Pid } = await stateOf(it)
    const events = it.say('GET /events')
    await events.until(/\r\n\r\n/)
    await it.clock.advance(1000)
    await knockUntil(it, 'ENOENT')
    await it.clock.advance(5000)
    expect(await events.all()).not.toMatch(/(^|\n)0\r\n\r\n$/)
    await it.clock.advance(3000)
    await backAgain(it)
    expect(await stateOf(it)).toMatchObject({ Status: 'running', Pid })
  },
})
