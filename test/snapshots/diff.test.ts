// What differs between two moments of a daemon.
import { describe, expect } from 'vitest'
import { createDaemon, diffText, manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ clock: manualClock(), seed: 'diff' }))

async function sh({ dockerode }: TestDaemon, name: string, script: string): Promise<void> {
  const exec = await dockerode.getContainer(name).exec({ Cmd: ['sh', '-c', script], AttachStdout: true, Tty: true })
  await wholeText(await exec.start({ Tty: true }))
}

const none = { added: [], removed: [], changed: [] }

describe('The diff of a snapshot', () => {
  test('is empty as long as nothing is done', async ({ docker }) => {
    await docker.run('alpine', ['sleep', '1000'])
    const diff = await docker.snapshot().diff()
    expect(diff).toEqual({ containers: none, images: none, volumes: none, networks: none })
    expect(diffText(diff)).toBe('')
  })

  test('names what has come and gone, and the other way round from the later one', async ({ docker }) => {
    const box = await docker.create('alpine', ['true'], { name: 'box' })
    const before = docker.snapshot()
    await box.remove()
    await docker.create('alpine', ['true'], { name: 'new' })
    await docker.dockerode.createVolume({ Name: 'data' })
    await docker.dockerode.createNetwork({ Name: 'net' })
    await docker.dockerode.pull('busybox').then(wholeText)
    const after = docker.snapshot()
    expect(diffText(await before.diff(after))).toBe(
      '+ container new\n- container box\n+ image busybox:latest\n+ volume data\n+ network net\n',
    )
    expect(diffText(await after.diff(before))).toBe(
      '+ container box\n- container new\n- image busybox:latest\n- volume data\n- network net\n',
    )
  })

  test('tells of settings by their path in inspect, and of files by the letters of docker diff', async ({ docker }) => {
    const web = await docker.run('alpine', ['sleep', '1000'], {
      name: 'web',
      HostConfig: { Binds: ['data:/data'], NetworkMode: 'none' },
    })
    await sh(docker, 'web', 'echo one > /old; echo one > /data/kept')
    const before = docker.snapshot()
    await web.update({ CpuShares: 512 })
    await sh(docker, 'web', 'rm /old /etc/motd; touch /new; echo two > /etc/passwd; echo two > /data/kept')
    const { containers, volumes } = await before.diff()
    const [changed] = containers.changed
    expect(changed).toMatchObject({
      name: 'web',
      fields: [{ path: 'HostConfig.CpuShares', before: 0, after: 512 }],
    })
    expect(changed!.files).toEqual(
      expect.arrayContaining([
        { letter: 'D', path: '/old' },
        { letter: 'D', path: '/etc/motd' },
        { letter: 'A', path: '/new' },
        { letter: 'C', path: '/etc/passwd' },
      ]),
    )
    expect(volumes.changed).toEqual([{ name: 'data', fields: [], files: [{ letter: 'C', path: '/kept' }] }])
  })

  test('leaves processes, their logs and their health alone', async ({ docker }) => {
    const web = await docker.run('alpine', ['sleep', '1000'], {
      name: 'web',
      Healthcheck: { Test: ['CMD', 'true'], Interval: 1e9 },
    })
    const clock = docker.engine.world.clock as ReturnType<typeof manualClock>
    const before = docker.snapshot()
    await clock.advance(1500)
    expect((await before.diff()).containers.changed[0]!.fields.map(({ path }) => path)).toContain('State.Health.Status')
    expect((await web.inspect()).State.Health!.Status).toBe('healthy')
    await clock.advance(1500)
    expect((await web.inspect()).State.Health!.Log).toHaveLength(3)
  })

  test('cannot be of another daemon', async ({ docker }) => {
    await using other = createDaemon()
    await expect(docker.snapshot().diff(other.snapshot())).rejects.toThrow(
      'only snapshots of the same daemon can be compared',
    )
  })
})
