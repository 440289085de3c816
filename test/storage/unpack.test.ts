// Archives from strangers: `docker cp` into a container, import, load. Messages are those of dockerd 28.5.2.
import { describe, expect, test } from 'vitest'
import { readTar } from '../../src/codec/read-tar.ts'
import type { TarFile } from '../../src/codec/tar.ts'
import { writeTar } from '../../src/codec/write-tar.ts'
import { addEntries } from '../../src/storage/entries.ts'
import { memoryTree } from '../../src/storage/memory-tree.ts'
import { packedEntries, packTree } from '../../src/storage/pack.ts'
import type { WritableTree } from '../../src/storage/tree.ts'
import { type UnpackOptions, unpack } from '../../src/storage/unpack.ts'
import { UnpackLimits } from '../../src/storage/unpack-limits.ts'

const mtime = Date.UTC(2024, 0, 1)
const base = { mode: 0o644, uid: 0, gid: 0, mtime, size: 0 }
const file = (name: string, content = 'abc'): TarFile => ({
  ...base,
  name,
  kind: 'file',
  size: Buffer.byteLength(content),
  body: [Buffer.from(content)],
})
const directory = (name: string, mode = 0o755): TarFile => ({ ...base, name, kind: 'directory', mode })
const symlink = (name: string, linkname: string): TarFile => ({ ...base, name, kind: 'symlink', linkname })
const link = (name: string, linkname: string, mode = 0o644): TarFile => ({
  ...base,
  name,
  kind: 'link',
  linkname,
  mode,
})

/** A container's tree; archives go into /tmp. */
function container(): { tree: WritableTree; tmp: number } {
  const tree = memoryTree()
  addEntries(tree, [
    { path: '/etc/passwd', content: 'root\n', mtime },
    { path: '/tmp/old/kept', content: 'old', mtime },
    { path: '/tmp/file', content: 'file', mtime },
  ])
  return { tree, tmp: tree.lookup(tree.root, 'tmp')! }
}

function paths(tree: WritableTree): string[] {
  return [...packedEntries(tree, tree.root, '')].map(({ name, linkname }) =>
    linkname === undefined ? name : `${name} -> ${linkname}`,
  )
}

const before = paths(container().tree)

async function into(entries: TarFile[], options: UnpackOptions = {}): Promise<{ added: string[]; error: string }> {
  const { tree, tmp } = container()
  let error = ''
  await unpack(tree, writeTar(entries), { into: tmp, now: mtime, ...options }).catch((thrown: Error) => {
    error = thrown.message
  })
  return { added: paths(tree).filter((path) => !before.includes(path)), error }
}

describe('an archive that tries to leave the directory it is unpacked into', () => {
  const cases: [string, TarFile[], string[], string][] = [
    ['by an absolute name', [file('/abs')], ['/tmp/abs'], ''],
    ['by ..', [file('../x')], [], 'invalid entry name "../x"'],
    ['by .. after a directory', [file('a/../../x')], [], 'invalid entry name "a/../../x"'],
    [
      'by a symlink upwards',
      [symlink('s', '../../../etc'), file('s/passwd2')],
      ['/tmp/s -> ../../../etc'],
      'statat s: path escapes from parent',
    ],
    [
      'by an absolute symlink',
      [symlink('s', '/etc'), file('s/passwd2')],
      ['/tmp/etc/', '/tmp/etc/passwd2', '/tmp/s -> /etc'],
      '',
    ],
    [
      'by a symlink to itself',
      [symlink('s', 's'), file('s/q')],
      ['/tmp/s -> s'],
      'statat s: too many levels of symbolic links',
    ],
    ['by a hard link', [link('h', '../../../etc/passwd')], [], 'invalid hardlink target "../../../etc/passwd"'],
    ['by a hard link to something missing', [link('h', 'missing')], [], 'linkat missing h: no such file or directory'],
    ['by a hard link to a directory', [link('h', 'old')], [], 'linkat old h: operation not permitted'],
    ['by a file that is no directory', [file('x'), file('x/y')], ['/tmp/x'], 'openat x/y: not a directory'],
    ['by a name that is too long', [file('n'.repeat(300))], [], `openat ${'n'.repeat(300)}: file name too long`],
    ['by a path that is too deep', [file('d/'.repeat(3000))], [], `lstat ${'/d'.repeat(3000)}: file name too long`],
    ['by a hard link to nothing', [link('h', '')], [], 'invalid hardlink target ""'],
    [
      'by a hard link through a symlink',
      [symlink('s', '/etc'), link('h', 's/passwd')],
      ['/tmp/s -> /etc'],
      'linkat etc/passwd h: no such file or directory',
    ],
  ]
  test.each(cases)('%s stays inside', async (_how, entries, added, error) => {
    expect(await into(entries)).toEqual({ added, error })
  })
})

