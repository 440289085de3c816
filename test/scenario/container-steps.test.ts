// What clients see of containers that something befalls.
import { expect, test } from 'vitest'
import { ask, events, happen, post, runningContainer, stateOf } from './happen.ts'
import { bodyOf, play } from './play.ts'

test('out of memory: the events oom and die, exit code 137, the flag', async () => {
  await using it = await play()
  await runningContainer(it)
  const heard = events(it)
  const rule = await happen(it, { oom: 'web' })
  await ask(it, 'POST /containers/web/wait')
  expect(heard).toEqual(['container oom', 'network disconnect', 'container die'])
  expect(await stateOf(it)).toMatchObject({ Status: 'exited', OOMKilled: true, ExitCode: 137 })
  expect(rule.report.did).toEqual(['container web was killed for memory'])
})

test('out of memory without the flag is a plain 137', async () => {
  await using it = await play()
  await runningContainer(it)
  const heard = events(it)
  await happen(it, { oom: { container: 'web', flag: false } })
  await ask(it, 'POST /containers/web/wait')
  expect(heard).not.toContain('container oom')
  expect(await stateOf(it)).toMatchObject({ OOMKilled: false, ExitCode: 137 })
})

test('another process is killed for memory, and the container runs on', async () => {
  await using it = await play()
  await runningContainer(it)
  const heard = events(it)
  await happen(it, { oom: { container: 'web', process: 'other' } })
  expect(heard).toEqual(['container oom'])
  expect(await stateOf(it)).toMatchObject({ Running: true, OOMKilled: true })
})

test('an end with an exit code reaches who waits, and the restart policy does its work', async () => {
  await using it = await play()
  await runningContainer(it, { HostConfig: { RestartPolicy: { Name: 'on-failure' } } })
  const waiting = ask(it, 'POST /containers/web/wait?condition=next-exit')
  await happen(it, { exit: { code: 3, container: 'web' } })
  expect((await waiting).body).toEqual({ StatusCode: 3 })
  expect(await stateOf(it)).toMatchObject({ Restarting: true, ExitCode: 3 })
  await it.clock.advance(100)
  expect(await stateOf(it)).toMatchObject({ Status: 'running' })
})

test('a call ends the very container that it is about', async () => {
  await using it = await play([{ when: { operation: 'ContainerStart', point: 'sent' }, do: { exit: 7 } }])
  await ask(it, 'POST /images/create?fromImage=alpine&tag=latest')
  await ask(it, 'POST /containers/create?name=web', { Image: 'alpine', Cmd: ['sleep', '1d'] })
  const started = post(it, '/containers/web/start')
  expect((await ask(it, 'POST /containers/web/wait?condition=next-exit')).body).toEqual({ StatusCode: 7 })
  expect((await started)[0]).toBe(204)
})

test('a signal from the host is no event; one of docker kill is, and turns the restart policy off', async () => {
  await using it = await play()
  const policy = { HostConfig: { RestartPolicy: { Name: 'always' } } }
  await runningContainer(it, policy, 'one')
  await runningContainer(it, policy, 'two')
  const heard = events(it)
  await happen(it, { kill: { container: 'one' } })
  await it.clock.advance(0)
  expect(heard).not.toContain('container kill')
  expect(await stateOf(it, 'one')).toMatchObject({ Restarting: true, ExitCode: 137 })
  await happen(it, { kill: { container: 'two', by: 'docker', signal: '9' } })
  expect(heard).toContain('container kill')
  expect(await stateOf(it, 'two')).toMatchObject({ Status: 'exited', ExitCode: 137 })
})

test('a container is paused and let go on', async () => {
  await using it = await play()
  const id = await runningContainer(it)
  await happen(it, { pause: 'web' })
  expect(await stateOf(it)).toMatchObject({ Status: 'paused' })
  expect((await ask(it, 'POST /containers/web/exec', { Cmd: ['true'] })).body).toEqual({
    message: 'Container web is paused, unpause the container before exec',
  })
  await happen(it, { unpause: id })
  expect(await stateOf(it)).toMatchObject({ Status: 'running' })
})

