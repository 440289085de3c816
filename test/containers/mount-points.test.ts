// Where mounts lie in a container's files, and what is made for them at a start.
import { expect, test } from 'vitest'
import { placeMounts } from '../../src/engine/containers/mount-points.ts'
import { memoryTree } from '../../src/storage/memory-tree.ts'
import type { WritableTree } from '../../src/storage/tree.ts'

const mtime = 0
const directory = (tree: WritableTree, parent: number, name: string): number =>
  tree.create(parent, name, { kind: 'directory', mode: 0o755, mtime })
const file = (tree: WritableTree, parent: number, name: string): number =>
  tree.create(parent, name, { kind: 'file', mode: 0o644, mtime })

const from = '/host'
const rootOf = (tree: WritableTree) => ({ at: '/', tree, type: 'overlay', from })

test('a missing mount point is made: directories, and an empty file under a file', () => {
  const root = memoryTree()
  const host = memoryTree()
  const ino = file(host, host.root, 'docker-init')
  placeMounts([rootOf(root), { at: '/sbin/docker-init', tree: host, ino, type: 'ext4', from }], mtime)
  const sbin = root.lookup(root.root, 'sbin')!
  expect(root.stat(sbin).kind).toBe('directory')
  expect(root.stat(root.lookup(sbin, 'docker-init')!)).toMatchObject({ kind: 'file', size: 0, mode: 0o755 })
})

test('a mount lies where symlinks lead: /var/run/docker.sock under /run', () => {
  const root = memoryTree()
  directory(root, root.root, 'run')
  const target = '/run'
  root.create(directory(root, root.root, 'var'), 'run', { kind: 'symlink', mode: 0o777, mtime, target })
  const placed = placeMounts([rootOf(root), { at: '/var/run/x', tree: memoryTree(), type: 'ext4', from }], mtime)
  expect(placed.map(({ at }) => at)).toEqual(['/', '/run/x'])
})

test('a mount point inside a volume is made in the volume, not in the container', () => {
  const root = memoryTree()
  const volume = memoryTree()
  const inner = { at: '/data/inner', tree: memoryTree(), type: 'ext4', from }
  placeMounts([rootOf(root), { at: '/data', tree: volume, type: 'ext4', from }, inner], mtime)
  expect([...volume.entries(volume.root)].map(([name]) => name)).toEqual(['inner'])
  expect([...root.entries(root.lookup(root.root, 'data')!)]).toEqual([])
})

test('a directory over a file is refused in runc’s words', () => {
  const root = memoryTree()
  file(root, root.root, 'passwd')
  expect(() => placeMounts([rootOf(root), { at: '/passwd', tree: memoryTree(), type: 'ext4', from }], mtime)).toThrow(
    'error during container init: error mounting "/host" to rootfs at "/passwd": mount /host:/passwd (via /proc/self/fd/6), flags: 0x5000: not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type',
  )
})
