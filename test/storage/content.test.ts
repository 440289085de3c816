// Blobs: verified while they come, in memory or in files, there until nobody needs them.
import { afterEach, expect, test } from 'vitest'
import { digestOf } from '../../src/codec/digest.ts'
import { type ContentStore, contentStore } from '../../src/storage/content.ts'

let store: ContentStore | undefined
afterEach(() => store?.close())

const open = (memory: number): ContentStore => (store = contentStore({ memory }))
const large = Buffer.from(Array.from({ length: 100_000 }, (_, i) => `${i} `).join(''))

async function read(blob: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of blob) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test.each([
  ['memory', 10_000_000],
  ['a file', 1000],
])('a blob in %s is found by its digest and reads as it came', async (_where, memory) => {
  const content = open(memory)
  const digest = await content.put([large.subarray(0, 999), large.subarray(999)], digestOf(large))
  expect(digest).toBe(digestOf(large))
  expect(content.size(digest)).toBe(large.length)
  expect((await read(content.get(digest))).equals(large)).toBe(true)
})

test('a blob with another digest than was promised is not stored', async () => {
  const content = open(1000)
  await expect(content.put([large], digestOf('other'))).rejects.toThrow('unexpected digest')
  expect([...content.digests()]).toEqual([])
})

test('a blob whose download breaks off is not stored', async () => {
  const content = open(1000)
  const broken = (async function* () {
    yield large
    throw new Error('connection reset')
  })()
  await expect(content.put(broken)).rejects.toThrow('connection reset')
  expect([...content.digests()]).toEqual([])
})

test('a blob that came twice is there until it was deleted twice', async () => {
  const content = open(1000)
  const digest = await content.put([large])
  await content.put([large])
  content.delete(digest)
  expect(content.has(digest)).toBe(true)
  content.delete(digest)
  expect(content.has(digest)).toBe(false)
  expect(() => content.get(digest)).toThrow('no such blob')
})

test('a blob that is deleted while somebody reads it is read to its end', async () => {
  const content = open(1000)
  const digest = await content.put([large])
  const chunks: Uint8Array[] = []
  for await (const chunk of content.get(digest)) {
    if (chunks.length === 0) content.delete(digest)
    chunks.push(chunk)
  }
  expect(Buffer.concat(chunks).equals(large)).toBe(true)
})
