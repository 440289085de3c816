// What clients see of the scenarios about networks and ports.
import { expect, test } from 'vitest'
import { bodyOf, type Play, play } from '../play.ts'
import { create, jsonOf, messageOf, post, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

async function startPublished(it: Play): Promise<string> {
  await create(it, 'web', { HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } } })
  return post(it, '/containers/web/start')
}

await showGroup('network', {
  'in-use': async (it) => {
    await post(it, '/networks/create', { Name: 'backend' })
    const answer = await it.ask('DELETE /networks/backend')
    expect(statusLine(answer)).toBe('HTTP/1.1 403 Forbidden')
    expect(bodyOf(answer)).toMatch(
      /^\{"message":"error while removing network: network backend has active endpoints \(name:\\"other\\" id:\\"[0-9a-f]{12}\\"\)"\}\n$/,
    )
    await it.clock.advance(4999)
    expect(statusLine(await it.ask('DELETE /networks/backend'))).toBe('HTTP/1.1 403 Forbidden')
    await it.clock.advance(1)
    expect(statusLine(await it.ask('DELETE /networks/backend'))).toBe('HTTP/1.1 204 No Content')
  },

  'port-allocated': async (it) => {
    const answer = await startPublished(it)
    expect(statusLine(answer)).toBe('HTTP/1.1 500 Internal Server Error')
    expect(messageOf(answer)).toMatch(
      /^failed to set up container networking: driver failed programming external connectivity on endpoint web \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8080 failed: port is already allocated$/,
    )
    const { State } = jsonOf(await it.ask('GET /containers/web/json'))
    expect(State).toMatchObject({ Status: 'created', Running: false, Error: messageOf(answer) })
    expect(statusLine(await it.ask('DELETE /containers/web'))).toBe('HTTP/1.1 204 No Content')
  },

  'no-addresses': async (it) => {
    const answer = await post(it, '/networks/create', { Name: 'backend' })
    expect(statusLine(answer)).toBe('HTTP/1.1 400 Bad Request')
    expect(bodyOf(answer)).toBe('{"message":"all predefined address pools have been fully subnetted"}\n')
    expect(statusLine(await it.ask('GET /networks/backend'))).toBe('HTTP/1.1 404 Not Found')
  },

  'name-taken': async (it) => {
    const answer = await post(it, '/networks/create', { Name: 'backend' })
    expect(statusLine(answer)).toBe('HTTP/1.1 409 Conflict')
    expect(messageOf(answer)).toBe('network with name backend already exists')
    expect(statusLine(await it.ask('GET /networks/backend'))).toBe('HTTP/1.1 200 OK')
  },
})

test('the same in the words of 20.10', async () => {
  await using one = await play([], { scenario: 'network/in-use', engine: '20.10' })
  const { Id } = jsonOf(await post(one, '/networks/create', { Name: 'backend' }))
  const removal = messageOf(await one.ask('DELETE /networks/backend'))
  expect(removal).toBe(`error while removing network: network backend id ${Id} has active endpoints`)

  await using two = await play([], { scenario: 'network/port-allocated', engine: '20.10' })
  expect(messageOf(await startPublished(two))).toMatch(
    /^driver failed programming external connectivity on endpoint web \([0-9a-f]{64}\): Bind for 0\.0\.0\.0:8080 failed: port is already allocated$/,
  )
})
