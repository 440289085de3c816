// How storage drivers differ: what one byte, appended to a file of 10 MB in the image, makes them copy.
import { expect, test } from 'vitest'
import { drivers } from '../../src/storage/drivers.ts'
import { addEntries, type Entry } from '../../src/storage/entries.ts'
import { layeredDriver } from '../../src/storage/layered-driver.ts'
import { type CopyRule, plainLayout } from '../../src/storage/layout.ts'
import { seededRandom } from '../../src/world/random.ts'

const cases: [like: string, rule: CopyRule, files: number, bytes: number, quota: number][] = [
  ['overlay2 or aufs copies the whole file', 'file', 1, 10_000_000, 10_100_000],
  ['devicemapper copies one block of 64 KiB', 'block', 0, 65_536, 100_000],
  ['btrfs or zfs copies nothing', 'extent', 0, 0, 100_000],
]

test.each(cases)('a driver like %s', (_like, rule, filesCopied, bytesCopied, size) => {
  const driver = layeredDriver(
    { name: 'some', layout: { ...plainLayout, rule, blockSize: 65_536 }, describe: () => ({}), status: () => [] },
    { root: '/var/lib/docker', random: seededRandom('some') },
  )
  const content = Buffer.alloc(10_000_000, 1)
  addEntries(driver.prepare('x'), [{ path: '/big', content, mtime: 0 }])
  driver.commit('x', 'base')
  const tree = driver.prepare('web', 'base', { size })
  const big = tree.lookup(tree.root, 'big')!
  tree.write(big, content.length, Buffer.from('x'))
  expect(driver.account!('web')).toMatchObject({ filesCopied, bytesCopied, bytesWritten: 1 })
  expect(tree.stat(big).size).toBe(10_000_001)
  expect([...tree.read(big, 9_999_999, 10)]).toEqual([1, 120])
})

test('an image layer of vfs is as large as its files, of overlay2 as its directory, in which symlinks count', () => {
  const sizes = ['vfs', 'btrfs', 'zfs', 'devicemapper', 'overlay2', 'aufs', 'fuse-overlayfs'].map((name) => {
    const driver = drivers[name]!({ root: '/var/lib/docker', random: seededRandom('sizes') })
    const entries: Entry[] = [
      { path: '/file', content: 'x'.repeat(100) },
      { path: '/link', kind: 'symlink', mode: 0o777, target: '12345' },
    ]
    addEntries(driver.prepare('x'), entries)
    driver.commit('x', 'base')
    addEntries(driver.prepare('web', 'base'), entries)
    return [name, driver.usage('base'), driver.usage('web')]
  })
  expect(sizes).toEqual([
    ['vfs', 100, 105],
    ['btrfs', 100, 105],
    ['zfs', 100, 105],
    ['devicemapper', 100, 105],
    ['overlay2', 105, 105],
    ['aufs', 105, 105],
    ['fuse-overlayfs', 105, 105],
  ])
})

test.each([
  ['btrfs', 2 * ('motd'.length + 'sub'.length), 1, 0],
  ['zfs', 4, 3, 2],
  ['overlay2', 4096, 3, 4096],
])('a directory of %s shows %i bytes and %i links, an empty one %i bytes', (name, size, links, empty) => {
  const driver = drivers[name]!({ root: '/var/lib/docker', random: seededRandom('directories') })
  const tree = driver.prepare('web')
  addEntries(tree, [{ path: '/etc/motd' }, { path: '/etc/gone' }, { path: '/etc/sub', kind: 'directory' }])
  const etc = tree.lookup(tree.root, 'etc')!
  tree.unlink(etc, 'gone')
  expect(tree.stat(etc)).toMatchObject({ size, links })
  expect(tree.stat(tree.lookup(etc, 'sub')!).size).toBe(empty)
})
