// Archives come compressed with gzip, bzip2, xz or Zstandard.
import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { uncompressed } from '../../src/codec/compression.ts'
import { unzstd } from '../../src/codec/zstd.ts'

/** `abcabcabc…` of 3,000 bytes and a line of zeros, as the commands of these names compress it. */
const plain = Buffer.concat([Buffer.from('abc'.repeat(1000)), Buffer.alloc(70_000), Buffer.from('end\n')])
const samples: Readonly<Record<string, string>> = {
  gzip: gzipSync(plain).toString('base64'),
  bzip2: 'QlpoOTFBWSZTWdPnCOEABBpBgMAQPgEAAQAIIABQgBgJqqaMmOSlWcKFNYFB9mpBqpBvnNlKui7kinChIafOEcI=',
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4R0rAFldADCYiK1LNxKjMYXd+lME7evfQrgSwz2eSO8VVn4x7OTcD9EnK4l6jtkn1fe+ErytgKFjlFgAytJe31Nc319u3bRC4G4DadJc1h+i/Cemm+J64ChAsc9on9UgAAAAAPzqd5dISI19AAF1rLoEAAAaPKtYscRn+wIAAAAABFla',
  zstd: 'KLUv/QRYpQAAQGFiYwBlbmQKAgBsEbhcyE7fDQEqet7B',
}

async function unpacked(
  bytes: Uint8Array,
  chunkSize = 1000,
  decode: typeof uncompressed = uncompressed,
): Promise<Buffer> {
  async function* source(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize)
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of decode(source())) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const failure = (bytes: Uint8Array): Promise<string> =>
  unpacked(bytes).then(
    () => 'none',
    ({ message }: Error) => message,
  )

describe.for(Object.entries(samples))('%s', ([name, text]) => {
  const bytes = Buffer.from(text, 'base64')

  test.for([1, 7, 100_000])('is taken off when it comes in chunks of %i bytes', async (size) => {
    expect((await unpacked(bytes, size)).equals(plain)).toBe(true)
  })

  test('may be several streams one after the other', async () => {
    expect((await unpacked(Buffer.concat([bytes, bytes]))).equals(Buffer.concat([plain, plain]))).toBe(true)
  })

  test('that breaks off is told in the words of what dockerd unpacks with', async () => {
    const words = name === 'xz' ? 'exit status 1: xz: (stdin): Unexpected end of input\n' : 'unexpected EOF'
    expect(await failure(bytes.subarray(0, bytes.length - 20))).toBe(words)
    expect(await failure(bytes.subarray(0, 8))).toBe(words)
  })
})

test('what is not compressed passes as it is, even if it is next to nothing', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('B'), Buffer.from('BZ'), plain]) {
    expect((await unpacked(bytes)).equals(bytes)).toBe(true)
  }
})

test.for([
  ['BZh0aaaaaaaaaaaaaaaa', 'bzip2 data invalid: invalid compression level'],
  ['BZh9aaaaaaaaaaaaaaaa', 'bzip2 data invalid: bad magic value found'],
  ['\xfd7zXZ\0aaaaaaaaaaaaaaaaaaaaaa', 'exit status 1: xz: (stdin): Compressed data is corrupt\n'],
  ['\x1f\x8b\x08\xffaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'gzip: invalid header'],
] as const)('garbage behind the first bytes of a format is refused: %j', async ([text, message]) => {
  expect(await failure(Buffer.from(text, 'latin1'))).toBe(message)
})

test('bytes of a bzip2 stream that were changed are noticed by its checksum', async () => {
  const bytes = Buffer.from(samples.bzip2!, 'base64')
  bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 0xf0
  bytes[bytes.length - 2] = bytes[bytes.length - 2]! ^ 0xff
  expect(await failure(bytes)).toBe('bzip2 data invalid: checksum mismatch')
})

test('a Zstandard frame whose window would take gigabytes is refused', async () => {
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x01, 0x00, 0x00])
  await expect(unpacked(frame, 100, unzstd)).rejects.toThrow('window size exceeded')
})

test('frames of Zstandard that are to be skipped are skipped', async () => {
  const skipped = Buffer.from('502a4d1803000000616263', 'hex')
  const bytes = Buffer.concat([skipped, Buffer.from(samples.zstd!, 'base64'), skipped])
  expect((await unpacked(bytes, 100, unzstd)).equals(plain)).toBe(true)
})
