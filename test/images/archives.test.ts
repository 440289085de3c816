import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readTar } from '../../src/codec/read-tar.ts'
import type { TarFile } from '../../src/codec/tar.ts'
import { writeTar } from '../../src/codec/write-tar.ts'
import { type ImageEngine, imageEngine } from './image-engine.ts'

async function load(engine: ImageEngine, archive: AsyncIterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = []
  await engine.archives.load(archive, { quiet: true }, ({ stream = '' }) => lines.push(stream))
  return lines
}

const file = (name: string, content: string): TarFile => {
  const bytes = Buffer.from(content)
  return { kind: 'file', name, mode: 0o644, uid: 0, gid: 0, mtime: 0, size: bytes.length, body: [bytes] }
}

test('what one daemon saves another one loads, with the same ids and names', async () => {
  const [first, second] = [imageEngine(), imageEngine()]
  await first.pull('redis')
  await first.pull('hello-world')
  const lines = await load(second, first.archives.save(['redis', 'hello-world']))
  expect(lines).toEqual(['Loaded image: redis:latest\n', 'Loaded image: hello-world:latest\n'])
  const view = ({ images }: ImageEngine) =>
    images.list({ all: false, filters: {}, sharedSize: true }).map((one) => ({ ...one, RepoDigests: [] }))
  expect(view(second)).toEqual(view(first))
  expect(second.images.history('redis')).toEqual(first.images.history('redis'))
  const { id } = second.images.find('redis')
  expect(first.events()).toContain(`save ${id}`)
  expect(second.events()[0]).toBe(`load ${id}`)
})

test('an archive has the layout of OCI and of docker', async () => {
  const engine = imageEngine()
  await engine.pull('hello-world')
  const names: string[] = []
  for await (const entry of readTar(engine.archives.save(['hello-world']))) names.push(entry.name)
  expect(names.slice(0, 2)).toEqual(['blobs/', 'blobs/sha256/'])
  expect(names.slice(-4)).toEqual(['index.json', 'manifest.json', 'oci-layout', 'repositories'])
  expect(names).toContain(`blobs/sha256/${engine.images.find('hello-world').id.slice(7)}`)
})

test('an image saved by its id has no name when it is loaded', async () => {
  const [first, second] = [imageEngine(), imageEngine()]
  await first.pull('hello-world')
  const { id } = first.images.find('hello-world')
  expect(await load(second, first.archives.save([id]))).toEqual([`Loaded image ID: ${id}\n`])
  expect(second.images.inspect(id).RepoTags).toEqual([])
})

test('saving what is not there is refused before the first byte', () => {
  expect(() => imageEngine().archives.save(['nosuch'])).toThrow('No such image: nosuch')
})

test.each([
  [
    'no manifest',
    [file('x', 'y')],
    /^open \/var\/lib\/docker\/tmp\/docker-import-\d+\/repositories: no such file or directory$/,
  ],
  ['a manifest that is no JSON', [file('manifest.json', '{')], /^unexpected end of JSON input$/],
  [
    'no configuration',
    [file('manifest.json', '[{"Config":"c.json","Layers":[]}]')],
    /^open \/var\/lib\/docker\/tmp\/docker-import-\d+\/c.json: no such file or directory$/,
  ],
  [
    'too few layers',
    [
      file('manifest.json', '[{"Config":"c.json","Layers":["a"]}]'),
      file('c.json', '{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[]}}'),
    ],
    /^invalid manifest, layers length mismatch: expected 1, got 0$/,
  ],
  [
    'another layer than promised',
    [
      file('manifest.json', '[{"Config":"c.json","Layers":["a"]}]'),
      file('c.json', `{"os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:${'0'.repeat(64)}"]}}`),
      file('a', '\0'.repeat(1024)),
    ],
    /^invalid diffID for layer 0: expected "sha256:0+", got "sha256:[0-9a-f]{64}"$/,
  ],
  [
    'an image of another system',
    [
      file('manifest.json', '[{"Config":"c.json","Layers":[]}]'),
      file('c.json', '{"os":"windows","rootfs":{"type":"layers","diff_ids":[]}}'),
    ],
    /^cannot load windows image on linux$/,
  ],
])('an archive with %s is refused and leaves nothing', async (_, entries, message) => {
  const engine = imageEngine()
  await expect(load(engine, writeTar(entries))).rejects.toThrow(message)
  expect(engine.images.list({ all: true, filters: {}, sharedSize: false })).toEqual([])
})

test('an archive that stops in the middle of a file is refused', async () => {
  const engine = imageEngine()
  await engine.pull('hello-world')
  const chunks: Uint8Array[] = []
  for await (const chunk of engine.archives.save(['hello-world'])) chunks.push(chunk)
  // two folders and the head of the first blob are 512 bytes each
  const half = Readable.from([Buffer.concat(chunks).subarray(0, 1600)])
  await expect(load(imageEngine(), half)).rejects.toThrow('unexpected EOF')
})
