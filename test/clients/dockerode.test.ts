// dockerode does a whole day's work over each way in.
import { Writable } from 'node:stream'
import Dockerode from 'dockerode'
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed, jsonLines, wholeLines, wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const ways: readonly (readonly [string, (docker: TestDaemon) => Promise<Dockerode>])[] = [
  ['a unix socket', async (docker) => new Dockerode({ socketPath: docker.host.replace('unix://', '') })],
  [
    'TCP',
    async (docker) => {
      const { hostname, port } = new URL((await docker.listen('tcp://127.0.0.1:0')).address)
      return new Dockerode({ host: hostname, port, protocol: 'http' })
    },
  ],
  ['the agent', async (docker) => docker.dockerode],
]

interface Progress {
  readonly status: string
  readonly id?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number }
}

describe.each(ways)('over %s', (_, connect) => {
  test('an image is pulled with its progress', async ({ docker }) => {
    const client = await connect(docker)
    expect((await client.ping()).toString()).toBe('OK')
    const lines = await wholeLines<Progress>(await client.pull('alpine:3.20'))
    expect(lines[0]).toEqual({ status: 'Pulling from library/alpine', id: '3.20' })
    const seen = lines.map(({ status }) => status)
    expect(seen).toEqual(
      expect.arrayContaining(['Pulling fs layer', 'Downloading', 'Download complete', 'Extracting', 'Pull complete']),
    )
    expect(lines.at(-2)!.status).toMatch(/^Digest: sha256:[0-9a-f]{64}$/)
    expect(lines.at(-1)).toEqual({ status: 'Status: Downloaded newer image for alpine:3.20' })
    const downloading = lines.filter(({ status }) => status === 'Downloading')
    for (const { progressDetail } of downloading)
      expect(progressDetail!.current).toBeLessThanOrEqual(progressDetail!.total!)
    const again = await wholeLines<Progress>(await client.pull('alpine:3.20'))
    expect(again.at(-1)).toEqual({ status: 'Status: Image is up to date for alpine:3.20' })
  })

  test('what a container has printed is there when it has been waited for', async ({ docker }) => {
    const client = await connect(docker)
    await docker.image('alpine')
    const printed: string[] = []
    const sink = new Writable({
      write: (bytes, _encoding, done) => {
        printed.push(String(bytes))
        done()
      },
    })
    await client.run('alpine', ['echo', 'hi'], sink)
    expect(printed.join('')).toBe('hi\r\n')
  })

  test('a container is created, attached to, started, typed into, waited for and removed', async ({ docker }) => {
    const client = await connect(docker)
    await wholeText(await client.pull('alpine'))
    const container = await client.createContainer({
      Image: 'alpine',
      name: 'worker',
      Cmd: ['sh', '-c', 'read line; echo "got $line"; echo oops >&2; cat; exit 3'],
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
    })
    const attached = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
    const { stdout, stderr } = demultiplexed(attached)
    const exit = container.wait({ condition: 'next-exit' })
    await container.start()
    attached.write('first\n')
    await stdout.shows(/got first\n/)
    attached.write('second\n')
    await stdout.shows(/second\n/)
    attached.end('third')
    expect(await exit).toEqual({ StatusCode: 3 })
    expect(await stdout.whole()).toBe('got first\nsecond\nthird')
    expect(await stderr.whole()).toBe('oops\n')
    await container.remove()
    await expect(container.inspect()).rejects.toMatchObject({
      statusCode: 404,
      json: { message: `No such container: ${container.id}` },
    })
  })

  test('logs are followed until the container stops', async ({ docker }) => {
    const client = await connect(docker)
    await docker.create(
      'alpine',
      ['sh', '-c', 'trap "echo bye; exit 0" TERM; echo one; echo two >&2; while :; do sleep 0.02; done'],
      { name: 'talker' },
    )
    const container = client.getContainer('talker')
    await container.start()
    const { stdout, stderr } = demultiplexed(await container.logs({ follow: true, stdout: true, stderr: true }))
    await stdout.shows(/^one\n$/)
    await stderr.shows(/^two\n$/)
    await container.stop()
    expect(await stdout.whole()).toBe('one\nbye\n')
    expect((await container.inspect()).State).toMatchObject({ Status: 'exited', ExitCode: 0, Running: false })
  })

  test('a command is executed beside the main process, with its stdin and exit code', async ({ docker }) => {
    const client = await connect(docker)
    await docker.run('alpine', ['sleep', '1000'], { name: 'box' })
    const exec = await client.getContainer('box').exec({
      Cmd: ['sh', '-c', 'tr a-z A-Z; echo $WHO >&2; exit 5'],
      Env: ['WHO=me'],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    })
    const stream = await exec.start({ hijack: true, stdin: true })
    const { stdout, stderr } = demultiplexed(stream)
    stream.end('shout\n')
    expect(await stdout.whole()).toBe('SHOUT\n')
    expect(await stderr.whole()).toBe('me\n')
    expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 5 })
  })

  test('events arrive while they happen', async ({ docker }) => {
    const client = await connect(docker)
    const stream = await client.getEvents({ filters: { type: ['container'] } })
    const container = await docker.run('alpine', ['true'], { name: 'short' })
    await container.wait()
    await container.remove()
    const actions: string[] = []
    for await (const { Action, Actor } of jsonLines<{ Action: string; Actor: { ID: string } }>(stream)) {
      expect(Actor.ID).toBe(container.id)
      actions.push(Action)
      if (Action === 'destroy') break
    }
    expect(actions).toEqual(['create', 'start', 'die', 'destroy'])
  })
})
