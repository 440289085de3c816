// What an engine that is in no swarm says to the whole family of the swarm.
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const noManager =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.'

async function answer(docker: TestDaemon, wanted: string, body?: object): Promise<string> {
  const [method = '', path] = wanted.split(' ')
  const headers = { 'content-type': 'application/json' }
  const given = body ? { body: JSON.stringify(body), headers } : {}
  const reply = await docker.fetch(new Request(`http://docker${path}`, { method, ...given }))
  return `${reply.status} ${((await reply.json()) as { readonly message: string }).message}`
}

describe('Outside of a swarm', () => {
  test.for([
    ...['GET /swarm', 'GET /swarm/unlockkey', 'GET /nodes', 'GET /nodes/a', 'DELETE /nodes/a', 'GET /tasks'],
    ...['GET /services', 'GET /services/a', 'DELETE /services/a', 'GET /services/a/logs?stdout=1', 'GET /tasks/a'],
    ...['GET /tasks/a/logs?stderr=1', 'GET /secrets', 'GET /secrets/a', 'DELETE /secrets/a'],
    ...['GET /configs', 'GET /configs/a', 'DELETE /configs/a'],
  ])('%s needs a manager', async (wanted, { docker }) => {
    expect(await answer(docker, wanted)).toBe(`503 ${noManager}`)
  })

  test.for([
    ['POST /swarm/unlock', { UnlockKey: 'a' }],
    ['POST /swarm/update?version=1', { Name: 'default' }],
    ['POST /nodes/a/update?version=1', { Role: 'worker', Availability: 'active' }],
    ['POST /services/create', { Name: 'web', TaskTemplate: {} }],
    ['POST /services/a/update?version=1', { Name: 'web', TaskTemplate: {} }],
    ['POST /secrets/create', { Name: 'key', Data: 'eA==' }],
    ['POST /secrets/a/update?version=1', { Name: 'key' }],
    ['POST /configs/create', { Name: 'site', Data: 'eA==' }],
    ['POST /configs/a/update?version=1', { Name: 'site' }],
  ] as const)('%s needs a manager', async ([wanted, body], { docker }) => {
    expect(await answer(docker, wanted, body)).toBe(`503 ${noManager}`)
  })

  test('there is no swarm to leave', async ({ docker }) => {
    expect(await answer(docker, 'POST /swarm/leave?force=1')).toBe('503 This node is not part of a swarm')
  })

  test.for(['/services/a/logs', '/tasks/a/logs'])('%s looks first at what is asked for', async (path, { docker }) => {
    expect(await answer(docker, `GET ${path}`)).toBe('500 Bad parameters: you must choose at least one stream')
  })
})
