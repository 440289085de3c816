// How containers, execs, logs and volumes behave in each release.
import { describe, expect, test } from 'vitest'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

async function post(daemon: TestDaemon, path: string, body?: object): Promise<{ status: number; text: string }> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const reply = await daemon.fetch(new Request(`http://docker${path}`, { method: 'POST', ...(body && json) }))
  return { status: reply.status, text: (await reply.text()).trim() }
}

async function message(daemon: TestDaemon, path: string, body?: object): Promise<string> {
  const { status, text } = await post(daemon, path, body)
  return `${status} ${(JSON.parse(text) as { message: string }).message}`
}

async function typeOf(daemon: TestDaemon, path: string): Promise<string | null> {
  const reply = await daemon.fetch(new Request(`http://docker${path}`))
  await reply.body?.cancel()
  return reply.headers.get('content-type')
}

describe('The kind of a stream', () => {
  test.each([
    ['20.10', null],
    ['23.0', 'application/vnd.docker.multiplexed-stream'],
  ])('of logs is told by Docker Engine %s as %s', async (engine, type) => {
    await using daemon = await startTestDaemon({ engine })
    const { id } = await daemon.run('busybox', ['true'])
    expect(await typeOf(daemon, `/containers/${id}/logs?stdout=1`)).toBe(type)
  })

  test.each(['20.10', '28.5'])('of stats is not told by Docker Engine %s, but that of a sample is', async (engine) => {
    await using daemon = await startTestDaemon({ engine })
    const { id } = await daemon.run('busybox', ['sleep', '1000'])
    expect(await typeOf(daemon, `/containers/${id}/stats`)).toBe(null)
    expect(await typeOf(daemon, `/containers/${id}/stats?stream=0&one-shot=1`)).toBe('application/json')
  })
})

test.each([
  ['23.0', '/web'],
  ['24.0', undefined],
])('Docker Engine %s: a sample of stats that waits for no second one is named %s', async (engine, name) => {
  await using daemon = await startTestDaemon({ engine })
  await daemon.run('busybox', ['sleep', '1000'], { name: 'web' })
  const reply = await daemon.fetch(new Request('http://docker/containers/web/stats?stream=0&one-shot=1'))
  expect(((await reply.json()) as { name?: string }).name).toBe(name)
})

describe('Waiting', () => {
  test.each([
    ['20.10', '{"StatusCode":0,"Error":null}'],
    ['23.0', '{"StatusCode":0}'],
  ])('for a container that has ended well gives from Docker Engine %s %s', async (engine, answer) => {
    await using daemon = await startTestDaemon({ engine })
    const { id } = await daemon.run('busybox', ['true'])
    expect(await post(daemon, `/containers/${id}/wait`)).toEqual({ status: 200, text: answer })
  })

  test('for something unknown is waiting for the end in Docker Engine 20.10, and refused by 23.0', async () => {
    await using old = await startTestDaemon({ engine: '20.10' })
    const { id } = await old.run('busybox', ['sh', '-c', 'exit 3'])
    expect((await post(old, `/containers/${id}/wait?condition=nosuch`)).text).toContain('"StatusCode":3')
    await using later = await startTestDaemon({ engine: '23.0' })
    await later.run('busybox', ['true'], { name: 'web' })
    expect(await message(later, '/containers/web/wait?condition=nosuch')).toBe('400 invalid condition: "nosuch"')
  })
})

