import { expect, test } from 'vitest'
import { defaultPersona } from '../../src/daemon/personas.ts'
import { progressStream } from '../../src/engine/progress.ts'
import { createCatalog } from '../../src/library/library.ts'
import { librarySource } from '../../src/registry/library-source.ts'
import { parseReference } from '../../src/registry/reference.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { imageEngine } from './image-engine.ts'

const statuses = (lines: Record<string, unknown>[]): unknown[] =>
  lines.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1])

test('a first pull tells of every layer from fetching to completion, then the digest', async () => {
  const { pull, images, events } = imageEngine()
  const lines = await pull('alpine:3.20')
  const [digest] = images.inspect('alpine:3.20').RepoDigests
  expect(lines[0]).toEqual({ status: 'Pulling from library/alpine', id: '3.20' })
  expect(statuses(lines)).toEqual([
    'Pulling from library/alpine',
    'Pulling fs layer',
    'Downloading',
    'Verifying Checksum',
    'Download complete',
    'Extracting',
    'Pull complete',
    `Digest: ${digest?.replace('alpine@', '')}`,
    'Status: Downloaded newer image for alpine:3.20',
  ])
  expect(events()).toEqual(['pull alpine:3.20'])
})

test('progress carries the bytes and the bar that old clients print', async () => {
  const { pull } = imageEngine()
  const last = (await pull('hello-world')).filter(({ status }) => status === 'Downloading').at(-1)
  const { total } = (last?.progressDetail ?? {}) as { total?: number }
  expect(last).toMatchObject({ progressDetail: { current: total, total }, id: expect.stringMatching(/^[0-9a-f]{12}$/) })
  expect(last?.progress).toMatch(/^\[={50}>] +[\d.]+kB\/[\d.]+kB$/)
})

test('a second pull finds the image up to date', async () => {
  const { pull } = imageEngine()
  await pull('busybox')
  expect(statuses(await pull('busybox')).at(-1)).toBe('Status: Image is up to date for busybox:latest')
})

test('another tag of an image that is here moves no layer', async () => {
  const { pull, images } = imageEngine()
  await pull('redis:8.2.0')
  const lines = await pull('redis')
  expect(statuses(lines)).toHaveLength(3)
  expect(statuses(lines).at(-1)).toBe('Status: Downloaded newer image for redis:latest')
  expect(images.inspect('redis').RepoTags).toEqual(['redis:8.2.0', 'redis:latest'])
})

test('layers that another image brought already exist', async () => {
  const { pull } = imageEngine()
  await pull('redis')
  const lines = await pull('postgres')
  expect(lines.filter(({ status }) => status === 'Already exists')).toHaveLength(1)
})

test('a pull without tag takes all tags of the repository', async () => {
  const { images, events } = imageEngine()
  const lines: string[] = []
  const request = { reference: parseReference('hello-world') }
  await images.pull(request, (line) => lines.push(line.status ?? ''), new AbortController().signal)
  expect(images.inspect('hello-world').RepoTags).toEqual(['hello-world:latest', 'hello-world:linux'])
  expect(lines.at(-1)).toBe('Status: Downloaded newer image for hello-world')
  expect(events()).toEqual(['pull hello-world'])
})

test('an image is pulled by the digest that an earlier pull told', async () => {
  const first = imageEngine()
  await first.pull('busybox')
  const name = first.images.inspect('busybox').RepoDigests[0]!
  const second = imageEngine()
  const lines = await second.pull(name)
  expect(lines[0]).toEqual({ status: 'Pulling from library/busybox', id: `docker.io/library/${name}` })
  expect(second.images.inspect(name)).toMatchObject({ RepoTags: [], RepoDigests: [name] })
})

test('the image of another platform is another image', async () => {
  const { pull, images } = imageEngine()
  await pull('alpine', 'linux/arm64')
  expect(images.inspect('alpine')).toMatchObject({ Architecture: 'arm64', Variant: 'v8' })
  expect(() => images.find('alpine', { os: 'linux', architecture: 'amd64' })).toThrow(
    'image with reference alpine was found but its platform (linux/arm64/v8) does not match the specified platform (linux/amd64)',
  )
})

test('a platform that there is not ends the stream with an error', async () => {
  const lines = await imageEngine().pull('alpine', 'linux/s390x')
  const message = 'no matching manifest for linux/s390x in the manifest list entries'
  expect(lines).toEqual([
    { status: 'Pulling from library/alpine', id: 'latest' },
    { errorDetail: { message }, error: message },
  ])
})

