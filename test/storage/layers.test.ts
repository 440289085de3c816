// Layers: archives in, trees out, archives out again.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readTar } from '../../src/codec/read-tar.ts'
import type { TarEntry, TarFile } from '../../src/codec/tar.ts'
import { writeTar } from '../../src/codec/write-tar.ts'
import { type ContentStore, contentStore } from '../../src/storage/content.ts'
import type { StorageDriver } from '../../src/storage/driver.ts'
import overlay2 from '../../src/storage/drivers/overlay2.ts'
import { addEntries } from '../../src/storage/entries.ts'
import { type LayerStore, layerStore } from '../../src/storage/layers.ts'
import type { Tree } from '../../src/storage/tree.ts'
import { seededRandom } from '../../src/world/random.ts'

const mtime = Date.UTC(2024, 0, 1)
const file = (name: string, content: string, more: Partial<TarFile> = {}): TarFile => ({
  name,
  kind: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime,
  size: Buffer.byteLength(content),
  body: [Buffer.from(content)],
  ...more,
})
const directory = (name: string): TarFile => ({ name, kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime, size: 0 })
const other = (name: string, kind: TarFile['kind'], more: Partial<TarFile>): TarFile => ({
  ...directory(name),
  kind,
  ...more,
})

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* inPieces(bytes: Uint8Array, length = 1000): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += length) yield bytes.subarray(i, i + length)
}

async function list(stream: AsyncIterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = []
  for await (const entry of readTar(stream)) lines.push(line(entry))
  return lines
}

const line = ({ name, kind, linkname }: TarEntry): string =>
  `${kind} ${name}${linkname === undefined ? '' : ` -> ${linkname}`}`

function find(tree: Tree, path: string): number | undefined {
  let ino: number | undefined = tree.root
  for (const name of path.split('/').slice(1)) ino = ino === undefined ? undefined : tree.lookup(ino, name)
  return ino
}

function text(tree: Tree, path: string): string | undefined {
  const ino = find(tree, path)
  return ino === undefined ? undefined : Buffer.from(tree.read(ino, 0, tree.stat(ino).size)).toString()
}

let driver: StorageDriver
let content: ContentStore
let layers: LayerStore

beforeEach(() => {
  driver = overlay2({ root: '/var/lib/docker', random: seededRandom('layers') })
  content = contentStore()
  layers = layerStore(driver, content)
})
afterEach(() => content.close())

const register = (entries: TarFile[], parent?: string) => layers.register(writeTar(entries), parent)

describe('a layer', () => {
  test('is named by the digest of its archive, and over a parent by a chain of digests', async () => {
    const tar = await collect(writeTar([file('a', 'A')]))
    const base = await layers.register(inPieces(tar))
    const diffId = `sha256:${createHash('sha256').update(tar).digest('hex')}`
    expect(base).toMatchObject({ diffId, chainId: diffId, size: 1 })
    const top = await layers.register(inPieces(tar), base.chainId)
    const chain = createHash('sha256').update(`${diffId} ${diffId}`).digest('hex')
    expect(top).toMatchObject({ diffId, chainId: `sha256:${chain}`, parent: diffId })
  })

  test('has the same diff id compressed with gzip', async () => {
    const tar = await collect(writeTar([file('a', 'A'.repeat(100_000))]))
    const plain = await layers.register(inPieces(tar))
    const packed = await layers.register(inPieces(gzipSync(tar), 7))
    expect(packed.chainId).toBe(plain.chainId)
  })

  test('is given out with the bytes that it came with', async () => {
    const tar = await collect(writeTar([directory('d/'), file('d/a', 'A'.repeat(5000)), file('b', 'B')]))
    const { chainId } = await layers.register(inPieces(tar))
    expect((await collect(layers.archive(chainId))).equals(tar)).toBe(true)
  })

  test('that is larger than the memory for it lies in a file and reads the same', async () => {
    content.close()
    content = contentStore({ memory: 4096 })
    layers = layerStore(driver, content)
    const tar = await collect(writeTar([file('big', 'x'.repeat(300_000)), file('end', 'the end')]))
    const { chainId } = await layers.register(inPieces(tar, 10_000))
    expect(text(driver.open(chainId), '/end')).toBe('the end')
    expect(text(driver.open(chainId), '/big')).toBe('x'.repeat(300_000))
    expect((await collect(layers.archive(chainId))).equals(tar)).toBe(true)
  })

  test('registered twice is stored once and stays until both have let it go', async () => {
    const [one, two] = await Promise.all([register([file('a', 'A')]), register([file('a', 'A')])])
    expect(two.chainId).toBe(one.chainId)
    expect([...content.digests()]).toEqual([one.diffId])
    expect(layers.release(one.chainId)).toEqual([])
    expect(layers.release(one.chainId)).toEqual([one.chainId])
    expect([...content.digests()]).toEqual([])
    expect(layers.find(one.chainId)).toBeUndefined()
  })

  test('keeps its parents, which go with it', async () => {
    const base = await register([file('a', 'A')])
    const top = await register([file('b', 'B')], base.chainId)
    expect(layers.release(base.chainId)).toEqual([])
    expect(text(driver.open(top.chainId), '/a')).toBe('A')
    expect(layers.release(top.chainId)).toEqual([top.chainId, base.chainId])
  })

  test('stays as long as a container is over it', async () => {
    const base = await register([file('a', 'A')])
    layers.mount('web', base.chainId)
    expect(layers.release(base.chainId)).toEqual([])
    expect(text(driver.open('web'), '/a')).toBe('A')
    layers.unmount('web')
    expect(layers.find(base.chainId)).toBeUndefined()
    expect([...content.digests()]).toEqual([])
  })
})

