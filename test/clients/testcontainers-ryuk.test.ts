// Testcontainers for Node with its reaper, which it starts beside the first container.
import { GenericContainer } from 'testcontainers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

let docker: TestDaemon

beforeAll(async () => {
  docker = await startTestDaemon({ publish: 'loopback' })
  vi.stubEnv('DOCKER_HOST', docker.host)
  vi.stubEnv('TESTCONTAINERS_HOST_OVERRIDE', 'localhost')
})
afterAll(() => docker.close())

test('The reaper runs beside the containers of a session and is told which those are', async () => {
  const container = await new GenericContainer('alpine').withCommand(['sleep', '1000']).start()
  const session = container.getLabels()['org.testcontainers.session-id']!
  expect(session).toMatch(/^[0-9a-f]+$/)
  const [reaper] = await docker.dockerode.listContainers({ filters: { label: ['org.testcontainers.ryuk=true'] } })
  expect(reaper).toMatchObject({ State: 'running' })
  const log = await docker.dockerode.getContainer(reaper!.Id).logs({ stdout: true, stderr: true })
  expect(log.toString()).toContain(`org.testcontainers.session-id=${session}`)
  await container.stop()
})