describe('docker cp into a container', () => {
  test('makes the directories that the archive leaves out', async () => {
    expect(await into([file('p/q/r')])).toEqual({ added: ['/tmp/p/', '/tmp/p/q/', '/tmp/p/q/r'], error: '' })
  })

  test('takes whiteout names for ordinary ones', async () => {
    expect(await into([file('.wh.file')])).toEqual({ added: ['/tmp/.wh.file'], error: '' })
  })

  test('leaves the mode of the target directory alone', async () => {
    const { tree, tmp } = container()
    await unpack(tree, writeTar([directory('./', 0o700)]), { into: tmp })
    expect(tree.stat(tmp).mode).toBe(0o755)
  })

  test('merges a directory and replaces a file', async () => {
    const { tree, tmp } = container()
    await unpack(tree, writeTar([directory('old', 0o700), file('old/new'), file('file', 'new')]), { into: tmp })
    const old = tree.lookup(tmp, 'old')!
    expect(tree.stat(old).mode).toBe(0o700)
    expect([...tree.entries(old)].map(([name]) => name)).toEqual(['kept', 'new'])
    expect(Buffer.from(tree.read(tree.lookup(tmp, 'file')!, 0, 10)).toString()).toBe('new')
  })

  test('refuses to replace a directory by a file when asked to, and the other way round', async () => {
    const options = { keepKinds: true, path: '/tmp' }
    expect((await into([file('old')], options)).error).toBe(
      'cannot overwrite directory "old" with non-directory "/tmp"',
    )
    expect((await into([directory('file/')], options)).error).toBe(
      'cannot overwrite non-directory "file" with directory "/tmp"',
    )
  })

  test('gives everything to the owner that is asked for', async () => {
    const { tree, tmp } = container()
    await unpack(tree, writeTar([file('x')]), { into: tmp, owner: { uid: 101, gid: 102 } })
    expect(tree.stat(tree.lookup(tmp, 'x')!)).toMatchObject({ uid: 101, gid: 102 })
  })

  test('gives a file the mode that its hard link has', async () => {
    const { tree, tmp } = container()
    await unpack(tree, writeTar([link('second', 'file', 0o600)]), { into: tmp })
    const ino = tree.lookup(tmp, 'file')!
    expect(tree.lookup(tmp, 'second')).toBe(ino)
    expect(tree.stat(ino)).toMatchObject({ mode: 0o600, links: 2 })
  })

  test('into a full container says that no space is left', async () => {
    const tree = memoryTree({ size: 100_000 })
    await expect(unpack(tree, writeTar([file('big', 'x'.repeat(200_000))]))).rejects.toThrow(
      'write /big: no space left on device',
    )
  })
})

