// What tells the releases apart: who they say they are, their words, and the forms that changed.
import { describe, expect, test } from 'vitest'
import { personaNamed, personas } from '../../src/daemon/personas.ts'
import { failure, progressText } from '../../src/engine/progress.ts'
import { wholeText } from '../reading.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

const docker = personas.filter(({ podman }) => !podman)

/** The message of what an engine refuses. */
async function refusal(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => undefined,
    (thrown: { json?: { message: string } }) => thrown,
  )
  return error?.json?.message ?? 'it was not refused'
}

describe.each(docker)('Docker Engine $name', (persona) => {
  test('tells who it is in /version, /info and every reply', async () => {
    await using daemon = await startTestDaemon({ engine: persona.name })
    const version = await daemon.dockerode.version()
    expect(version).toMatchObject({
      Version: persona.version,
      ApiVersion: persona.apiVersion,
      MinAPIVersion: persona.minApiVersion,
      GitCommit: persona.gitCommit,
      GoVersion: persona.goVersion,
    })
    expect(version.Components?.map(({ Name, Version }) => `${Name} ${Version}`)).toEqual([
      `Engine ${persona.version}`,
      `containerd ${persona.containerd.version}`,
      `runc ${persona.runc.version}`,
      'docker-init 0.19.0',
    ])
    const info = await daemon.dockerode.info()
    expect(info).toMatchObject({ ServerVersion: persona.version, RuncCommit: { ID: persona.runc.commit } })
    const ping = await daemon.fetch(new Request('http://docker/_ping'))
    expect(Object.fromEntries(ping.headers)).toMatchObject({
      'api-version': persona.apiVersion,
      server: `Docker/${persona.version} (linux)`,
    })
  })

  test('runs a container, tells of it in the forms of its contract, and removes it', async () => {
    await using daemon = await startTestDaemon({ engine: persona.name })
    const container = await daemon.run('busybox', ['sleep', '1000'], { name: 'web' })
    await container.inspect()
    await daemon.dockerode.listContainers({ size: true })
    await daemon.dockerode.df()
    await container.remove({ force: true })
    expect(daemon.defects).toEqual([])
  })
})

describe('Removing a running container', () => {
  const old = 'You cannot remove a running container ID. Stop the container before attempting removal or force remove'
  const slash =
    'cannot remove container "/web": container is running: stop the container before removing or force remove'
  test.each([
    ['20.10', old],
    ['23.0', old],
    ['24.0', old],
    ['25.0', slash],
    ['26.1', slash],
    ['27.5', slash],
    ['28.5', slash.replace('/web', 'web')],
    ['29.0', slash.replace('/web', 'web')],
    ['29.3', slash.replace('/web', 'web')],
  ])('is refused by Docker Engine %s: %s', async (engine, words) => {
    await using daemon = await startTestDaemon({ engine })
    const { id } = await daemon.run('busybox', ['sleep', '1000'], { name: 'web' })
    expect((await refusal(daemon.dockerode.getContainer('web').remove())).replace(id, 'ID')).toBe(words)
  })
})

describe('A command that is not there', () => {
  const oci =
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '
  const reason = 'exec: "nosuch": executable file not found in $PATH'
  const task = 'failed to create task for container: '
  test.each([
    ['20.10', `${oci}${reason}: unknown`],
    ['23.0', `${oci}${reason}: unknown`],
    ['24.0', `${task}${oci}${reason}: unknown`],
    ['26.1', `${task}${oci}${reason}: unknown`],
    ['28.5', `${task}${oci}${reason}`],
    ['29.0', `${task}${oci}${reason}`],
  ])('is told of by Docker Engine %s: %s', async (engine, words) => {
    await using daemon = await startTestDaemon({ engine })
    const container = await daemon.create('busybox', ['nosuch'])
    expect(await refusal(container.start())).toBe(words)
  })
})

test.each([
  ['24.0', 'Container ID is not running'],
  ['25.0', 'container ID is not running'],
])('Docker Engine %s pauses no stopped container: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  const container = await daemon.create('busybox', ['true'])
  expect((await refusal(container.pause())).replace(container.id, 'ID')).toBe(words)
})

test.each([
  ['28.5', 'Container ID is already paused'],
  ['29.0', 'container ID is already paused'],
])('Docker Engine %s pauses nothing twice: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  const container = await daemon.run('busybox', ['sleep', '1000'])
  await container.pause()
  expect((await refusal(container.pause())).replace(container.id, 'ID')).toBe(words)
})

