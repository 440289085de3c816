// Restart policies, on a clock that stands still until the test moves it.
import { describe, expect } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'

let clock: ManualClock
const test = dockerTest(() => {
  clock = manualClock()
  return { clock }
})

const failing = ['sh', '-c', 'echo run; exit 1']
const policy = (Name: string, MaximumRetryCount = 0): object => ({
  HostConfig: { RestartPolicy: { Name, MaximumRetryCount } },
})

describe('a container that ends', () => {
  test('is started again after a wait that doubles from 100 ms', async ({ docker }) => {
    const box = await docker.run('alpine', failing, policy('always'))
    const starts: number[] = []
    const stop = docker.engine.world.events.listen(({ action }) => {
      if (action === 'start') starts.push(clock.now())
    })
    const begun = clock.now()
    await clock.advance(1600)
    expect(starts.map((at) => at - begun)).toEqual([100, 300, 700, 1500])
    const { State, RestartCount } = await box.inspect()
    expect(State).toMatchObject({ Status: 'restarting', Running: true, Restarting: true, ExitCode: 1 })
    expect(RestartCount).toBe(5)
    stop()
  })

  test('of its own will comes back only with always and unless-stopped', async ({ docker }) => {
    const counts: Record<string, number> = {}
    for (const name of ['no', 'on-failure', 'unless-stopped', 'always']) {
      const box = await docker.run('alpine', ['true'], policy(name))
      await clock.advance(250)
      counts[name] = (await box.inspect()).RestartCount
    }
    expect(counts).toEqual({ no: 0, 'on-failure': 0, 'unless-stopped': 2, always: 2 })
  })

  test('on failure comes back as often as it may', async ({ docker }) => {
    const box = await docker.run('alpine', failing, policy('on-failure', 3))
    await clock.advance(60_000)
    const { State, RestartCount } = await box.inspect()
    expect([State.Status, State.ExitCode, RestartCount]).toEqual(['exited', 1, 3])
    expect(String(await box.logs({ stdout: true })).match(/run/g)).toHaveLength(4)
  })

  test('long after its start waits for the shortest time again', async ({ docker }) => {
    const box = await docker.run('alpine', ['sh', '-c', 'sleep 11; exit 1'], policy('always'))
    await clock.advance(11_000)
    expect((await box.inspect()).State.Status).toBe('restarting')
    await clock.advance(100)
    expect((await box.inspect()).State.Status).toBe('running')
    await clock.advance(11_000)
    expect((await box.inspect()).State.Status).toBe('restarting')
    await clock.advance(100)
    expect((await box.inspect()).State.Status).toBe('running')
  })
})

describe('a person', () => {
  test('who stops it has the last word', async ({ docker }) => {
    const box = await docker.run('alpine', ['sleep', '1000'], policy('always'))
    await box.stop({ t: 0 })
    await clock.advance(60_000)
    expect((await box.inspect()).State.Status).toBe('exited')
  })

  test('who stops it between two runs ends it', async ({ docker }) => {
    const box = await docker.run('alpine', failing, policy('always'))
    await clock.advance(50)
    expect((await box.inspect()).State.Status).toBe('restarting')
    await box.stop()
    await clock.advance(60_000)
    expect((await box.inspect()).State.Status).toBe('exited')
  })

  test('may change the policy while it runs', async ({ docker }) => {
    const box = await docker.run('alpine', failing, policy('always'))
    await box.update({ RestartPolicy: { Name: 'no' } })
    await clock.advance(60_000)
    expect((await box.inspect()).State.Status).toBe('exited')
  })
})

test('a policy with --rm is refused, and so is one that nobody knows', async ({ docker }) => {
  await expect(
    docker.create('alpine', failing, { HostConfig: { AutoRemove: true, RestartPolicy: { Name: 'always' } } }),
  ).rejects.toMatchObject({
    statusCode: 400,
    json: { message: "can't create 'AutoRemove' container with restart policy" },
  })
  await expect(docker.create('alpine', failing, policy('never'))).rejects.toMatchObject({
    statusCode: 400,
    json: { message: expect.stringContaining("invalid restart policy: unknown policy 'never'") },
  })
})

test('a stop waits for its time on the clock, then kills', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000'])
  let over = false
  const stopping = box.stop({ t: 30 }).then(() => (over = true))
  await clock.advance(29_000)
  expect(over).toBe(false)
  await clock.advance(1_000)
  await stopping
  expect((await box.inspect()).State).toMatchObject({ ExitCode: 137, FinishedAt: '2026-01-01T00:00:30Z' })
})

test('a signal that is to end a container turns its restart policy off, also while it waits for its restart', async ({
  docker,
}) => {
  const HostConfig = { RestartPolicy: { Name: 'always' } }
  const failing = await docker.run('alpine', ['false'], { HostConfig })
  await clock.advance(1)
  expect((await failing.inspect()).State).toMatchObject({ Status: 'restarting', Running: true })
  await expect(failing.pause()).rejects.toMatchObject({
    statusCode: 409,
    json: { message: `Container ${failing.id} is restarting, wait until the container is running` },
  })
  const ended = failing.wait()
  await failing.kill()
  expect(await ended).toMatchObject({ StatusCode: 1 })
  await clock.advance(60_000)
  expect(await failing.inspect()).toMatchObject({ RestartCount: 1, State: { Status: 'exited' } })

  // any signal counts where the container has no stop signal of its own
  const script = 'trap "exit 3" HUP; sleep 1000 & wait'
  for (const [StopSignal, Status] of [
    [undefined, 'exited'],
    ['SIGTERM', 'restarting'],
  ] as const) {
    const box = await docker.run('alpine', ['sh', '-c', script], { HostConfig, ...(StopSignal && { StopSignal }) })
    await clock.advance(1)
    await box.kill({ signal: 'HUP' })
    await clock.advance(1)
    expect((await box.inspect()).State).toMatchObject({ Status, ExitCode: 3 })
  }
})

test('a start that fails is no exit for those who wait for the next one', async ({ docker }) => {
  const box = await docker.create('alpine', ['nosuch'])
  let isOver = false
  void box.wait({ condition: 'next-exit' }).then(
    () => (isOver = true),
    () => {},
  )
  await expect(box.start()).rejects.toMatchObject({ statusCode: 400 })
  await clock.advance(1000)
  expect(isOver).toBe(false)
})
