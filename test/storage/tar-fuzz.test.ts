// Archives that were changed at random: dockerd's kind of error or none, nothing outside, nothing half done in layers.
import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { uncompressed } from '../../src/codec/compression.ts'
import { archiveProblem } from '../../src/storage/archive-error.ts'
import { contentStore } from '../../src/storage/content.ts'
import overlay2 from '../../src/storage/drivers/overlay2.ts'
import { addEntries } from '../../src/storage/entries.ts'
import { layerStore } from '../../src/storage/layers.ts'
import { memoryTree } from '../../src/storage/memory-tree.ts'
import { packedEntries } from '../../src/storage/pack.ts'
import { unpack } from '../../src/storage/unpack.ts'
import { freshSeed, seededRandom } from '../../src/world/random.ts'
import { tarBytes, tarEntry } from '../tars.ts'

const seed = process.env.FUZZ_SEED ?? freshSeed()
const rounds = Number(process.env.FUZZ_ROUNDS ?? 400)
const random = seededRandom(seed)
const below = (end: number): number => Math.floor(random.next() * end)

const original = await tarBytes([
  tarEntry('d/'),
  tarEntry('d/f', 'content'),
  tarEntry('d/s', '', { kind: 'symlink', linkname: '../outside' }),
  tarEntry('d/s/through', 'x'),
  tarEntry('d/up', '', { kind: 'symlink', linkname: '/' }),
  tarEntry('d/h', '', { kind: 'link', linkname: 'd/f' }),
  tarEntry('d/c', '', { kind: 'character', device: [1, 3] }),
  tarEntry(`d/${'l'.repeat(150)}`, 'long', { xattrs: { 'security.capability': '\x01\x02' } }),
  tarEntry('d/.wh.gone'),
  tarEntry('e/.wh..wh..opq'),
])

/** Header blocks keep their checksums, so that what changed is looked at. */
function mutated(): Buffer {
  const bytes = Buffer.from(original)
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const start = below(bytes.length / 512) * 512
    const place = start + [0, 2, 124, 124, 125, 135, 156, 156, 157, 160, 257, 345][below(12)]!
    const words = ['../', '/', '\0', '\xff\xff\xff\xff', '7777777', '5', 'x', 'L', 'S', '\x80\0\0\0', '.wh.', '2']
    bytes.write(words[below(words.length)]!, place, 'latin1')
    if (below(3) === 0) bytes[below(bytes.length)] = below(256)
    const block = bytes.subarray(start, start + 512)
    block.write(' '.repeat(8), 148)
    block.write(
      `${block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    )
  }
  return below(4) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes
}

async function* stream(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700)
}

const names = (tree: ReturnType<typeof memoryTree>): string[] =>
  [...packedEntries(tree, tree.root, '')].map(({ name }) => name)

describe(`with FUZZ_SEED=${seed}`, () => {
  test(`${rounds} broken archives that are copied into a folder leave everything around it as it was`, async () => {
    for (let round = 0; round < rounds; round++) {
      const tree = memoryTree()
      addEntries(tree, [
        { path: '/outside', content: 'o' },
        { path: '/etc/passwd', content: 'p' },
        { path: '/tmp/', kind: 'directory' },
      ])
      const before = names(tree)
      const problem = await unpack(tree, stream(mutated()), { into: tree.lookup(tree.root, 'tmp')!, now: 0 }).catch(
        (error: unknown) => archiveProblem(error) ?? { round, error },
      )
      if (problem !== undefined) expect(problem).toEqual(expect.any(String))
      expect(names(tree).filter((name) => !name.startsWith('/tmp/'))).toEqual(before.filter((name) => name !== '/tmp/'))
    }
  })

  test(`${rounds} broken layers are refused and leave nothing, or are layers`, async () => {
    const content = contentStore()
    const driver = overlay2({ root: '/r', random: seededRandom('layers') })
    const layers = layerStore(driver, content)
    for (let round = 0; round < rounds; round++) {
      const made = await layers.register(stream(mutated())).catch((error: unknown) => {
        expect(archiveProblem(error) ?? { round, error }).toEqual(expect.any(String))
      })
      if (made) layers.release(made.chainId)
      expect([...content.digests()]).toEqual([])
    }
    content.close()
  })

  test(`${rounds} broken compressed streams end in an error of theirs`, async () => {
    const samples = [
      'QlpoOTFBWSZTWaNbTfQAAAABAD4AIAAhg0GaAlxxdyRThQkKNbTfQA==',
      '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAEYWJjZGUAAAAA8pUI+1jfCwQAAR0FuC2Arx+2830BAAAAAARZWg==',
      'KLUv/QRYKQAAYWJjZGXrx40M',
      'H4sIAAAAAAAAA0tMSk5JBQBl2IeFBQAAAA==',
    ].map((text) => Buffer.from(text, 'base64'))
    for (let round = 0; round < rounds; round++) {
      const bytes = Buffer.from(samples[round % samples.length]!)
      for (let changes = below(4); changes >= 0; changes--) bytes[6 + below(bytes.length - 6)] = below(256)
      let size = 0
      const problem = await (async () => {
        for await (const chunk of uncompressed(stream(bytes.subarray(0, 6 + below(bytes.length))))) size += chunk.length
      })().catch((error: unknown) => archiveProblem(error) ?? { round, error })
      if (problem !== undefined) expect(problem).toEqual(expect.any(String))
      expect(size).toBeLessThan(100_000_000)
    }
  })
})
