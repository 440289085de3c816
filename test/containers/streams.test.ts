// What comes out of a container and when: logs, attaching, execs, events.
import { describe, expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import { demultiplexed, Reader, wholeLines, wholeText } from '../reading.ts'

describe('logs', () => {
  const clock = manualClock()
  const still = dockerTest(() => ({ clock }))

  still('are chosen by stream, by time and from the end, and stamped on demand', async ({ docker }) => {
    const script = 'echo a; sleep 10; echo b >&2; sleep 10; printf "c\\nd"'
    const box = await docker.run('alpine', ['sh', '-c', script], { Tty: true })
    const begun = clock.now() / 1000
    await clock.advance(20_000)
    await box.wait()
    const logs = async (options: object): Promise<string> =>
      String(await box.logs({ stdout: true, stderr: true, ...options }))
    expect(await logs({})).toBe('a\r\nb\r\nc\r\nd')
    expect(await logs({ tail: 2 })).toBe('c\r\nd')
    expect(await logs({ tail: 0 })).toBe('')
    expect(await logs({ tail: 'all' })).toBe('a\r\nb\r\nc\r\nd')
    expect(await logs({ since: begun + 5, until: begun + 15 })).toBe('b\r\n')
    expect(await logs({ timestamps: true, tail: 1 })).toBe(
      `${new Date((begun + 20) * 1000).toISOString().replace('.000Z', '.000000000Z')} d`,
    )
    await expect(box.logs({} as { stdout: true })).rejects.toMatchObject({
      statusCode: 400,
      json: { message: 'Bad parameters: you must choose at least one stream' },
    })
  })

  test('keep stdout and stderr apart when there is no terminal', async ({ docker }) => {
    const box = await docker.run('alpine', ['sh', '-c', 'echo out; echo err >&2'])
    await box.wait()
    const both = demultiplexed(await box.logs({ follow: true, stdout: true, stderr: true }))
    expect([await both.stdout.whole(), await both.stderr.whole()]).toEqual(['out\n', 'err\n'])
    const one = demultiplexed(await box.logs({ follow: true, stderr: true }))
    expect([await one.stdout.whole(), await one.stderr.whole()]).toEqual(['', 'err\n'])
  })

  test('of all runs are kept', async ({ docker }) => {
    const box = await docker.run('alpine', ['echo', 'again'], { Tty: true })
    await box.wait()
    const exit = box.wait({ condition: 'next-exit' })
    await box.start()
    await exit
    expect(String(await box.logs({ stdout: true }))).toBe('again\r\nagain\r\n')
  })

  test('are not kept with the driver none', async ({ docker }) => {
    const box = await docker.run('alpine', ['echo', 'gone'], {
      HostConfig: { LogConfig: { Type: 'none', Config: {} } },
    })
    await box.wait()
    await expect(box.logs({ stdout: true })).rejects.toMatchObject({
      statusCode: 501,
      json: { message: 'configured logging driver does not support reading' },
    })
  })
})

describe('attaching', () => {
  test('shows what was printed before when it is asked for', async ({ docker }) => {
    const box = await docker.run('alpine', ['sh', '-c', 'echo before; read line; echo "after $line"'], {
      OpenStdin: true,
    })
    const { stdout: logs } = demultiplexed(await box.logs({ follow: true, stdout: true }))
    await logs.shows(/before/)
    const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true }
    const [late, whole] = [await box.attach(options), await box.attach({ ...options, logs: true })]
    const [lateOut, wholeOut] = [demultiplexed(late).stdout, demultiplexed(whole).stdout]
    await wholeOut.shows(/^before\n$/)
    late.write('typed\n')
    expect(await wholeOut.whole()).toBe('before\nafter typed\n')
    expect(await lateOut.whole()).toBe('after typed\n')
  })

  test('several see the same, and one that goes takes nothing with it', async ({ docker }) => {
    const box = await docker.run('alpine', ['cat'], { OpenStdin: true, Tty: true })
    const options = { stream: true, stdin: true, stdout: true, hijack: true }
    const [one, two] = [await box.attach(options), await box.attach(options)]
    const [seenByOne, seenByTwo] = [new Reader(one), new Reader(two)]
    one.write('hello\n')
    await Promise.all([seenByOne.shows(/hello\r\nhello\r\n/), seenByTwo.shows(/hello\r\nhello\r\n/)])
    two.end()
    one.write('more\n')
    await seenByOne.shows(/more\r\nmore\r\n/)
    expect((await box.inspect()).State.Running).toBe(true)
  })

  test('to who is paused is refused', async ({ docker }) => {
    const box = await docker.run('alpine', ['sleep', '1000'], { name: 'box' })
    await box.pause()
    await expect(box.attach({ stream: true, stdout: true, hijack: true })).rejects.toThrow(
      /is paused, unpause the container before attach/,
    )
  })
})