describe('Events', () => {
  async function eventsOf(daemon: TestDaemon, version: string): Promise<{ type: string; line: string }> {
    const { id } = await daemon.run('busybox', ['true'])
    await daemon.dockerode.getContainer(id).wait()
    const filters = encodeURIComponent(JSON.stringify({ event: ['die'] }))
    const path = `/v${version}/events?since=1&until=${Math.ceil(Date.now() / 1000) + 1}&filters=${filters}`
    const reply = await daemon.fetch(new Request(`http://docker${path}`))
    const reader = reply.body!.getReader()
    const { value } = await reader.read()
    await reader.cancel()
    return { type: reply.headers.get('content-type') ?? '', line: new TextDecoder().decode(value) }
  }

  const keys = (line: string): string => Object.keys(JSON.parse(line)).join(' ')

  test.each([
    ['23.0', '1.42', 'application/json', 'status id from Type Action Actor scope time timeNano'],
    ['28.5', '1.51', 'application/json', 'status id from Type Action Actor scope time timeNano'],
    ['29.0', '1.51', 'application/json', 'Action Actor Type from id scope status time timeNano'],
    ['29.0', '1.52', 'application/json', 'Type Action Actor scope time timeNano'],
    ['29.3', '1.51', 'application/json', 'Action Actor Type from id scope status time timeNano'],
    ['29.3', '1.54', 'application/jsonl', 'Type Action Actor scope time timeNano'],
  ])('of Docker Engine %s for API %s are %s: %s', async (engine, version, type, expected) => {
    await using daemon = await startTestDaemon({ engine })
    const events = await eventsOf(daemon, version)
    expect({ type: events.type, keys: keys(events.line) }).toEqual({ type, keys: expected })
  })

  const asked = async (engine: string, version: string, accept: string): Promise<{ type: string; text: string }> => {
    await using daemon = await startTestDaemon({ engine })
    await daemon.dockerode.createVolume({ Name: 'data' })
    const until = Math.ceil(Date.now() / 1000) + 1
    const filters = encodeURIComponent('{"type":["volume"]}')
    const url = `http://docker/v${version}/events?since=1&until=${until}&filters=${filters}`
    const reply = await daemon.fetch(new Request(url, { headers: { accept } }))
    const reader = reply.body!.getReader()
    const { value } = await reader.read()
    await reader.cancel()
    return { type: reply.headers.get('content-type') ?? '', text: new TextDecoder().decode(value) }
  }

  test.each([
    ['28.5', '1.51', 'application/json-seq', 'application/json'],
    ['29.0', '1.52', 'application/json', 'application/json'],
    ['29.0', '1.52', '*/*', 'application/x-ndjson'],
    ['29.0', '1.44', 'application/json-seq', 'application/json-seq'],
    ['29.0', '1.52', 'application/x-ndjson;q=0.5, application/json-seq;q=0.9', 'application/json-seq'],
    ['29.0', '1.52', 'text/*, application/*;q=0.1, application/json-seq;q=0', 'application/x-ndjson'],
    ['29.3', '1.54', '*/*', 'application/jsonl'],
    ['29.3', '1.54', 'application/json', 'application/jsonl'],
    ['29.3', '1.51', 'application/*', 'application/json'],
    ['29.3', '1.51', 'application/jsonl', 'application/jsonl'],
    ['29.3', '1.54', 'application/json-seq, application/x-ndjson', 'application/x-ndjson'],
    ['29.3', '1.54', 'application/x-ndjson; charset=utf-8, application/json-seq', 'application/jsonl'],
  ])('of Docker Engine %s for API %s and who takes %s are %s', async (engine, version, accept, type) => {
    expect((await asked(engine, version, accept)).type).toBe(type)
  })

  test('have a record separator before each in a sequence of JSON texts', async () => {
    const { text } = await asked('29.3', '1.54', 'application/json-seq')
    expect(text).toMatch(/^\u001e\{"Type":"volume",.*\}\n$/)
  })

  test.each([
    ['23.0', ['exitCode', 'image', 'name']],
    ['24.0', ['execDuration', 'exitCode', 'image', 'name']],
  ])('of Docker Engine %s tell of the end of a container: %s', async (engine, expected) => {
    await using daemon = await startTestDaemon({ engine })
    const { line } = await eventsOf(daemon, '1.42')
    expect(Object.keys(JSON.parse(line).Actor.Attributes)).toEqual(expected)
  })
})

test.each([
  ['24.0', '1.43', '["al"]'],
  ['26.1', '1.44', '["al","ID","hn"]'],
  ['26.1', '1.45', '["al"]'],
  ['28.5', '1.44', '["al","ID","hn"]'],
])('Docker Engine %s, API %s: a new container with an alias has %s', async (engine, version, expected) => {
  await using daemon = await startTestDaemon({ engine })
  await daemon.dockerode.createNetwork({ Name: 'n' })
  const { id } = await daemon.create('busybox', ['true'], {
    Hostname: 'hn',
    HostConfig: { NetworkMode: 'n' },
    NetworkingConfig: { EndpointsConfig: { n: { Aliases: ['al'] } } },
  })
  const reply = await daemon.fetch(new Request(`http://docker/v${version}/containers/${id}/json`))
  const { NetworkSettings } = (await reply.json()) as { NetworkSettings: { Networks: { n: { Aliases: string[] } } } }
  const { Aliases } = NetworkSettings.Networks.n
  expect(JSON.stringify(Aliases).replace(id.slice(0, 12), 'ID')).toBe(expected)
})

describe('A pull that fails on the way', () => {
  test.each([
    ['28.5', '{"errorDetail":{"message":"no space"},"error":"no space"}'],
    ['29.0', '{"error":"no space","errorDetail":{"message":"no space"}}'],
  ])('ends its stream from Docker Engine %s with %s', (engine, line) => {
    expect(progressText(failure('no space'), personaNamed(engine))).toBe(`${line}\r\n`)
  })
})

test.each([
  ['28.5', true],
  ['29.0', false],
])('Docker Engine %s draws the bars of a pull: %s', async (engine, draws) => {
  await using daemon = await startTestDaemon({ engine })
  const text = await wholeText(await daemon.dockerode.pull('busybox'))
  expect(text.includes('"progress":')).toBe(draws)
  expect(text).toContain('"progressDetail":{"current":')
})

test.each([
  ['26.1', 'does not match the specified platform: wanted linux/arm64, actual: linux/amd64'],
  ['27.5', 'its platform (linux/amd64) does not match the specified platform (linux/arm64)'],
])('Docker Engine %s makes no container for another platform: %s', async (engine, words) => {
  await using daemon = await startTestDaemon({ engine })
  await daemon.create('busybox', ['true'])
  const wanted = { Image: 'busybox', platform: 'linux/arm64' }
  expect(await refusal(daemon.dockerode.createContainer(wanted))).toBe(
    `image with reference busybox was found but ${words}`,
  )
})
