// Going back to what an engine was: nothing that was done since has happened.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ clock: manualClock(), seed: 'checkpoint' }))

/** Everything that replies show of an engine. */
async function everything({ dockerode }: TestDaemon): Promise<unknown> {
  const containers = await dockerode.listContainers({ all: true })
  const details = containers.map(async ({ Id, State }) => {
    const container = dockerode.getContainer(Id)
    const log = await container.logs({ stdout: true, stderr: true })
    return {
      ...(await container.inspect({ size: true } as object)),
      changes: await container.changes(),
      ...(State !== 'running' && { log: log.toString() }),
    }
  })
  return {
    containers: await Promise.all(details),
    images: await dockerode.listImages({ all: true }),
    volumes: await dockerode.listVolumes(),
    networks: await Promise.all((await dockerode.listNetworks()).map(({ Id }) => dockerode.getNetwork(Id).inspect())),
  }
}

const sh = async (docker: TestDaemon, id: string, script: string): Promise<string> => {
  const exec = await docker.dockerode
    .getContainer(id)
    .exec({ Cmd: ['sh', '-c', script], AttachStdout: true, Tty: true })
  return wholeText(await exec.start({ Tty: true }))
}

describe('An engine that goes back', () => {
  test('has neither new containers nor changed ones, and those that were removed again', async ({ docker }) => {
    const stopped = await docker.create('alpine', ['true'], { name: 'stopped' })
    const removed = await docker.create('alpine', ['true'], { name: 'removed' })
    const before = await everything(docker)
    const { goBack } = docker.engine.checkpoint()
    await removed.remove()
    await stopped.rename({ name: 'renamed' })
    await stopped.update({ CpuShares: 512 })
    await docker.run('debian', ['sleep', '100'], { name: 'new' })
    expect(await goBack()).toEqual({ kept: [], restarted: [], removed: ['new'], failed: {} })
    expect(await everything(docker)).toEqual(before)
  })

  test('lets a process go on that did nothing since, and begins others anew', async ({ docker }) => {
    const idle = await docker.run('alpine', ['sleep', '1000'], { name: 'idle' })
    const busy = await docker.run('alpine', ['sh', '-c', 'while :; do sleep 1; date >> /dates; done'], { name: 'busy' })
    const killed = await docker.run('alpine', ['sleep', '1000'], { name: 'killed' })
    await docker.engine.world.clock.sleep(0)
    const before = await everything(docker)
    const { goBack } = docker.engine.checkpoint()
    await sh(docker, busy.id, 'touch /new; rm /etc/motd')
    await killed.kill()
    expect(await goBack()).toMatchObject({ kept: ['idle'], restarted: ['busy', 'killed'] })
    expect(await everything(docker)).toEqual(before)
    expect(await sh(docker, busy.id, 'test -e /new || echo gone; cat /proc/1/cmdline | tr "\\0" " "')).toMatch(
      /^gone\r\nsh -c/,
    )
    await killed.kill()
    await idle.kill()
  })

  test('has the files of containers and volumes as they were, links and holes included', async ({ docker }) => {
    const container = await docker.run('alpine', ['sleep', '1000'], { HostConfig: { Binds: ['data:/data'] } })
    await sh(
      docker,
      container.id,
      'echo one > /data/a; ln /data/a /data/b; mkdir /d; dd if=/dev/zero of=/hole bs=1 count=1 seek=1M',
    )
    const { goBack } = docker.engine.checkpoint()
    const look = 'cat /data/a; stat -c %h /data/b; ls / /data /etc; stat -c "%s %b" /hole'
    const before = await sh(docker, container.id, look)
    for (const script of ['echo two >> /data/b; rm /data/a /etc/passwd', 'rmdir /d; mv /hole /data; touch /x']) {
      await sh(docker, container.id, script)
      await goBack()
      expect(await sh(docker, container.id, look)).toBe(before)
    }
  })

  test('gives the same ids and addresses again', async ({ docker }) => {
    const net = await docker.dockerode.createNetwork({ Name: 'net' })
    await docker.dockerode.pull('alpine')
    const { goBack } = docker.engine.checkpoint()
    const round = async (): Promise<unknown> => {
      const container = await docker.run('alpine', ['sleep', '9'], { HostConfig: { NetworkMode: 'net' } })
      const { Id, NetworkSettings, State } = await container.inspect()
      return [Id, NetworkSettings.Networks, State.Pid, (await net.inspect()).Containers]
    }
    const first = await round()
    await goBack()
    expect(await round()).toEqual(first)
  })

  test('has the images that were removed, and can use them', async ({ docker }) => {
    await wholeText(await docker.dockerode.pull('alpine'))
    const before = await everything(docker)
    const { goBack } = docker.engine.checkpoint()
    await docker.dockerode.getImage('alpine').remove()
    await wholeText(await docker.dockerode.pull('nginx'))
    await goBack()
    expect(await everything(docker)).toEqual(before)
    await docker.dockerode.getImage('alpine').remove()
    await goBack()
    const container = await docker.run('alpine', ['cat', '/etc/alpine-release'], { Tty: true })
    await container.wait()
    expect(String(await container.logs({ stdout: true }))).toMatch(/^3\./)
  })

  test('answers those who wait for a container that is not there any more', async ({ docker }) => {
    const { goBack } = docker.engine.checkpoint()
    const container = await docker.run('alpine', ['sleep', '1000'])
    const waiting = container.wait()
    await docker.dockerode.ping()
    await goBack()
    expect(await waiting).toMatchObject({ StatusCode: 0 })
    await expect(container.inspect()).rejects.toMatchObject({ statusCode: 404 })
  })
})

test('A daemon is reset to how it was made, and a snapshot brings back what was there', async ({ docker }) => {
  await docker.run('alpine', ['sleep', '1000'], { name: 'web' })
  const snapshot = docker.snapshot()
  expect(await docker.reset()).toMatchObject({ removed: ['web'] })
  expect(await docker.dockerode.listImages()).toEqual([])
  expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
  expect(await snapshot.restore()).toMatchObject({ restarted: ['web'] })
  expect(await docker.dockerode.listContainers()).toMatchObject([{ Names: ['/web'], State: 'running' }])
})

const dataRoot = mkdtempSync(join(tmpdir(), 'mockerd-root-'))
afterAll(() => rmSync(dataRoot, { recursive: true }))

dockerTest(() => ({ dataRoot }))('A daemon with a data root says that it cannot go back', async ({ docker }) => {
  await expect(docker.reset()).rejects.toThrow('a daemon with a data root cannot go back to an earlier state')
})