describe('an exec', () => {
  test('goes from made over running to ended, once', async ({ docker }) => {
    const box = await docker.run('alpine', ['sleep', '1000'])
    const exec = await box.exec({ Cmd: ['sh', '-c', 'read line; exit 6'], AttachStdin: true, AttachStdout: true })
    expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: null, Pid: 0, ContainerID: box.id })
    expect((await box.inspect()).ExecIDs).toEqual([exec.id])
    const stream = await exec.start({ hijack: true, stdin: true })
    expect(await exec.inspect()).toMatchObject({ Running: true, ExitCode: null })
    expect((await box.inspect()).ExecIDs).toEqual([exec.id])
    await expect(exec.start({ Detach: true })).rejects.toMatchObject({ statusCode: 409 })
    stream.end('go\n')
    await wholeText(stream)
    expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 6 })
    await expect(exec.start({ Detach: true })).rejects.toMatchObject({ statusCode: 409 })
    expect((await box.inspect()).State.Running).toBe(true)
  })

  test('with a terminal has one stream, a size and an echo', async ({ docker }) => {
    const box = await docker.run('alpine', ['sleep', '1000'])
    const exec = await box.exec({ Cmd: ['sh'], AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: true })
    const stream = await exec.start({ hijack: true, stdin: true, Tty: true })
    const seen = new Reader(stream)
    await exec.resize({ h: 30, w: 100 })
    stream.write('stty size; echo oops >&2; exit 2\n')
    expect(await seen.whole()).toMatch(/exit 2\r\n30 100\r\noops\r\n$/)
    expect((await exec.inspect()).ExitCode).toBe(2)
  })

  test('ends with its container', async ({ docker }) => {
    const box = await docker.run('alpine', ['sleep', '1000'])
    const exec = await box.exec({ Cmd: ['sleep', '1000'], AttachStdout: true })
    const stream = await exec.start({})
    await box.kill()
    expect(await wholeText(stream)).toBe('')
    expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 137 })
  })

  test('of a container that is gone is gone', async ({ docker }) => {
    const box = await docker.run('alpine', ['sleep', '1000'])
    const exec = await box.exec({ Cmd: ['true'] })
    await box.remove({ force: true })
    await expect(exec.inspect()).rejects.toMatchObject({
      statusCode: 404,
      json: { message: `No such exec instance: ${exec.id}` },
    })
  })
})

interface Event {
  readonly Type: string
  readonly Action: string
  readonly time: number
  readonly timeNano: number
}

describe('events', () => {
  test('come in the order in which dockerd tells them', async ({ docker }) => {
    const box = await docker.create('alpine', ['sleep', '1000'], { HostConfig: { Binds: ['data:/data'] } })
    await box.start()
    const exec = await box.exec({ Cmd: ['true'], AttachStdout: true })
    await wholeText(await exec.start({}))
    await box.pause()
    await box.unpause()
    await box.rename({ name: 'renamed' })
    await box.restart({ t: 0 })
    await box.stop({ t: 0 })
    await box.remove()
    const past = await docker.dockerode.getEvents({ since: 0, until: Date.now() / 1000 + 0.01 } as object)
    const events = await wholeLines<Event>(past)
    const told = events.map(({ Type, Action }) => `${Type} ${Action.split(':')[0]}`)
    const ended = [
      'container kill',
      'container kill',
      'network disconnect',
      'volume unmount',
      'container stop',
      'container die',
    ]
    expect(told).toEqual([
      ...['image pull', 'volume create', 'container create', 'volume mount', 'network connect', 'container start'],
      ...[
        'container exec_create',
        'container exec_start',
        'container exec_die',
        'container pause',
        'container unpause',
      ],
      ...['container rename', ...ended],
      ...['volume mount', 'network connect', 'container start', 'container restart'],
      ...[...ended, 'container destroy'],
    ])
    const times = events.map(({ timeNano }) => timeNano)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test('are chosen by filters and by time', async ({ docker }) => {
    await docker.create('alpine', ['true'], { name: 'one', Labels: { team: 'a' } })
    await docker.create('alpine', ['true'], { name: 'two' })
    const chosen = async (filters: object, more: object = {}): Promise<string[]> => {
      const until = Date.now() / 1000 + 0.01
      const stream = await docker.dockerode.getEvents({ since: 0, until, filters, ...more } as object)
      return (
        await wholeLines<Event & { readonly Actor: { readonly Attributes: { readonly name: string } } }>(stream)
      ).map(({ Action, Actor }) => `${Action} ${Actor.Attributes.name}`)
    }
    expect(await chosen({ type: ['container'] })).toEqual(['create one', 'create two'])
    expect(await chosen({ container: ['two'] })).toEqual(['create two'])
    expect(await chosen({ label: ['team=a'] })).toEqual(['create one'])
    expect(await chosen({ event: ['pull'] })).toEqual(['pull alpine'])
    expect(await chosen({}, { until: 1 })).toEqual([])
  })
})
