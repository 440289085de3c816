// Files as the processes of a container meet them: sparse, linked, open and deleted.
import { expect, test } from 'vitest'
import { memoryTree } from '../../src/storage/memory-tree.ts'
import type { WritableTree } from '../../src/storage/tree.ts'

const made = { kind: 'file', mode: 0o644, mtime: 0 } as const
const text = (tree: WritableTree, ino: number): string => Buffer.from(tree.read(ino, 0, tree.stat(ino).size)).toString()

test('a file that is written at any place has zeros in its gaps', () => {
  const tree = memoryTree()
  const ino = tree.create(tree.root, 'f', made)
  const expected = Buffer.alloc(300_000)
  // a fixed walk over all kinds of places: inside a page, across two, beyond the end
  for (let i = 0, at = 7; i < 400; i++, at = (at * 7919 + 104_729) % 290_000) {
    const bytes = Buffer.alloc((at % 9_000) + 1, i)
    tree.write(ino, at, bytes)
    bytes.copy(expected, at)
  }
  const size = tree.stat(ino).size
  expect(Buffer.from(tree.read(ino, 0, size)).equals(expected.subarray(0, size))).toBe(true)
})

test('a file that is cut and grows again has zeros where it was cut', () => {
  const tree = memoryTree()
  const ino = tree.create(tree.root, 'f', { ...made, content: Buffer.alloc(200_000, 1) })
  tree.write(ino, 100, Buffer.from('x'))
  tree.truncate(ino, 70_000)
  tree.truncate(ino, 50)
  tree.truncate(ino, 150_000)
  const bytes = tree.read(ino, 0, 150_000)
  expect(bytes.length).toBe(150_000)
  expect(bytes.indexOf(0)).toBe(50)
  expect(bytes.subarray(50).every((byte) => byte === 0)).toBe(true)
})

test('a sparse file of a terabyte takes no room', () => {
  const tree = memoryTree({ size: 1_000_000 })
  const ino = tree.create(tree.root, 'disk', made)
  tree.truncate(ino, 2 ** 40)
  tree.write(ino, 2 ** 39, Buffer.from('middle'))
  expect(tree.stat(ino).size).toBe(2 ** 40)
  expect(Buffer.from(tree.read(ino, 2 ** 39, 6)).toString()).toBe('middle')
  expect(tree.read(ino, 2 ** 40 - 3, 100)).toEqual(new Uint8Array(3))
})

test('a file larger than the file system allows is refused', () => {
  const tree = memoryTree()
  const ino = tree.create(tree.root, 'f', made)
  expect(() => tree.truncate(ino, 2 ** 50)).toThrow('File too large')
  expect(() => tree.write(ino, 2 ** 50, Buffer.from('x'))).toThrow('File too large')
})

test('what was read does not change when the file is written to', () => {
  const tree = memoryTree()
  const ino = tree.create(tree.root, 'f', made)
  tree.write(ino, 0, Buffer.from('before'))
  const bytes = tree.read(ino, 0, 6)
  tree.write(ino, 0, Buffer.from('after!'))
  expect(Buffer.from(bytes).toString()).toBe('before')
})

test('a file given as bytes of an image is not changed by a write', () => {
  const tree = memoryTree()
  const content = Buffer.from('image')
  const ino = tree.create(tree.root, 'f', { ...made, content })
  tree.write(ino, 0, Buffer.from('I'))
  expect(text(tree, ino)).toBe('Image')
  expect(content.toString()).toBe('image')
})

test('hard links are one file until the last name is gone', () => {
  const tree = memoryTree()
  const ino = tree.create(tree.root, 'a', made)
  tree.link(tree.root, 'b', ino)
  tree.write(tree.lookup(tree.root, 'b')!, 0, Buffer.from('both'))
  expect(tree.stat(ino).links).toBe(2)
  tree.unlink(tree.root, 'a')
  expect(text(tree, tree.lookup(tree.root, 'b')!)).toBe('both')
  tree.unlink(tree.root, 'b')
  expect(() => tree.stat(ino)).toThrow('I/O error')
})

test('a deleted file that is open can be read and written until it is closed, and then its room is free', () => {
  const tree = memoryTree({ size: 200_000 })
  const ino = tree.create(tree.root, 'log', made)
  tree.hold(ino)
  tree.hold(ino)
  tree.unlink(tree.root, 'log')
  tree.write(ino, 0, Buffer.alloc(100_000, 1))
  tree.release(ino)
  expect(tree.read(ino, 99_999, 10)).toEqual(new Uint8Array([1]))
  expect(tree.stat(ino).links).toBe(0)
  const other = tree.create(tree.root, 'other', made)
  expect(() => tree.write(other, 0, Buffer.alloc(150_000))).toThrow('No space left on device')
  tree.release(ino)
  tree.write(other, 0, Buffer.alloc(150_000))
  expect(() => tree.stat(ino)).toThrow('I/O error')
})

test('a file moved over another takes its name', () => {
  const tree = memoryTree()
  const a = tree.create(tree.root, 'a', made)
  const b = tree.create(tree.root, 'b', made)
  tree.rename(tree.root, 'a', tree.root, 'b')
  expect(tree.lookup(tree.root, 'a')).toBeUndefined()
  expect(tree.lookup(tree.root, 'b')).toBe(a)
  expect(() => tree.stat(b)).toThrow('I/O error')
})

test('directories count the directories in them', () => {
  const tree = memoryTree()
  const links = () => tree.stat(tree.root).links
  expect(links()).toBe(2)
  const a = tree.create(tree.root, 'a', { kind: 'directory', mode: 0o755, mtime: 0 })
  tree.create(tree.root, 'b', { kind: 'directory', mode: 0o755, mtime: 0 })
  expect(links()).toBe(4)
  tree.rename(tree.root, 'b', a, 'b')
  expect([links(), tree.stat(a).links]).toEqual([3, 3])
  tree.unlink(a, 'b')
  tree.unlink(tree.root, 'a')
  expect(links()).toBe(2)
})

test('names that no file can have are refused', () => {
  const tree = memoryTree()
  for (const name of ['', '.', '..', 'a/b', 'a\0b']) {
    expect(() => tree.create(tree.root, name, made)).toThrow('Invalid argument')
  }
  expect(() => tree.create(tree.root, 'ü'.repeat(128), made)).toThrow('Filename too long')
  tree.create(tree.root, 'ü'.repeat(127), made)
  tree.create(tree.root, '__proto__', made)
  expect([...tree.entries(tree.root)]).toHaveLength(2)
})

test('a disk fills up with empty files too', () => {
  const tree = memoryTree({ size: 10_000 })
  const fill = () => {
    for (let i = 0; i < 1000; i++) tree.create(tree.root, `f${i}`, made)
  }
  expect(fill).toThrow('No space left on device')
})