test('a container that ends its start as unhealthy stays so, whatever its own checks would say', async () => {
  await using it = await play()
  await runningContainer(it, { Healthcheck: { Test: ['CMD', 'true'], Interval: 1e9 } })
  const heard = events(it)
  await happen(it, { health: { status: 'unhealthy', container: 'web', output: 'no answer\n', exitCode: 7 } })
  await it.clock.advance(5000)
  expect(heard).toEqual(['container health_status: unhealthy'])
  expect((await stateOf(it)).Health).toEqual({
    Status: 'unhealthy',
    FailingStreak: 3,
    Log: [
      {
        Start: '2026-01-01T00:00:00Z',
        End: '2026-01-01T00:00:00Z',
        ExitCode: 7,
        Output: 'no answer\n',
      },
    ],
  })
  await happen(it, { health: { status: 'healthy', container: 'web' } })
  expect((await stateOf(it)).Health).toMatchObject({ Status: 'healthy', FailingStreak: 0 })
  expect((await ask(it, 'GET /containers/json')).body[0].Status).toMatch(/\(healthy\)$/)
})

test('a container vanishes: 404 with its name, with the events of a removal', async () => {
  await using it = await play()
  await runningContainer(it)
  const waiting = ask(it, 'POST /containers/web/wait?condition=removed')
  const heard = events(it)
  await happen(it, { vanish: 'web' })
  expect(await ask(it, 'GET /containers/web/json')).toMatchObject({
    status: 404,
    body: { message: 'No such container: web' },
  })
  expect(heard).toEqual(['network disconnect', 'container die', 'container destroy'])
  expect((await waiting).body).toEqual({ StatusCode: 137 })
})

test('a container vanishes without an event; its address and its name are free', async () => {
  await using it = await play()
  await runningContainer(it)
  const heard = events(it)
  await happen(it, { vanish: { container: 'web', events: false } })
  expect(heard).toEqual([])
  expect((await ask(it, 'GET /containers/json?all=1')).body).toEqual([])
  await runningContainer(it)
  expect((await ask(it, 'GET /containers/web/json')).body.NetworkSettings.Networks.bridge.IPAddress).toBe('172.17.0.2')
})

test('a dead container has no name in lists, and can be removed by its id alone', async () => {
  await using it = await play()
  const id = await runningContainer(it)
  await happen(it, { dead: 'web' })
  expect((await ask(it, 'GET /containers/json?all=1')).body[0]).toMatchObject({ State: 'dead', Names: [] })
  expect((await ask(it, 'GET /containers/web/json')).status).toBe(404)
  const again = await runningContainer(it)
  expect((await ask(it, `DELETE /containers/${id}`)).status).toBe(204)
  expect((await ask(it, 'GET /containers/web/json')).body.Id).toBe(again)
})

test('a removal that takes its time: 409 for who asks again, then 404', async () => {
  await using it = await play()
  await runningContainer(it)
  await happen(it, { removing: { container: 'web', for: '5s' } })
  const refused = async (line: string): Promise<unknown[]> => {
    const { status, body } = await ask(it, line)
    return [status, body.message]
  }
  expect(await refused('DELETE /containers/web?force=1')).toEqual([
    409,
    'removal of container web is already in progress',
  ])
  expect(await refused('POST /containers/web/start')).toEqual([
    409,
    'container is marked for removal and cannot be started',
  ])
  expect(await stateOf(it)).toMatchObject({ Status: 'removing' })
  await it.clock.advance(5000)
  expect(await refused('GET /containers/web/json')).toEqual([404, 'No such container: web'])
})

test('a removal that ends in nothing leaves the container as it was', async () => {
  await using it = await play()
  await runningContainer(it)
  const rule = await happen(it, { removing: { container: 'web', end: 'kept' } })
  rule.remove()
  expect(await stateOf(it)).toMatchObject({ Status: 'exited' })
  expect((await ask(it, 'POST /containers/web/start')).status).toBe(204)
})