describe('An exec', () => {
  async function exec(daemon: TestDaemon, asked: object): Promise<{ output: string; exitCode: number }> {
    await daemon.run('busybox', ['sleep', '1000'], { name: 'web' })
    const made = await daemon.dockerode.getContainer('web').exec({ AttachStdout: true, Tty: true, ...asked })
    const stream = await made.start({ Tty: true })
    let output = ''
    for await (const chunk of stream) output += String(chunk)
    return { output: output.trim(), exitCode: (await made.inspect()).ExitCode as number }
  }
  const failed = 'OCI runtime exec failed: exec failed: unable to start container process: '

  test.each([
    ['20.10', `${failed}exec: "nosuch": executable file not found in $PATH: unknown`, 126],
    ['27.5', `${failed}exec: "nosuch": executable file not found in $PATH: unknown`, 126],
    ['28.5', `${failed}exec: "nosuch": executable file not found in $PATH`, 127],
  ])('of nothing fails in Docker Engine %s: %s, %i', async (engine, output, exitCode) => {
    await using daemon = await startTestDaemon({ engine })
    expect(await exec(daemon, { Cmd: ['nosuch'] })).toEqual({ output, exitCode })
  })

  test('as nobody who is there fails at its start in Docker Engine 27.5, and is not made by 28.5', async () => {
    const words = 'unable to find user nosuch: no matching entries in passwd file'
    await using old = await startTestDaemon({ engine: '27.5' })
    expect(await exec(old, { Cmd: ['id'], User: 'nosuch' })).toEqual({ output: words, exitCode: 126 })
    await using later = await startTestDaemon({ engine: '28.5' })
    await expect(exec(later, { Cmd: ['id'], User: 'nosuch' })).rejects.toThrow(words)
  })
})

test.each([
  ['23.0', 'failed to initialize logging driver'],
  ['24.0', 'failed to create task for container: failed to initialize logging driver'],
])('Docker Engine %s cannot start a container whose log cannot begin: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  const LogConfig = { Type: 'json-file', Config: { 'max-size': 'huge' } }
  const { id } = await daemon.create('busybox', ['true'], { HostConfig: { LogConfig } })
  expect(await message(daemon, `/containers/${id}/start`)).toBe(`500 ${words}: invalid size: 'huge'`)
})

test.each([
  ['27.5', 'No such container: nosuch'],
  ['28.5', 'joining network namespace of container: No such container: nosuch'],
])('Docker Engine %s starts no container in the network of one that is not there: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  const { id } = await daemon.create('busybox', ['true'], { HostConfig: { NetworkMode: 'container:nosuch' } })
  expect(await message(daemon, `/containers/${id}/start`)).toContain(words)
  expect((await message(daemon, `/containers/${id}/start`)).startsWith('500 joining')).toBe(engine === '28.5')
})

test.each([
  ['24.0', '400 Container cannot be connected to network endpoints: a, b'],
  ['25.0', undefined],
])('Docker Engine %s: a new container in two networks is refused with %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  await daemon.create('busybox', ['true'])
  for (const Name of ['a', 'b']) await daemon.dockerode.createNetwork({ Name })
  const body = { Image: 'busybox', NetworkingConfig: { EndpointsConfig: { a: {}, b: {} } } }
  const { status, text } = await post(daemon, '/containers/create', body)
  expect(status === 201 ? undefined : `${status} ${JSON.parse(text).message}`).toBe(words)
})

describe('Events', () => {
  async function actions(daemon: TestDaemon): Promise<string[]> {
    const until = Math.ceil(Date.now() / 1000) + 1
    const stream = await daemon.dockerode.getEvents({ since: 1, until })
    const told: string[] = []
    let text = ''
    for await (const chunk of stream) {
      text += String(chunk)
      if (text.includes('"destroy"')) break
    }
    for (const line of text.trim().split('\n')) told.push(JSON.parse(line).Action)
    return told
  }

  test.each([
    ['20.10', ['create', 'create', 'die', 'unmount']],
    ['23.0', ['create', 'unmount', 'die']],
  ])(
    'of a volume that is there already, and of the end of its container, in Docker Engine %s: %s',
    async (engine, order) => {
      await using daemon = await startTestDaemon({ engine })
      await daemon.dockerode.createVolume({ Name: 'vv' })
      const container = await daemon.run('busybox', ['true'], { HostConfig: { Binds: ['vv:/x'] } })
      await container.wait()
      await container.remove()
      const told = await actions(daemon)
      const volumes = told.filter((action, index) => action === 'create' && told.indexOf('pull') !== index)
      const end = told.filter((action) => action === 'die' || action === 'unmount')
      // the last of the makings is the container's
      expect([...volumes.slice(0, -1), ...end]).toEqual(order)
    },
  )
})
