// Texts of rules with blanks: what is filled in is what the client asked about.
import { expect, test } from 'vitest'
import { create, messageOf, post } from './library/ask.ts'
import { play } from './play.ts'

const said = (operation: string, message: string) =>
  ({ when: { operation }, do: { status: { code: 409, message } } }) as const

test('a container is meant by its id, its short id and its name, whatever the client called it', async () => {
  const text = '{container.id} {container.shortId} {container.name} {path.id}'
  await using it = await play([said('ContainerKill', text)])
  const id = await create(it, 'web')
  const short = id.slice(0, 12)
  expect(messageOf(await post(it, '/containers/web/kill'))).toBe(`${id} ${short} web web`)
  expect(messageOf(await post(it, `/containers/${short}/kill`))).toBe(`${id} ${short} web ${short}`)
})

test('a container that is not there is meant as the client called it', async () => {
  await using it = await play([said('ContainerKill', '{container.id} {container.name}')])
  expect(messageOf(await post(it, '/containers/none/kill'))).toBe('none none')
})

test.each([
  ['fromImage=alpine&tag=3.20', 'alpine:3.20 alpine library/alpine 3.20'],
  ['fromImage=alpine', 'alpine:latest alpine library/alpine latest'],
  ['fromImage=ghcr.io/team/app&tag=1', 'ghcr.io/team/app:1 ghcr.io/team/app team/app 1'],
  ['fromImage=docker.io/team/app:2', 'team/app:2 team/app team/app 2'],
  ['fromImage=UPPER', 'UPPER UPPER UPPER UPPER'],
])('the image of a pull of %s', async (query, message) => {
  await using it = await play([said('ImageCreate', '{image} {image.name} {image.path} {image.tag}')])
  expect(messageOf(await post(it, `/images/create?${query}`))).toBe(message)
})

test('parameters and fields of the call are filled in, what it has not with nothing', async () => {
  const text = '{query.name}/{query.platform}/{body.Image}/{body.HostConfig.NetworkMode}/{image.tag}'
  await using it = await play([said('ContainerCreate', text)])
  const body = { Image: 'busybox', HostConfig: { NetworkMode: 'host' } }
  expect(messageOf(await post(it, '/containers/create?name=db', body))).toBe('db//busybox/host/latest')
})

test('other braces stay, and ids at random are the same with the same seed', async () => {
  const ask = async (): Promise<string> => {
    await using it = await play([said('SystemVersion', '{"a":{b}} {hex12} {hex64}')])
    return messageOf(await it.ask('GET /version'))
  }
  const first = await ask()
  expect(first).toMatch(/^\{"a":\{b\}\} [0-9a-f]{12} [0-9a-f]{64}$/)
  expect(await ask()).toBe(first)
})

test('blanks are filled deep in bodies of JSON', async () => {
  const body = { error: [{ of: '{path.id}', code: 7 }] }
  await using it = await play([{ when: { operation: 'ContainerKill' }, do: { status: { code: 500, body } } }])
  expect(await post(it, '/containers/web/kill')).toMatch(/\{"error":\[\{"of":"web","code":7\}\]\}\n$/)
})