test('a restart loop: waits that double, a count, 409 for an exec; without the rule it runs on', async () => {
  await using it = await play()
  const id = await runningContainer(it)
  const rule = await happen(it, { 'restart-loop': { container: 'web', code: 3, after: '1s' } })
  await it.clock.advance(1000)
  expect(await stateOf(it)).toMatchObject({ Restarting: true, ExitCode: 3 })
  expect((await ask(it, 'POST /containers/web/exec', { Cmd: ['true'] })).body).toEqual({
    message: `Container ${id} is restarting, wait until the container is running`,
  })
  await it.clock.advance(100 + 1000 + 200)
  expect((await ask(it, 'GET /containers/web/json')).body).toMatchObject({ RestartCount: 2, State: { Running: true } })
  rule.remove()
  await it.clock.advance(60_000)
  expect((await ask(it, 'GET /containers/web/json')).body).toMatchObject({
    RestartCount: 2,
    State: { Status: 'running' },
    HostConfig: { RestartPolicy: { Name: 'no' } },
  })
})

test('a container prints lines, parts of lines, and bytes', async () => {
  await using it = await play()
  await runningContainer(it)
  await happen(it, [
    { log: { text: 'ready', container: 'web' } },
    { log: { text: 'los', partial: true, stream: 'stderr', container: 'web' } },
    { log: { base64: 'dP8K', stream: 'stderr', container: 'web' } },
  ])
  const logs = await it.ask('GET /containers/web/logs?stdout=1&stderr=1')
  expect(bodyOf(logs)).toContain('ready\n')
  expect((await ask(it, 'GET /containers/web/logs?stderr=1')).text).toContain('lost')
})

test('a container uses what is declared, until the rule is taken away', async () => {
  await using it = await play()
  await runningContainer(it)
  const processes = async (): Promise<unknown> =>
    (await ask(it, 'GET /containers/web/stats?stream=false&one-shot=true')).body.pids_stats.current
  const rule = await happen(it, { stats: { container: 'web', pids: '12', memory: '512m' } })
  expect(await processes()).toBe(12)
  rule.remove()
  expect(await processes()).toBe(1)
})

test('an exec that has ended is said to run, so often or so long', async () => {
  await using it = await play()
  await runningContainer(it)
  const run = async (): Promise<() => Promise<unknown>> => {
    const { Id } = (await ask(it, 'POST /containers/web/exec', { Cmd: ['false'] })).body
    await post(it, `/exec/${Id}/start`, { Detach: true })
    await it.clock.advance(0)
    return async () => {
      const { Running, ExitCode } = (await ask(it, `GET /exec/${Id}/json`)).body
      return [Running, ExitCode]
    }
  }
  const often = await happen(it, { 'exec-lag': { inspects: 2, container: 'web' } })
  const first = await run()
  expect([await first(), await first(), await first()]).toEqual([
    [true, null],
    [true, null],
    [false, 1],
  ])
  often.remove()
  const long = await happen(it, { 'exec-lag': { for: '200ms' } })
  const second = await run()
  expect(await second()).toEqual([true, null])
  await it.clock.advance(200)
  expect(await second()).toEqual([false, 1])
  long.remove()
  expect(await (await run())()).toEqual([false, 1])
})

test('what cannot be done is refused with one sentence', async () => {
  await using it = await play()
  await expect(happen(it, { exit: { code: 1, container: 'nobody' } })).rejects.toThrow(
    /^rule "happening \d+": No such container: nobody$/,
  )
  await expect(happen(it, 'oom')).rejects.toThrow('names no container, and acts on nothing that is about one')
  await runningContainer(it)
  await happen(it, { exit: { code: 0, container: 'web' } })
  await it.clock.advance(0)
  await expect(happen(it, { pause: 'web' })).rejects.toThrow(/is not running$/)
})
