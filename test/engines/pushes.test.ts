// Which releases refuse a push that brings no credentials, and in which words.
import { expect, test } from 'vitest'
import { startTestDaemon } from '../test-daemon.ts'

async function push(engine: string, headers: Record<string, string>): Promise<string> {
  await using daemon = await startTestDaemon({ engine })
  const request = new Request('http://docker/images/nosuch/push', { method: 'POST', headers })
  const reply = await daemon.fetch(request)
  return `${reply.status} ${(await reply.text()).trim()}`
}

const missing = 'missing X-Registry-Auth:'

test.each([
  ['20.10', `400 {"message":"Bad parameters and ${missing} EOF"}`],
  ['23.0', `400 {"message":"Bad parameters and ${missing} EOF"}`],
  ['24.0', `400 {"message":"bad parameters and ${missing} invalid X-Registry-Auth header: EOF"}`],
  ['27.5', `400 {"message":"bad parameters and ${missing} invalid X-Registry-Auth header: EOF"}`],
])('Docker Engine %s answers a push without credentials with %s', async (engine, answer) => {
  expect(await push(engine, {})).toBe(answer)
})

test('Docker Engine 28.5 looks for the image first', async () => {
  expect(await push('28.5', {})).toContain('An image does not exist locally with the tag')
})

test.each(['20.10', '27.5'])('Docker Engine %s does not look at what the header says', async (engine) => {
  expect(await push(engine, { 'x-registry-auth': 'no base64' })).toContain(
    'An image does not exist locally with the tag',
  )
})
