// `docker save` and `docker load` over HTTP.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import supertest from 'supertest'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import { tarContents } from '../tars.ts'

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

test('only images of the platform that is asked for are saved and loaded', async ({ docker }) => {
  await docker.create('alpine').then((container) => container.remove())
  const image = docker.dockerode.getImage('alpine')
  const archive = await buffer(await image.get())
  const platform = (architecture: string) => JSON.stringify({ os: 'linux', architecture })
  const save = (text: string) => supertest(docker.app).get('/v1.51/images/alpine/get').query({ platform: text })
  expect((await save(platform('arm64'))).body.message).toBe('no suitable export target found for platform linux/arm64')
  expect((await save('x')).body.message).toBe(
    "failed to parse platform: invalid character 'x' looking for beginning of value",
  )
  expect((await save('{"os":"linux"}')).body.message).toBe('both OS and Architecture must be provided')
  expect((await save(platform('amd64'))).status).toBe(200)
  await image.remove()
  const load = async (architecture: string): Promise<string> => {
    const reply = await docker.dockerode.loadImage(archive as never, { platform: platform(architecture) } as never)
    return wholeText(reply as unknown as NodeJS.ReadableStream)
  }
  expect(await load('arm64')).toBe('{}\r\n')
  expect(await load('amd64')).toContain('Loaded image: alpine:latest')
})

test('what is no name cannot be saved, and nothing at all makes an archive without images', async ({ docker }) => {
  const save = (names: string[]) => supertest(docker.app).get('/images/get').query({ names }).buffer().parse(bytesOf)
  expect((await save([''])).status).toBe(500)
  expect((await save(['UPPER'])).status).toBe(500)
  const files = await tarContents(Readable.from([(await save([])).body]))
  expect(files).toMatchObject({ 'manifest.json': 'null\n' })
  expect(JSON.parse(files['index.json']!).manifests).toBe(null)
  expect(Object.keys(files)).toEqual(['index.json', 'manifest.json', 'oci-layout'])
})

const bytesOf = (response: unknown, done: (error: Error | null, body: Buffer) => void): void => {
  buffer(response as NodeJS.ReadableStream).then(
    (body) => done(null, body),
    (error) => done(error, Buffer.alloc(0)),
  )
}

test('an archive says which of its images was made from which', async ({ docker }) => {
  const container = await docker.create('alpine')
  const { Id } = (await container.commit({ repo: 'mine' })) as { Id: string }
  await container.remove()
  const parent = (await docker.dockerode.getImage('alpine').inspect()).Id
  const save = async (names: string): Promise<Uint8Array> =>
    new Uint8Array(await (await docker.fetch(new Request(`http://docker/images/get?${names}`))).arrayBuffer())
  const entries = async (archive: Uint8Array): Promise<{ Config: string; Parent?: string }[]> =>
    JSON.parse((await tarContents(Readable.from([archive])))['manifest.json'] ?? '')
  expect((await entries(await save('names=mine'))).map(({ Parent }) => Parent)).toEqual([undefined])
  const both = await save('names=alpine&names=mine')
  expect((await entries(both)).map(({ Parent }) => Parent)).toEqual([undefined, parent])
  await docker.dockerode.getImage('mine').remove()
  await wholeText((await docker.dockerode.loadImage(Buffer.from(both) as never)) as unknown as NodeJS.ReadableStream)
  expect((await docker.dockerode.getImage('mine').inspect()).Parent).toBe(parent)
  expect((await docker.dockerode.getImage('mine').inspect()).Id).toBe(Id)
})

test('an image for another system cannot be imported', async ({ docker }) => {
  const reply = await docker.fetch(
    new Request('http://docker/images/create?fromSrc=-&platform=plan9/amd64', { method: 'POST', body: 'x' }),
  )
  expect([reply.status, await reply.json()]).toEqual([400, { message: 'operating system is not supported' }])
})
