// Containers of Docker Compose give it time to ask for their events.
import { once } from 'node:events'
import { expect } from 'vitest'
import { test } from '../fixture.ts'

const ofCompose = { Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.config-hash': 'abc' } }

test('The end of a short command of docker compose up is told to who asks for events after its start', async ({
  docker,
}) => {
  const box = await docker.create('alpine', ['sh', '-c', 'exit 3'], ofCompose)
  await box.start()
  const { State } = await box.inspect()
  expect(State).toMatchObject({ Status: 'running', Running: true })
  const events = await docker.dockerode.getEvents({ filters: { event: ['die'] } })
  const [line] = (await once(events, 'data')) as [Buffer]
  expect(JSON.parse(String(line))).toMatchObject({ Action: 'die', Actor: { Attributes: { exitCode: '3' } } })
  events.removeAllListeners()
  ;(events as unknown as { destroy(): void }).destroy()
})

test('A container of Compose can be killed before it has begun', async ({ docker }) => {
  const box = await docker.create('alpine', ['sh', '-c', 'echo began; sleep 1000'], ofCompose)
  await box.start()
  await box.kill()
  expect(await box.wait()).toEqual({ StatusCode: 137 })
  expect(String(await box.logs({ stdout: true }))).toBe('')
})