test.each([
  ['127.0.0.1:1/x', 'broken', 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
  ['localhost:1/x', 'broken', 'Get "http://localhost:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
  ['10.0.0.1/x', 'broken', 'Get "https://10.0.0.1/v2/": dial tcp 10.0.0.1:443: connect: connection refused'],
  ['example.org/x', 'broken', 'Get "https://example.org/v2/": dial tcp: lookup example.org: no such host'],
  [
    'me/nosuch',
    'missing',
    "pull access denied for me/nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  ['busybox:nosuch', 'missing', 'manifest for busybox:nosuch not found: manifest unknown: manifest unknown'],
  ['scratch', 'forbidden', "'scratch' is a reserved name"],
])('pulling %s is refused before the first line', async (name, kind, message) => {
  const { pull, events } = imageEngine()
  await expect(pull(name)).rejects.toMatchObject({ kind, message })
  expect(events()).toEqual([])
})

test('any other name is an image with a shell, the same one every time', async () => {
  const [first, second] = [imageEngine(), imageEngine()]
  await first.pull('me/app:2')
  await second.pull('me/app:2')
  expect(first.images.inspect('me/app:2')).toMatchObject({
    Config: { Cmd: ['sh'], Labels: { 'mockerd.generic': 'me/app:2' } },
  })
  expect(second.images.find('me/app:2').id).toBe(first.images.find('me/app:2').id)
})

test('strict images are only those of the library, with the tags that it lists', async () => {
  const { pull } = imageEngine(librarySource(createCatalog({ strict: true })))
  await expect(pull('me/app')).rejects.toThrow('pull access denied for me/app')
  await expect(pull('redis:0.1')).rejects.toThrow('manifest for redis:0.1 not found')
  await pull('redis:7.4')
})

/** The library, but what its blobs bring is changed on the way. */
const changed = (
  change: (digest: string, chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): Registry => {
  const real = librarySource(createCatalog())
  return {
    ...real,
    endpoints: (domain, purpose) =>
      real.endpoints(domain, purpose).map((endpoint) => ({
        ...endpoint,
        async open(path, access) {
          const repository = await endpoint.open(path, access)
          return {
            ...repository,
            async blob(digest, from, signal) {
              const { size, chunks } = await repository.blob(digest, from, signal)
              return { size, chunks: change(digest, chunks) }
            },
          }
        },
      })),
  }
}

test('a pull that is cancelled leaves no image, no layer and no event', async () => {
  const stop = new AbortController()
  let fetched = 0
  const engine = imageEngine(
    changed(async function* (_digest, chunks) {
      yield* chunks
      // the configuration, the first layer, and then the client goes
      if (++fetched === 3) stop.abort(new Error('gone'))
    }),
  )
  const chunks = await progressStream(
    defaultPersona,
    (report, signal) => engine.images.pull({ reference: parseReference('redis:latest') }, report, signal),
    stop.signal,
  )
  const lines: string[] = []
  for await (const line of chunks) lines.push(line)
  expect(lines.at(-1)).toContain('"error":"gone"')
  expect(engine.images.list({ all: true, filters: {}, sharedSize: false })).toEqual([])
  expect(engine.state.layers.find((await layersOf('redis'))[0]!)).toBeUndefined()
  expect(engine.events()).toEqual([])
})

async function layersOf(name: string): Promise<readonly string[]> {
  const { pull, images } = imageEngine()
  await pull(name)
  return images.find(name).config.rootfs.diff_ids
}

test('a layer that arrives broken is refused, and nothing of it stays', async () => {
  const { config, bytes } = await imageOf('busybox')
  const engine = imageEngine(
    changed(async function* (_digest, chunks) {
      let length = 0
      for await (const chunk of chunks) {
        yield chunk
        length += chunk.length
      }
      if (length !== bytes.length) yield Buffer.from('more')
    }),
  )
  const lines = await engine.pull('busybox')
  expect(lines.at(-1)?.error).toMatch(/^filesystem layer verification failed for digest sha256:/)
  expect(() => engine.images.find('busybox')).toThrow('No such image: busybox:latest')
  expect(engine.state.layers.find(config.rootfs.diff_ids[0]!)).toBeUndefined()
})

async function imageOf(name: string) {
  const { pull, images } = imageEngine()
  await pull(name)
  return images.find(name)
}

test('two pulls of one image at a time end in one image whose layers go with it', async () => {
  const { pull, images, state } = imageEngine()
  await Promise.all([pull('alpine'), pull('alpine')])
  const { chainId } = images.find('alpine')
  expect(images.remove('alpine', { force: false, prune: true }).at(-1)).toEqual({ Deleted: chainId })
  expect(state.layers.find(chainId!)).toBeUndefined()
})
