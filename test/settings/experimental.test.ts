// What a daemon has in experimental mode only.
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

async function ask(daemon: TestDaemon, method: string, path: string, body?: object): Promise<string> {
  const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const reply = await daemon.fetch(new Request(`http://docker${path}`, { method, ...json }))
  const text = await reply.text()
  return `${reply.status} ${text.startsWith('{') ? (JSON.parse(text) as { message: string }).message : text.trim()}`
}

const disabled =
  '501 This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order to enable it.'

describe('Checkpoints', () => {
  test('are not there without it', async ({ docker }) => {
    await docker.create('busybox', ['top'], { name: 'web' })
    expect(await ask(docker, 'GET', '/containers/web/checkpoints')).toBe(disabled)
    expect(await ask(docker, 'POST', '/containers/web/checkpoints', { CheckpointID: 'one' })).toBe(disabled)
    expect(await ask(docker, 'POST', '/containers/nobody/start?checkpoint=one')).toBe(
      '400 checkpoint is only supported in experimental mode',
    )
  })

  test('are not made on a host without CRIU', async () => {
    await using docker = await startTestDaemon({ settings: { experimental: true } })
    const { id } = await docker.create('busybox', ['top'], { name: 'web' })
    const make = (CheckpointID: string): Promise<string> =>
      ask(docker, 'POST', '/containers/web/checkpoints', { CheckpointID })
    expect(await make('one')).toBe(`409 container ${id} is not running`)
    expect(await ask(docker, 'POST', '/containers/web/start?checkpoint=one')).toBe(
      '500 checkpoint one does not exist for container /web',
    )
    expect(await ask(docker, 'POST', '/containers/web/start?checkpoint=one&checkpoint-dir=/tmp')).toBe(
      '403 custom checkpointdir is not supported',
    )
    expect(await ask(docker, 'POST', '/containers/web/start')).toBe('204 ')
    expect(await make('a/b')).toBe('500 Invalid checkpoint ID (a/b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed')
    expect(await make('one')).toBe(
      `500 Cannot checkpoint container web: runc did not terminate successfully: exit status 1: CRIU version check failed: exec: "criu": executable file not found in $PATH path= /var/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby/${id}/criu-dump.log`,
    )
    expect(await ask(docker, 'GET', '/containers/web/checkpoints')).toBe('200 []')
    expect(await ask(docker, 'GET', '/containers/web/checkpoints?dir=/nope')).toBe(
      '500 checkpoint  does not exist for container web',
    )
    expect(await ask(docker, 'DELETE', '/containers/web/checkpoints/one')).toBe(
      '500 checkpoint one does not exist for container web',
    )
    expect(await ask(docker, 'GET', '/containers/nobody/checkpoints')).toBe('404 No such container: nobody')
    expect(await ask(docker, 'POST', '/containers/web/start?checkpoint=one')).toBe('304 ')
  })
})

test('Squashed images are asked for in experimental mode only', async () => {
  await using docker = await startTestDaemon({ settings: { experimental: true } })
  expect(await ask(docker, 'POST', '/build?squash=1')).toBe('501 mockerd does not squash images')
  await using usual = await startTestDaemon()
  expect(await ask(usual, 'POST', '/build?squash=1')).toBe('400 squash is only supported with experimental mode')
})

test('A rootless daemon without systemd has no control groups', async () => {
  await using docker = await startTestDaemon({
    settings: { rootless: true, execOpts: ['native.cgroupdriver=cgroupfs'] },
    host: { cgroupVersion: '2' },
  })
  expect(await docker.dockerode.info()).toMatchObject({ CgroupDriver: 'none', MemoryLimit: false, PidsLimit: false })
  const warning = /^WARNING: Running in rootless-mode without cgroups\. /
  expect((await docker.dockerode.info()).Warnings).toEqual([expect.stringMatching(warning)])
})
