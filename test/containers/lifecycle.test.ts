// What a container may do in which state, and what else says so.
import type Dockerode from 'dockerode'
import { describe, expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import { demultiplexed, jsonLines } from '../reading.ts'

const refused = (statusCode: number, message: string | RegExp): object => ({
  statusCode,
  json: { message: typeof message === 'string' ? message : expect.stringMatching(message) },
})

const state = async (container: Dockerode.Container): Promise<Record<string, unknown>> =>
  (await container.inspect()).State as unknown as Record<string, unknown>

const sleeper = ['sleep', '1000']

describe('a name', () => {
  test('belongs to one container at a time', async ({ docker }) => {
    const first = await docker.create('alpine', sleeper, { name: 'box' })
    await expect(docker.create('alpine', sleeper, { name: 'box' })).rejects.toMatchObject(
      refused(
        409,
        `Conflict. The container name "/box" is already in use by container "${first.id}". You have to remove (or rename) that container to be able to reuse that name.`,
      ),
    )
    await first.rename({ name: 'other' })
    const second = await docker.create('alpine', sleeper, { name: 'box' })
    await expect(second.rename({ name: 'other' })).rejects.toMatchObject(
      refused(409, /^Error when allocating new name: Conflict\. The container name/),
    )
    await first.remove()
    await second.rename({ name: 'other' })
    expect((await docker.dockerode.getContainer('other').inspect()).Id).toBe(second.id)
    await expect(docker.dockerode.getContainer('box').inspect()).rejects.toMatchObject(
      refused(404, 'No such container: box'),
    )
  })

  test('has letters, digits and a few signs', async ({ docker }) => {
    for (const name of ['a', '-box', 'b x', 'b/x', 'ä']) {
      await expect(docker.create('alpine', sleeper, { name })).rejects.toMatchObject(
        refused(400, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`),
      )
    }
    await docker.create('alpine', sleeper, { name: 'A1_.-' })
  })

  test('is made up when none is given, and an id may be cut short', async ({ docker }) => {
    const container = await docker.create('alpine', sleeper)
    const short = docker.dockerode.getContainer(container.id.slice(0, 5))
    expect((await short.inspect()).Name).toMatch(/^\/[a-z]+_[a-z]+$/)
  })
})

describe('states', () => {
  test('go from created over running and paused to exited', async ({ docker }) => {
    const box = await docker.create('alpine', sleeper, { StopSignal: 'SIGKILL' })
    expect(await state(box)).toMatchObject({ Status: 'created', Running: false, Pid: 0, ExitCode: 0 })
    expect(await state(box)).toMatchObject({ StartedAt: '0001-01-01T00:00:00Z', FinishedAt: '0001-01-01T00:00:00Z' })
    await box.start()
    const running = await state(box)
    expect(running).toMatchObject({ Status: 'running', Running: true, Pid: expect.any(Number) })
    await box.pause()
    expect(await state(box)).toMatchObject({ Status: 'paused', Running: true, Paused: true })
    await box.unpause()
    await box.stop()
    expect(await state(box)).toMatchObject({ Status: 'exited', Running: false, Pid: 0, ExitCode: 137 })
    await box.start()
    expect((await state(box)).ExitCode).toBe(0)
  })

  test('refuse what does not fit', async ({ docker }) => {
    const box = await docker.create('alpine', sleeper, { name: 'box' })
    const notRunning = refused(409, `container ${box.id} is not running`)
    await expect(box.pause()).rejects.toMatchObject(notRunning)
    await expect(box.top()).rejects.toMatchObject(notRunning)
    await expect(box.exec({ Cmd: ['ls'] })).rejects.toMatchObject(notRunning)
    await expect(box.kill()).rejects.toMatchObject(
      refused(409, /^cannot kill container: .*: container .* is not running$/),
    )
    // nothing to stop: 304
    await expect(box.stop()).rejects.toMatchObject({ statusCode: 304 })
    await box.start()
    await expect(box.start()).rejects.toMatchObject({ statusCode: 304 })
    await expect(box.unpause()).rejects.toMatchObject(refused(500, `Container ${box.id} is not paused`))
    await box.pause()
    await expect(box.pause()).rejects.toMatchObject(refused(409, `Container ${box.id} is already paused`))
    await expect(box.start()).rejects.toMatchObject(
      refused(409, 'cannot start a paused container, try unpause instead'),
    )
    await expect(box.exec({ Cmd: ['ls'] })).rejects.toMatchObject(
      refused(409, /^Container .* is paused, unpause the container before exec$/),
    )
    await expect(box.remove()).rejects.toMatchObject(
      refused(409, /^cannot remove container .*: container is paused and must be unpaused first$/),
    )
    await box.remove({ force: true })
    await expect(box.start()).rejects.toMatchObject(refused(404, `No such container: ${box.id}`))
  })

  test('a command that cannot be started leaves the container as it was, with the reason', async ({ docker }) => {
    const box = await docker.create('alpine', ['nosuch'])
    const attached = await box.attach({ stream: true, stdout: true, hijack: true })
    const closed = new Promise((resolve) => attached.on('close', resolve).resume())
    const reason = /exec: "nosuch": executable file not found in \$PATH$/
    await expect(box.start()).rejects.toMatchObject(refused(400, reason))
    expect(await state(box)).toMatchObject({ Status: 'created', ExitCode: 127, Error: expect.stringMatching(reason) })
    await closed
  })
})

describe('waiting', () => {
  test('for not-running answers at once for who does not run, for next-exit after the next run', async ({ docker }) => {
    const box = await docker.create('alpine', ['sh', '-c', 'exit 4'])
    expect(await box.wait()).toEqual({ StatusCode: 0 })
    const next = box.wait({ condition: 'next-exit' })
    await box.start()
    expect(await next).toEqual({ StatusCode: 4 })
    expect(await box.wait({ condition: 'not-running' })).toEqual({ StatusCode: 4 })
    await expect(box.wait({ condition: 'tomorrow' as 'removed' })).rejects.toMatchObject(
      refused(400, 'invalid condition: "tomorrow"'),
    )
  })

  test('for removed ends when it is gone', async ({ docker }) => {
    const box = await docker.create('alpine', ['sh', '-c', 'exit 3'], { HostConfig: { AutoRemove: true } })
    const gone = box.wait({ condition: 'removed' })
    await box.start()
    expect(await gone).toEqual({ StatusCode: 3 })
    await expect(box.inspect()).rejects.toMatchObject({ statusCode: 404 })
  })
})

describe('removing', () => {
  test('takes the anonymous volumes of --rm, and leaves those with a name', async ({ docker }) => {
    const box = await docker.run('alpine', ['true'], {
      Volumes: { '/anonymous': {} },
      HostConfig: { AutoRemove: true, Binds: ['named:/named'] },
    })
    await box.wait({ condition: 'removed' }).catch(() => {})
    const { Volumes } = await docker.dockerode.listVolumes()
    expect(Volumes.map(({ Name }) => Name)).toEqual(['named'])
  })

  test('needs force while it runs, and tells of the kill', async ({ docker }) => {
    const box = await docker.run('alpine', sleeper, { name: 'box' })
    await expect(box.remove()).rejects.toMatchObject(
      refused(
        409,
        /^cannot remove container .*: container is running: stop the container before removing or force remove$/,
      ),
    )
    const events = await docker.dockerode.getEvents({ filters: { container: ['box'] } })
    await box.remove({ force: true })
    const actions: string[] = []
    for await (const { Action } of jsonLines<{ Action: string }>(events)) {
      actions.push(Action)
      if (Action === 'destroy') break
    }
    expect(actions).toEqual(['kill', 'die', 'destroy'])
  })

  test('prune takes all that do not run', async ({ docker }) => {
    const running = await docker.run('alpine', sleeper)
    const created = await docker.create('alpine', sleeper, { Labels: { keep: '1' } })
    const ended = await docker.run('alpine', ['sh', '-c', 'echo 12345 > /f'])
    await ended.wait()
    const labelled = await docker.dockerode.pruneContainers({ filters: { 'label!': ['keep'] } })
    expect(labelled).toEqual({ ContainersDeleted: [ended.id], SpaceReclaimed: 6 })
    expect((await docker.dockerode.pruneContainers()).ContainersDeleted).toEqual([created.id])
    expect((await docker.dockerode.listContainers({ all: true })).map(({ Id }) => Id)).toEqual([running.id])
    expect((await docker.dockerode.pruneContainers()).ContainersDeleted).toBeNull()
  })

  test('prune begins with the newest', async ({ docker }) => {
    const ids: string[] = []
    for (let made = 0; made < 3; made++) ids.push((await docker.create('alpine')).id)
    expect((await docker.dockerode.pruneContainers()).ContainersDeleted).toEqual(ids.reverse())
  })
})

describe('signals', () => {
  /** Its traps are set. */
  const isUp = async (box: Dockerode.Container) =>
    demultiplexed(await box.logs({ follow: true, stdout: true })).stdout.shows(/up/)

  test('stop asks first and kills when the time is over', async ({ docker }) => {
    // PID 1 without a handler does not hear SIGTERM
    const deaf = await docker.run('alpine', sleeper)
    await deaf.stop({ t: 0 })
    expect(await state(deaf)).toMatchObject({ ExitCode: 137 })
    const polite = await docker.run('alpine', ['sh', '-c', 'trap "exit 8" TERM; echo up; while :; do sleep 0.01; done'])
    await isUp(polite)
    await polite.stop()
    expect(await state(polite)).toMatchObject({ ExitCode: 8 })
    const own = await docker.run('alpine', ['sh', '-c', 'trap "exit 9" USR1; echo up; while :; do sleep 0.01; done'], {
      StopSignal: 'SIGUSR1',
    })
    await isUp(own)
    await own.stop()
    expect(await state(own)).toMatchObject({ ExitCode: 9 })
  })

  test('have names and numbers', async ({ docker }) => {
    const box = await docker.run('alpine', ['sh', '-c', 'trap "echo one" USR1; echo up; while :; do sleep 0.01; done'])
    for (const signal of ['USR1', 'SIGUSR1', 'usr1', '10']) await box.kill({ signal })
    await expect(box.kill({ signal: 'NOSUCH' })).rejects.toMatchObject(refused(400, /invalid signal: NOSUCH$/))
    await expect(box.kill({ signal: '-1' })).rejects.toMatchObject(
      refused(400, /^cannot kill container: .*: the linux daemon does not support signal -1$/),
    )
    await expect(box.stop({ signal: 'NOSUCH' })).rejects.toMatchObject(
      refused(500, new RegExp(`^cannot stop container: ${box.id}: invalid signal: NOSUCH$`)),
    )
    await expect(box.restart({ signal: 'NOSUCH' })).rejects.toMatchObject(
      refused(500, new RegExp(`^Cannot restart container ${box.id}: invalid signal: NOSUCH$`)),
    )
    await box.kill({ signal: '9' })
    await box.wait()
    expect(await state(box)).toMatchObject({ ExitCode: 137, OOMKilled: false })
  })
})

const clock = manualClock(Date.UTC(2026, 0, 1))

dockerTest(() => ({ clock }))('a stop whose signal Linux has not does not wait ten seconds', async ({ docker }) => {
  const box = await docker.run('alpine', sleeper)
  const begin = clock.now()
  let isStopped = false
  const stopping = box.stop({ signal: '-1' }).finally(() => {
    isStopped = true
  })
  while (!isStopped) await clock.advance(500)
  await stopping
  expect(clock.now() - begin).toBeGreaterThanOrEqual(2000)
  expect(clock.now() - begin).toBeLessThan(10_000)
  expect(await state(box)).toMatchObject({ Status: 'exited', ExitCode: 137 })
})

test('a port of the host belongs to one running container', async ({ docker }) => {
  const options = { ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } } }
  const first = await docker.run('alpine', sleeper, options)
  const second = await docker.create('alpine', sleeper, options)
  await expect(second.start()).rejects.toMatchObject(
    refused(500, /Bind for 0\.0\.0\.0:8080 failed: port is already allocated$/),
  )
  expect((await first.inspect()).NetworkSettings.Ports['80/tcp']).toEqual([
    { HostIp: '0.0.0.0', HostPort: '8080' },
    { HostIp: '::', HostPort: '8080' },
  ])
  await first.kill()
  await first.wait()
  await second.start()
})