describe('a broken archive', () => {
  const cases: [string, string, () => Promise<AsyncIterable<Uint8Array>>][] = [
    [
      'that ends in a file',
      'unexpected EOF',
      async () => inPieces((await collect(writeTar([file('a', 'abc')]))).subarray(0, 514)),
    ],
    ['that ends in a header', 'unexpected EOF', async () => inPieces(Buffer.from('not a tar'))],
    ['of garbage', 'archive/tar: invalid tar header', async () => inPieces(Buffer.alloc(1024, 'x'))],
    [
      'whose compression breaks off',
      'unexpected EOF',
      async () => inPieces(gzipSync(await collect(writeTar([file('a', 'abc')]))).subarray(0, 60)),
    ],
    ['whose download fails', 'connection reset', async () => failing()],
    [
      'with one path twice',
      'duplicates of file paths not supported',
      async () => writeTar([file('x', '1'), directory('x/')]),
    ],
    ['with a whiteout of nothing', 'invalid whiteout entry "d/.wh..."', async () => writeTar([file('d/.wh...', '')])],
  ]
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield (await collect(writeTar([file('a', 'abc')]))).subarray(0, 512)
    throw new Error('connection reset')
  }

  test.each(cases)('%s is refused with "%s" and leaves nothing behind', async (_name, message, archive) => {
    const base = await register([file('base', 'B')])
    await expect(layers.register(await archive(), base.chainId)).rejects.toThrow(message)
    expect([...content.digests()]).toEqual([base.diffId])
    expect(layers.release(base.chainId)).toEqual([base.chainId])
  })
})

describe('a whiteout in a layer', () => {
  test('deletes a file and a directory of the layers below', async () => {
    const base = await register([file('a', 'A'), file('d/x', 'X'), file('d/e/y', 'Y')])
    const top = await register([file('.wh.a', ''), file('d/.wh.e', '')], base.chainId)
    const tree = driver.open(top.chainId)
    expect(find(tree, '/a')).toBeUndefined()
    expect([...tree.entries(find(tree, '/d')!)].map(([name]) => name)).toEqual(['x'])
  })

  test('of a whole directory keeps what the same layer puts there, before and after it', async () => {
    const base = await register([file('d/x', 'X'), file('d/y', 'Y')])
    const top = await register([file('d/new', 'N'), file('d/.wh..wh..opq', ''), file('d/y', 'Y2')], base.chainId)
    const tree = driver.open(top.chainId)
    expect([...tree.entries(find(tree, '/d')!)].map(([name]) => name).sort()).toEqual(['new', 'y'])
  })
})

describe('what a container changed', () => {
  async function changed(): Promise<{ base: string; archive: () => AsyncIterable<Uint8Array> }> {
    const base = await register([
      directory('a/'),
      file('a/f', 'hi\n'),
      other('a/hard', 'link', { linkname: 'a/f' }),
      file('a/b/g', 'G'),
      file('a.txt', 'T'),
      file('kept/untouched', 'K'),
    ])
    const tree = layers.mount('web', base.chainId)
    addEntries(tree, [
      { path: '/a/n', content: 'new\n', mtime: mtime + 5000 },
      { path: '/a/m', linkTo: '/a/n' },
    ])
    tree.unlink(tree.root, 'a.txt')
    const a = find(tree, '/a')!
    tree.unlink(find(tree, '/a/b')!, 'g')
    tree.unlink(a, 'b')
    addEntries(tree, [{ path: '/a/b/z', content: 'Z', mtime }])
    return { base: base.chainId, archive: () => layers.difference('web') }
  }

  test('becomes a layer with whiteouts, sorted, directories first', async () => {
    const { archive } = await changed()
    expect(await list(archive())).toEqual([
      'directory a/',
      'directory a/b/',
      'file a/b/.wh..wh..opq',
      'file a/b/z',
      'file a/m',
      'link a/n -> a/m',
      'file .wh.a.txt',
    ])
  })

  test('gives the same bytes each time', async () => {
    const { archive } = await changed()
    expect(await collect(archive())).toEqual(await collect(archive()))
  })

  test('over the same image looks the same again', async () => {
    const { archive, base } = await changed()
    const committed = await layers.register(archive(), base)
    const tree = driver.open(committed.chainId)
    expect(text(tree, '/a/n')).toBe('new\n')
    expect(find(tree, '/a/n')).toBe(find(tree, '/a/m'))
    expect(find(tree, '/a.txt')).toBeUndefined()
    expect([...tree.entries(find(tree, '/a/b')!)].map(([name]) => name)).toEqual(['z'])
    expect(text(tree, '/kept/untouched')).toBe('K')
  })
})
