// What clients see of a daemon that is down, restarts, and whose clock is steered.
import { expect, test } from 'vitest'
import { ask, happen, runningContainer, stateOf } from './happen.ts'
import { backAgain, knock, knockUntil } from './knock.ts'
import { bodyOf, play } from './play.ts'

test.each([
  ['absent', 'ENOENT'],
  ['refused', 'ECONNREFUSED'],
] as const)('a daemon that is down, its socket %s, is back without the rule', async (socket, code) => {
  await using it = await play()
  const idle = it.connect()
  await idle.say('GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n').until(/OK$/)
  const rule = await happen(it, { down: socket })
  await knockUntil(it, code)
  await idle.all()
  rule.remove()
  await knockUntil(it, 'ok')
  expect(bodyOf(await it.ask('GET /_ping'))).toBe('OK')
})

test('a daemon is down for a time, on its own clock', async () => {
  await using it = await play()
  await happen(it, { down: { for: '10s' } })
  await knockUntil(it, 'ENOENT')
  await it.clock.advance(9999)
  expect(await knock(it)).toBe('ENOENT')
  await it.clock.advance(1)
  await knockUntil(it, 'ok')
})

test('nothing of it stays when the daemon is closed while it is down', async () => {
  const it = await play()
  await happen(it, { down: 'refused' })
  await knockUntil(it, 'ECONNREFUSED')
  await it[Symbol.asyncDispose]()
  expect(await knock(it)).toBe('ENOENT')
})

test('a restart: streams end without their terminal chunk, containers stop, policies start them, events are forgotten', async () => {
  await using it = await play()
  await runningContainer(it, { HostConfig: { RestartPolicy: { Name: 'always' } } }, 'kept')
  await runningContainer(it, {}, 'plain')
  const events = it.say('GET /events')
  await events.until(/\r\n\r\n/)
  await happen(it, { restart: { downtime: '3s' } })
  await knockUntil(it, 'ENOENT')
  await it.clock.advance(5000)
  const stream = await events.all()
  expect(stream.endsWith('0\r\n\r\n')).toBe(false)
  while ((await stateOf(it, 'kept')).Running) await new Promise<void>((resolve) => void setImmediate(resolve))
  expect(await knock(it)).toBe('ENOENT')
  await it.clock.advance(3000)
  await backAgain(it)
  expect(await stateOf(it, 'kept')).toMatchObject({ Status: 'running' })
  expect(await stateOf(it, 'plain')).toMatchObject({ Status: 'exited', ExitCode: 137 })
  const { text } = await ask(it, `GET /events?since=0&until=${it.clock.now() / 1000}`)
  expect(text).not.toContain('"Action":"create"')
})

test('a restart with live-restore leaves the containers alone', async () => {
  await using it = await play()
  await runningContainer(it)
  const { Pid } = await stateOf(it)
  await happen(it, { restart: { liveRestore: true, downtime: '1s' } })
  await knockUntil(it, 'ENOENT')
  await it.clock.advance(6000)
  await backAgain(it)
  expect(await stateOf(it)).toMatchObject({ Status: 'running', Pid })
})

test('the daemon tells that it has read its settings again', async () => {
  await using it = await play()
  await happen(it, { reload: { attributes: { 'live-restore': 'true' } } })
  const { text } = await ask(it, `GET /events?since=0&until=${it.clock.now() / 1000}`)
  expect(JSON.parse(text)).toMatchObject({
    Type: 'daemon',
    Action: 'reload',
    Actor: { Attributes: { name: 'mockerd', 'live-restore': 'true', 'shutdown-timeout': '15' } },
  })
})

test('the daemon takes over what it reads', async () => {
  await using it = await play()
  await happen(it, { reload: { settings: { labels: ['rack=3'], liveRestore: true } } })
  expect((await ask(it, 'GET /info')).body).toMatchObject({ Labels: ['rack=3'], LiveRestoreEnabled: true })
  const { text } = await ask(it, `GET /events?since=0&until=${it.clock.now() / 1000}`)
  expect(JSON.parse(text).Actor.Attributes).toMatchObject({ labels: '["rack=3"]', 'live-restore': 'true' })
})

test('the clock is set back, and let run', async () => {
  await using it = await play()
  const time = async (): Promise<string> => (await ask(it, 'GET /info')).body.SystemTime
  expect(await time()).toBe('2026-01-01T00:00:00Z')
  await happen(it, { clock: { jump: '-1h' } })
  expect(await time()).toBe('2025-12-31T23:00:00Z')
  await happen(it, { clock: { advance: '30m' } })
  expect(await time()).toBe('2025-12-31T23:30:00Z')
  const rule = await happen(it, { clock: { rate: 60 } })
  expect(it.clock.rate).toBe(60)
  rule.remove()
  expect(it.clock.rate).toBe(0)
})

test('the clock of the host cannot be steered', async () => {
  await using it = await play([], { clock: undefined })
  await expect(happen(it, { clock: 'freeze' })).rejects.toThrow(/the clock cannot be steered: /)
})
