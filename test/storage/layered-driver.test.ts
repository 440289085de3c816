// How storage drivers differ: what one byte, appended to a file of 10 MB in the image, makes them copy.
import { expect, test } from 'vitest'
import { addEntries } from '../../src/storage/entries.ts'
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
