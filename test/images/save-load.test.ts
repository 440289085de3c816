// `docker save` and `docker load` over HTTP.
import { buffer } from 'node:stream/consumers'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { wholeText } from '../reading.ts'

test('loading an image tells its progress only to those who ask for it', async ({ docker }) => {
  await docker.create('alpine').then((container) => container.remove())
  const image = docker.dockerode.getImage('alpine')
  const archive = await buffer(await image.get())
  const load = async (options?: object): Promise<string> => {
    await image.remove()
    const reply = await docker.dockerode.loadImage(archive as never, (options ?? {}) as never)
    return wholeText(reply as unknown as NodeJS.ReadableStream)
  }
  expect(await load()).toBe('{"stream":"Loaded image: alpine:latest\\n"}\r\n')
  expect(await load({ quiet: false })).toContain('"status":"Loading layer"')
})

const unknown: readonly [name: string, message: string][] = [
  ['nosuch', 'No such image: nosuch'],
  ['nosuch:latest', 'reference does not exist'],
  ['alpine:nosuch', 'reference does not exist'],
]

test.for(unknown)('%s cannot be saved', async ([name, message], { docker }) => {
  await docker.create('alpine')
  await expect(docker.dockerode.getImage(name).get()).rejects.toMatchObject({
    statusCode: 404,
    message: expect.stringContaining(message),
  })
})
