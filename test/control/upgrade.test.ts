// Clients that offer another protocol with every request, as Java's HttpClient does.
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startTestDaemon } from '../test-daemon.ts'

test.each([
  ['a length', true],
  ['chunks', false],
])('a body of %s that comes with an offer to speak HTTP/2 is read', async (_, measured) => {
  await using daemon = await startTestDaemon({ control: true })
  const body = JSON.stringify({ name: 'full', when: { operation: 'VolumeCreate' }, do: { status: 500 } })
  const headers = {
    'Content-Type': 'application/json',
    Connection: 'Upgrade, HTTP2-Settings',
    Upgrade: 'h2c',
    'HTTP2-Settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
    ...(measured ? { 'Content-Length': body.length } : { 'Transfer-Encoding': 'chunked' }),
  }
  const asking = request({ agent: daemon.agent, path: '/_mockerd/rules', method: 'POST', headers })
  const replied = new Promise<string>((resolve, reject) => {
    asking.on('response', (reply) => resolve(text(reply))).on('error', reject)
  })
  asking.end(body)
  expect(JSON.parse(await replied)).toMatchObject({ name: 'full', enabled: true })
  await expect(daemon.dockerode.createVolume({ Name: 'data' })).rejects.toMatchObject({ statusCode: 500 })
})
