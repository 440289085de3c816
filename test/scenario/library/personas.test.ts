// The same scenarios with other engines: their faults come in that engine's own words.
import { expect, test } from 'vitest'
import { bodyOf, type Play, play } from '../play.ts'
import { create, jsonOf, messageOf, post, run } from './ask.ts'

async function startMessage(engine: string, scenario: string): Promise<string> {
  await using it = await play([], { engine, scenario })
  await create(it, 'web')
  return messageOf(await post(it, '/containers/web/start'))
}

const unable = 'OCI runtime create failed: runc create failed: unable to start container process: '

test.each([
  ['20.10', `failed to create shim task: ${unable}exec: "nosuch": executable file not found in $PATH: unknown`],
  [
    '28.5',
    `failed to create task for container: failed to create shim task: ${unable}exec: "nosuch": executable file not found in $PATH`,
  ],
])('a command that is not there, in the words of %s', async (engine, message) => {
  expect(await startMessage(engine, 'container/start-bad-command')).toBe(message)
})

test.each([
  ['20.10', 'Container ID is not running'],
  ['28.5', 'container ID is not running'],
])('an exec in a container that has ended, in the words of %s', async (engine, message) => {
  await using it = await play([], { engine, scenario: 'exec/not-running' })
  const id = await run(it, 'web')
  const refused = messageOf(await post(it, '/containers/web/exec', { Cmd: ['true'] }))
  expect(refused.replace(id, 'ID')).toBe(message)
})

test.each([
  ['overlay2', 'failed to remove root filesystem: unlinkat'],
  ['zfs', 'dataset is busy'],
])('a scenario keeps its own storage driver %s unless the user names another', async (driver, reason) => {
  await using it = await play([], { scenario: 'storage/zfs-dataset-busy', storageDriver: driver })
  expect(await driverOf(it)).toBe(driver)
  await run(it, 'web')
  expect(messageOf(await it.ask('DELETE /containers/web?force=1'))).toContain(reason)
})

const driverOf = async (it: Play): Promise<string> => jsonOf(await it.ask('GET /info')).Driver

test('logs of old API versions are framed as ever, and their error frame too', async () => {
  await using it = await play([], { engine: '20.10', scenario: 'stream/logs-error-frame' })
  await run(it, 'web', { Cmd: ['sh', '-c', 'echo one; echo two'] })
  await post(it, '/containers/web/wait')
  expect(bodyOf(await it.ask('GET /v1.24/containers/web/logs?stdout=1'))).toContain(
    'Error grabbing logs: unexpected EOF',
  )
})