describe('an archive made of a tree', () => {
  const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(90)}`
  const entries = [
    { path: '/bin/sh', content: 'sh', mode: 0o4755, uid: 3_000_000, mtime },
    { path: '/bin/ash', linkTo: '/bin/sh' },
    { path: '/dev/null', kind: 'character' as const, device: [1, 3] as const, mode: 0o666, mtime },
    { path: '/dev/pipe', kind: 'fifo' as const, mtime },
    { path: `/${long}`, content: 'far', mtime },
    { path: '/link', kind: 'symlink' as const, target: `/${long}`, mtime },
    { path: '/nothing', content: '', mode: 0, mtime },
    { path: '/late', content: 'l', mtime: Date.UTC(2300, 0, 1) },
    { path: '/able', content: 'a', xattrs: { 'security.capability': '\x01\0\xff', 'user.tag': 'not packed' }, mtime },
    { path: '/ünï', content: 'u', mtime },
    { path: '/big', content: 'x'.repeat(700_000), mtime },
  ]

  test('gives the same tree again: modes, owners, times, devices, links, long and foreign names', async () => {
    const tree = memoryTree()
    addEntries(tree, entries)
    const copy = memoryTree()
    await unpack(copy, packTree(tree))
    const told = (from: WritableTree) =>
      [...packedEntries(from, from.root, '')].map(({ body, ...header }) => ({
        ...header,
        content: body && Buffer.concat([...(body as Iterable<Uint8Array>)]).toString(),
      }))
    expect(told(copy)).toEqual(told(tree))
    expect(copy.stat(copy.lookup(copy.root, 'able')!).xattrs).toEqual({ 'security.capability': '\x01\0\xff' })
  })

  test('is sorted as docker export sorts it', async () => {
    const tree = memoryTree()
    addEntries(tree, [{ path: '/a.txt' }, { path: '/a-b' }, { path: '/a/z' }, { path: '/a/B' }])
    const names: string[] = []
    for await (const { name } of readTar(packTree(tree))) names.push(name)
    expect(names).toEqual(['a/', 'a/B', 'a/z', 'a-b', 'a.txt'])
  })

  test('is made no faster than it is read, and a reader may leave', async () => {
    const tree = memoryTree()
    addEntries(tree, [{ path: '/big', content: 'x'.repeat(8_000_000), mtime }])
    let read = 0
    const watched: WritableTree = Object.create(tree, {
      root: { value: tree.root },
      stat: { value: (ino: number) => tree.stat(ino) },
      entries: { value: (ino: number) => tree.entries(ino) },
      hold: { value: (ino: number) => tree.hold(ino) },
      release: { value: (ino: number) => tree.release(ino) },
      read: {
        value: (ino: number, position: number, length: number) => {
          const bytes = tree.read(ino, position, length)
          read += bytes.length
          return bytes
        },
      },
    })
    for await (const _ of packTree(watched)) break
    await new Promise((resolve) => setImmediate(resolve))
    expect(read).toBeLessThan(2_000_000)
  })

  test('has a file whole that the container deletes meanwhile', async () => {
    const tree = memoryTree()
    const content = 'x'.repeat(2_000_000)
    addEntries(tree, [{ path: '/big', mtime }])
    const ino = tree.lookup(tree.root, 'big')!
    tree.write(ino, 0, Buffer.from(content))
    let size = 0
    for await (const chunk of packTree(tree)) {
      if (size === 0) tree.unlink(tree.root, 'big')
      size += chunk.length
    }
    expect(size).toBe(512 + 2_000_384 + 1024)
  })
})

test('an archive of a million entries, or of names of 256 MiB, ends as on a full disk', () => {
  const many = new UnpackLimits()
  const long = new UnpackLimits()
  const count = (limits: UnpackLimits, name: string, times: number): void => {
    for (let i = 0; i < times; i++) limits.count(name, undefined, undefined)
  }
  count(many, 'f', 1_000_000)
  expect(() => count(many, 'f', 1)).toThrow('mkdirat f: no space left on device')
  count(long, 'n'.repeat(4096), 65_536)
  expect(() => long.count('x', undefined, { 'user.a': 'b' })).toThrow('no space left on device')
})
