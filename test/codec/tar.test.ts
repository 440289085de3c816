// Tar archives: what Go's archive/tar reads and refuses, and the bytes that it writes.
import { Buffer } from 'node:buffer'
import { buffer } from 'node:stream/consumers'
import { extract, pack } from 'tar-stream'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../src/codec/digest.ts'
import { readTar } from '../../src/codec/read-tar.ts'
import type { TarFile } from '../../src/codec/tar.ts'
import { tarBytes, tarEntry } from '../tars.ts'

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, size = 1000) {
  const entries = []
  for await (const { body, stored, ...header } of readTar(pieces(bytes, size))) {
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(Buffer.from(chunk))
    entries.push({ ...header, content: Buffer.concat(chunks).toString('latin1') })
  }
  return entries
}

/** A header block; fields by offset, as bytes. */
function block(fields: Readonly<Record<number, string>>, magic = 'ustar\x0000'): Buffer {
  const bytes = Buffer.alloc(512)
  const put = (at: number, value: string) => bytes.write(value, at, 'latin1')
  for (const [at, value] of Object.entries({ 0: 'f', 100: '0000644', 124: '00000000000', 156: '0', ...fields })) {
    put(Number(at), value)
  }
  put(257, magic)
  put(148, ' '.repeat(8))
  put(
    148,
    `${bytes
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  )
  return bytes
}

const padded = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'latin1')
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 511)])
}

/** An extended header with these records, and a file of three bytes behind it. */
function extended(records: readonly (readonly [string, string])[], fields: Record<number, string> = {}): Buffer {
  const text = records
    .map(([name, value]) => {
      const rest = ` ${name}=${value}\n`
      const length = [1, 2, 3, 4, 5]
        .map((digits) => rest.length + digits)
        .find((sum) => `${sum}`.length + rest.length === sum)
      return `${length}${rest}`
    })
    .join('')
  const size = text.length.toString(8).padStart(11, '0')
  const file = block({ 124: '00000000003', ...fields })
  return Buffer.concat([block({ 0: 'x', 124: size, 156: 'x' }), padded(text), file, padded('abc'), Buffer.alloc(1024)])
}

const late = 0o77777777777 * 1000
const at = { mtime: 1_700_000_000_000 }
const mode = { ...at, mode: 0o755 }

/** Of a container of Docker 28.5.2 into which these were copied, the layer of its commit has this digest. */
const realDigest = 'sha256:375524bb0a1e58b78731b079aea4bbf605aa61fbf66376f75e6097fd4ffe30c0'
const realEntries: TarFile[] = [
  tarEntry('d/', '', mode),
  tarEntry(`d/${'a'.repeat(60)}/`, '', mode),
  tarEntry(`d/${'a'.repeat(60)}/${'b'.repeat(60)}`, 'abc', at),
  tarEntry('d/c', '', { ...at, kind: 'character', device: [1, 3] }),
  tarEntry('d/f', 'abc', { ...at, uid: 5, gid: 6 }),
  tarEntry('d/h', '', { ...at, kind: 'link', linkname: 'd/f', uid: 5, gid: 6 }),
  tarEntry('d/late', 'abc', { mtime: late }),
  tarEntry(`d/${'l'.repeat(150)}`, 'abc', at),
  tarEntry('d/p', '', { ...at, kind: 'fifo' }),
  tarEntry('d/s', '', { ...at, kind: 'symlink', linkname: 'f', mode: 0o777 }),
  tarEntry('d/sl', '', { ...at, kind: 'symlink', linkname: 't'.repeat(150), mode: 0o777 }),
  tarEntry('d/u', 'abc', { ...at, mode: 0o6755 }),
  tarEntry('d/x', 'abc', {
    ...at,
    uid: 3_000_000,
    xattrs: { 'security.capability': `\x01\0\0\x02\0\x04${'\0'.repeat(14)}` },
  }),
  tarEntry('d/ünï/', '', mode),
  tarEntry(`d/ünï/${'m'.repeat(40)}`, 'abc', at),
]

describe('an archive that is written', () => {
  test('has the bytes of the one that dockerd writes', async () => {
    expect(digestOf(await tarBytes(realEntries))).toBe(realDigest)
  })

  test('is read by another library as it was meant', async () => {
    const names: string[] = []
    const parser = extract()
    parser.on('entry', (header, stream, next) => {
      names.push(
        `${header.type} ${header.name} ${(header.pax as Record<string, string> | undefined)?.uid ?? header.uid} ${header.linkname ?? ''}`,
      )
      stream.on('end', next).resume()
    })
    const done = new Promise<void>((resolve, reject) => parser.on('finish', () => resolve()).on('error', reject))
    parser.end(await tarBytes(realEntries))
    await done
    expect(names).toHaveLength(realEntries.length)
    expect(names[12]).toBe('file d/x 3000000 ')
    expect(names[10]).toBe(`symlink d/sl 0 ${'t'.repeat(150)}`)
  })

  test('gives an entry of more than 8 GB its size', async () => {
    const size = 9 * 2 ** 30
    const archive = tarBytes([{ ...tarEntry('huge'), size, body: [] }])
    await expect(archive).rejects.toThrow(`huge has 0 of ${size} bytes`)
    for await (const { size: told } of readTar(pieces(extended([['size', `${size}`]]), 512))) {
      expect(told).toBe(size)
      break
    }
  })
})

describe('an archive that is read', () => {
  test.for([1, 511, 512, 100_000])('is the same in chunks of %i bytes', async (size) => {
    const entries = await read(await tarBytes(realEntries), size)
    expect(entries.map(({ name, mtime, uid }) => [name, mtime, uid])).toEqual(
      realEntries.map(({ name, mtime, uid }) => [name, mtime, uid]),
    )
    expect(entries.filter(({ kind }) => kind === 'file').map(({ content }) => content)).toEqual(
      realEntries.filter(({ kind }) => kind === 'file').map(() => 'abc'),
    )
  })

  test('may come from another writer', async () => {
    const archive = pack()
    archive.entry({ name: `${'n'.repeat(120)}/ü`, uid: 7 }, 'content')
    archive.finalize()
    expect(await read(await buffer(archive))).toMatchObject([
      { name: `${'n'.repeat(120)}/ü`, uid: 7, content: 'content' },
    ])
  })

  test('may have extended attributes of any bytes', async () => {
    const [entry] = await read(extended([['SCHILY.xattr.user.a', '\xff\0\n=']]))
    expect(entry!.xattrs).toEqual({ 'user.a': '\xff\0\n=' })
  })

  test.for([
    [
      '0.1',
      [
        ['GNU.sparse.map', '4096,3'],
        ['GNU.sparse.numblocks', '1'],
        ['GNU.sparse.size', '5000'],
      ],
    ],
    [
      '0.0',
      [
        ['GNU.sparse.offset', '4096'],
        ['GNU.sparse.numbytes', '3'],
        ['GNU.sparse.numblocks', '1'],
        ['GNU.sparse.size', '5000'],
        ['GNU.sparse.major', '0'],
        ['GNU.sparse.minor', '0'],
      ],
    ],
  ] as const)('may have sparse files of version %s', async ([, records]) => {
    const [entry] = await read(extended([...records, ['GNU.sparse.name', 'holes']]))
    expect(entry).toMatchObject({ name: 'holes', size: 5000, pieces: [{ at: 4096, length: 3 }] })
    expect(entry!.content).toBe(`${'\0'.repeat(4096)}abc${'\0'.repeat(901)}`)
  })

  test('may have sparse files whose map is in their data', async () => {
    const records = [
      ['GNU.sparse.major', '1'],
      ['GNU.sparse.minor', '0'],
      ['GNU.sparse.realsize', '8'],
      ['GNU.sparse.name', 'holes'],
    ] as const
    const header = extended(records, { 124: '00000001003' }).subarray(0, 1536)
    const [entry] = await read(Buffer.concat([header, padded('1\n5\n3\n'), padded('abc'), Buffer.alloc(1024)]))
    expect(entry).toMatchObject({ name: 'holes', size: 8, content: '\0\0\0\0\0abc' })
  })

  test('ends in two blocks of zeros or in nothing, and what comes behind does not matter', async () => {
    const bytes = await tarBytes([tarEntry('f', 'abc')])
    for (const archive of [bytes, bytes.subarray(0, 1024), Buffer.concat([bytes, Buffer.from('junk')])]) {
      expect(await read(archive)).toMatchObject([{ name: 'f', content: 'abc' }])
    }
  })

  test('takes old directories and long names of GNU for what they are', async () => {
    expect(await read(Buffer.concat([block({ 0: 'd/', 156: '\0' }, ''), Buffer.alloc(1024)]))).toMatchObject([
      { name: 'd/', kind: 'directory' },
    ])
    const long = block({ 0: '././@LongLink', 124: '00000000226', 156: 'L' }, 'ustar  \0')
    const archive = Buffer.concat([long, padded('n'.repeat(150)), block({}, 'ustar  \0'), Buffer.alloc(1024)])
    expect(await read(archive)).toMatchObject([{ name: 'n'.repeat(150) }])
  })
})

/** As Docker 28.5.2 refuses them. */
describe('an archive is refused', () => {
  const invalid = 'archive/tar: invalid tar header'
  const tooLong = 'archive/tar: header field too long'
  test.for<[string, Buffer, string]>([
    ['of nothing but garbage', Buffer.alloc(2048, 'j'), invalid],
    ['that is too short for a header', Buffer.from('short'), 'unexpected EOF'],
    ['that ends in a header', block({}).subarray(0, 100), 'unexpected EOF'],
    ['that ends in a file', Buffer.concat([block({ 124: '00000005000' }), Buffer.alloc(600)]), 'unexpected EOF'],
    ['with one block of zeros in it', Buffer.concat([Buffer.alloc(512), block({})]), invalid],
    ['with a wrong checksum', Buffer.concat([block({}).fill('9', 0, 1), Buffer.alloc(1024)]), invalid],
    ['with a negative size', block({ 124: '\xff'.repeat(12) }), invalid],
    ['with a size beyond 64 bits', block({ 124: `\x80\x7f${'\xff'.repeat(10)}` }), invalid],
    ['with a size in digits that are not octal', block({ 124: '0000000009' }), invalid],
    ['with a negative size in a record', extended([['size', '-5']]), invalid],
    ['with a size in a record that is no number', extended([['size', 'abc']]), invalid],
    ['with a time that is none', extended([['mtime', 'x']]), invalid],
    ['with NUL in a path', extended([['path', 'a\0b']]), invalid],
    [
      'with a record longer than all of them',
      Buffer.concat([block({ 124: '00000000012', 156: 'x' }), padded('99 a=b\nxxx')]),
      invalid,
    ],
    [
      'with records of more than a megabyte',
      Buffer.concat([block({ 124: '00010000000', 156: 'x' }), Buffer.alloc(1024)]),
      tooLong,
    ],
    [
      'with a long name of more than a megabyte',
      Buffer.concat([block({ 124: '00010000000', 156: 'L' }, 'ustar  \0'), Buffer.alloc(1024)]),
      tooLong,
    ],
    [
      'with a map of pieces over each other',
      extended([
        ['GNU.sparse.map', '1,2,0,1'],
        ['GNU.sparse.numblocks', '2'],
        ['GNU.sparse.size', '8'],
      ]),
      invalid,
    ],
    ["with GNU's own sparse files", block({ 156: 'S' }, 'ustar  \0'), 'unhandled tar header type 83'],
    ['with a kind that nobody knows', block({ 156: 'Z' }), 'unhandled tar header type 90'],
  ])('%s', async ([, bytes, message]) => {
    await expect(read(bytes)).rejects.toThrow(message)
  })
})
