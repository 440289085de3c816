// What an engine calls itself.
import { expect, test } from 'vitest'
import { startTestDaemon } from '../test-daemon.ts'

const FINGERPRINT = /^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test.each([
  ['20.10', FINGERPRINT],
  ['23.0', UUID],
  ['28.5', UUID],
])('The id of Docker Engine %s has the form of its release', async (engine, form) => {
  await using daemon = await startTestDaemon({ engine, seed: 'one' })
  await using other = await startTestDaemon({ engine, seed: 'two' })
  const { ID } = (await daemon.dockerode.info()) as { ID: string }
  expect(ID).toMatch(form)
  expect(((await other.dockerode.info()) as { ID: string }).ID).not.toBe(ID)
})
