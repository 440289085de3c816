// The command with --control: a daemon in another process that tests can tell what to do.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { controlClient } from '../../src/control.ts'
import { installedCommand } from '../doors/installed-command.ts'

const start = installedCommand()

test('mockerd --control-token is controlled by who has the token, and ends as ever', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const host = `unix://${join(folder, 'a.sock')}`
  const daemon = start(['-H', host, '--control-token', 'abc'], {})
  await daemon.shows(/export/)
  const control = controlClient(host, { token: 'abc' })
  await control.rules.add({ name: 'idle', do: { status: 500 }, when: { operation: 'SystemInfo' } })
  expect(await control.clock.advance('1h')).toMatchObject({ rate: 1, steerable: true })
  await expect(controlClient(host).rules.removeAll()).rejects.toMatchObject({ status: 401 })
  const account = await start(['storage', '-H', host, '--control-token', 'abc'], {}).finished
  expect(account).toMatchObject({ stdout: expect.stringMatching(/^Storage Driver: overlay2\n/), exitCode: 0 })
  expect((await start(['storage', '-H', host], {}).finished).stderr).toBe(
    `mockerd: ${host} asks for its --control-token\n`,
  )
  // who follows its journal does not hold it
  const following = control.journal.follow({ after: 0 })
  const next = following.next().catch((error: Error) => error.message)
  daemon.kill('SIGTERM')
  expect((await daemon.finished).exitCode).toBe(0)
  expect(await next).toEqual(expect.anything())
})
