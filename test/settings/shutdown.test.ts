// What becomes of containers when their daemon ends.
import { describe, expect } from 'vitest'
import { test } from '../data-root/runs.ts'
import { wholeText } from '../reading.ts'

const settings = { liveRestore: true }
const image = 'busybox'

describe('with live-restore, a container', () => {
  test('is what it was when the next daemon comes: its state, its place in networks, its ports and its files', async ({
    runs,
  }) => {
    const first = await runs.next({ settings })
    await first.dockerode.createNetwork({ Name: 'net' })
    const HostConfig = { NetworkMode: 'net', PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
    await first.run(image, ['true'], { HostConfig: { NetworkMode: 'net', AutoRemove: true } })
    const container = await first.run(image, ['sh', '-c', 'echo here > /file; top'], { name: 'web', HostConfig })
    const before = await container.inspect()
    const bridge = await first.dockerode.getNetwork('bridge').inspect()

    const second = await runs.next({ settings })
    const after = await second.dockerode.getContainer('web').inspect()
    expect(after.State).toEqual(before.State)
    expect(after.NetworkSettings).toEqual(before.NetworkSettings)
    expect(after.RestartCount).toBe(0)
    expect((await second.dockerode.getNetwork('bridge').inspect()).Id).toBe(bridge.Id)
    expect(Object.keys((await second.dockerode.getNetwork('net').inspect()).Containers ?? {})).toEqual([before.Id])
    const until = second.clock.now() / 1000
    const events = await second.fetch(new Request(`http://docker/events?since=0&until=${until}`))
    expect(await events.text()).toBe('')
    const exec = await second.dockerode.getContainer('web').exec({ Cmd: ['cat', '/file'], AttachStdout: true })
    expect(await wholeText(await exec.start({}))).toContain('here\n')
  })

  test('ends at last, and restarts by its policy', async ({ runs }) => {
    const first = await runs.next({ settings })
    await first.run(image, ['sleep', '1000'], { name: 'mortal' })
    const second = await runs.next({ settings })
    const container = second.dockerode.getContainer('mortal')
    await container.kill()
    expect((await container.inspect()).State).toMatchObject({ Status: 'exited', ExitCode: 137 })
    const third = await runs.next({ settings })
    expect((await third.dockerode.getContainer('mortal').inspect()).State).toMatchObject({ ExitCode: 137 })
  })

  test('stays paused', async ({ runs }) => {
    const first = await runs.next({ settings })
    const container = await first.run(image, ['top'], { name: 'still' })
    await container.pause()
    const second = await runs.next({ settings })
    expect((await second.dockerode.getContainer('still').inspect()).State.Status).toBe('paused')
  })

  test('has ended if the next daemon knows nothing of live-restore', async ({ runs }) => {
    const first = await runs.next({ settings })
    await first.run(image, ['top'], { name: 'forgotten' })
    const second = await runs.next()
    expect((await second.dockerode.getContainer('forgotten').inspect()).State.Status).toBe('exited')
  })
})

test('without live-restore it is stopped', async ({ runs }) => {
  const first = await runs.next()
  await first.run(image, ['sh', '-c', 'trap "exit 5" TERM; while :; do sleep 0.01; done'], { name: 'ended' })
  const second = await runs.next()
  expect((await second.dockerode.getContainer('ended').inspect()).State).toMatchObject({
    Status: 'exited',
    ExitCode: 5,
  })
})

test('a reload decides whether containers run on', async ({ runs }) => {
  const first = await runs.next()
  await first.run(image, ['top'], { name: 'web' })
  first.reload({ liveRestore: true })
  const second = await runs.next({ settings })
  expect((await second.dockerode.getContainer('web').inspect()).State.Status).toBe('running')
})
