// Parameters in the body, as `curl -d` sends them.
import { expect } from 'vitest'
import { test } from '../fixture.ts'

const FORM = 'application/x-www-form-urlencoded'

const request = (method: string, path: string, body: string, type = FORM): Request =>
  new Request(`http://docker${path}`, { method, body, headers: { 'Content-Type': type } })

test('an image is pulled whose name stands in the body', async ({ docker }) => {
  const reply = await docker.fetch(request('POST', '/images/create', 'fromImage=alpine&tag=3.20'))
  expect(await reply.text()).toContain('Downloaded newer image for alpine:3.20')
})

test('what stands in the body goes before what stands in the URL', async ({ docker }) => {
  const container = await docker.run('alpine', ['sleep', '1000'])
  const path = `/containers/${container.id}/kill?signal=HUP`
  const reply = await docker.fetch(request('POST', path, 'signal=XX', `${FORM}; charset=utf-8`))
  expect(await reply.json()).toEqual({ message: expect.stringContaining('invalid signal: XX') })
  await docker.fetch(request('POST', path, 'signal=KILL'))
  expect((await container.wait()).StatusCode).toBe(137)
})

test('a body that is a form is nothing else: an archive that says so is empty', async ({ docker }) => {
  const container = await docker.create('alpine')
  const reply = await docker.fetch(request('PUT', `/containers/${container.id}/archive?path=/`, 'x'.repeat(2000)))
  expect(reply.status).toBe(200)
})

test('a form that cannot be read, and one where JSON is wanted, are refused', async ({ docker }) => {
  const broken = await docker.fetch(request('POST', '/containers/nosuch/stop', 't=%zz'))
  expect([broken.status, await broken.json()]).toEqual([400, { message: 'invalid URL escape "%zz"' }])
  const wanted = await docker.fetch(request('POST', '/volumes/create', 'Name=data'))
  expect(await wanted.json()).toEqual({
    message: `unsupported Content-Type header (${FORM}): must be 'application/json'`,
  })
})
