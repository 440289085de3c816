// How long execs are known, and what waits for their start, on a clock that the test moves.
import { expect } from 'vitest'
import { type ManualClock, manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'

let clock: ManualClock
const test = dockerTest(() => {
  clock = manualClock(Date.UTC(2026, 0, 1))
  return { clock }
})

const MINUTE = 60_000

test('an exec that has ended can be removed after five minutes, and is gone after ten', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000000'])
  const exec = await box.exec({ Cmd: ['true'] })
  await exec.start({ Detach: true })
  await clock.advance(1000)
  expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 0, CanRemove: false })
  await clock.advance(5 * MINUTE)
  expect(await exec.inspect()).toMatchObject({ ExitCode: 0, CanRemove: true })
  await clock.advance(5 * MINUTE)
  await expect(exec.inspect()).rejects.toMatchObject({
    statusCode: 404,
    json: { message: `No such exec instance: ${exec.id}` },
  })
})

test('an exec that nobody started is known as long as its container runs', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000000'])
  const exec = await box.exec({ Cmd: ['true'] })
  await clock.advance(60 * MINUTE)
  expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: null, CanRemove: false })
  await box.kill()
  await expect(exec.start({ Detach: true })).rejects.toMatchObject({ statusCode: 404 })
  await box.start()
  await expect(exec.inspect()).rejects.toMatchObject({ statusCode: 404 })
  expect((await box.inspect()).ExecIDs).toBeNull()
})

test('the terminal of an exec is resized as soon as it has started, or after ten seconds not at all', async ({
  docker,
}) => {
  const box = await docker.run('alpine', ['sleep', '1000000'])
  const exec = await box.exec({ Cmd: ['sleep', '1000'], Tty: true })
  const early = exec.resize({ h: 10, w: 20 })
  await exec.start({ Detach: true })
  await early
  const never = await box.exec({ Cmd: ['sleep', '1000'], Tty: true })
  const late = expect(never.resize({ h: 10, w: 20 })).rejects.toMatchObject({
    statusCode: 500,
    json: { message: 'timeout waiting for exec session ready' },
  })
  await clock.advance(10_000)
  await late
  const wrong = await box.exec({ Cmd: ['nosuch'], Tty: true })
  await expect(wrong.start({ Detach: true })).rejects.toMatchObject({ statusCode: 400 })
  await expect(wrong.resize({ h: 10, w: 20 })).rejects.toMatchObject({
    statusCode: 400,
    json: { message: 'exec process is not started' },
  })
})

test('an exec of a paused container is neither started nor resized', async ({ docker }) => {
  const box = await docker.run('alpine', ['sleep', '1000000'])
  const exec = await box.exec({ Cmd: ['true'] })
  await box.pause()
  await expect(exec.start({ Detach: true })).rejects.toMatchObject({ statusCode: 409 })
  await expect(exec.resize({ h: 1, w: 1 })).rejects.toMatchObject({
    statusCode: 409,
    json: { message: `Container ${box.id} is paused, unpause the container before exec` },
  })
  expect(await exec.inspect()).toMatchObject({ ExitCode: null })
})
