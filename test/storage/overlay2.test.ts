// What docker info and docker inspect show of the storage driver overlay2, and what its copy-up costs.
import { expect, test } from 'vitest'
import overlay2 from '../../src/storage/drivers/overlay2.ts'
import { addEntries } from '../../src/storage/entries.ts'
import { seededRandom } from '../../src/world/random.ts'

const mtime = Date.UTC(2024, 0, 1)

function driverWithTwoLayers() {
  const driver = overlay2({ root: '/var/lib/docker', random: seededRandom('overlay2') })
  addEntries(driver.prepare('x'), [{ path: '/etc/passwd', content: Buffer.alloc(10_000_000), mtime }])
  driver.commit('x', 'base')
  addEntries(driver.prepare('x', 'base'), [{ path: '/app', content: 'app', mtime }])
  driver.commit('x', 'top')
  return driver
}

test('docker info shows the status lines of overlay2', () => {
  expect([...driverWithTwoLayers().status!()!]).toEqual([
    ['Backing Filesystem', 'extfs'],
    ['Supports d_type', 'true'],
    ['Using metacopy', 'false'],
    ['Native Overlay Diff', 'true'],
    ['userxattr', 'false'],
  ])
})

test('docker inspect shows an image of one layer without lower directories', () => {
  const data = driverWithTwoLayers().describe('base')
  expect(Object.keys(data)).toEqual(['MergedDir', 'UpperDir', 'WorkDir'])
  expect(data.UpperDir).toMatch(/^\/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/diff$/)
})

test('docker inspect shows a container over its init layer over the layers of its image, the nearest first', () => {
  const driver = driverWithTwoLayers()
  driver.prepare('web', 'top', { init: () => {} })
  const upper = (id: string): string => driver.describe(id).UpperDir!
  const own = upper('web').replace('/diff', '')
  expect(driver.describe('web')).toEqual({
    ID: 'web',
    LowerDir: `${own}-init/diff:${upper('top')}:${upper('base')}`,
    MergedDir: `${own}/merged`,
    UpperDir: `${own}/diff`,
    WorkDir: `${own}/work`,
  })
})

test('appending one byte to a file of 10 MB in the image copies 10 MB, once', () => {
  const driver = driverWithTwoLayers()
  const tree = driver.prepare('web', 'top')
  const passwd = tree.lookup(tree.lookup(tree.root, 'etc')!, 'passwd')!
  tree.write(passwd, tree.stat(passwd).size, Buffer.from('x'))
  tree.write(passwd, tree.stat(passwd).size, Buffer.from('y'))
  expect(driver.account!('web')).toMatchObject({ filesCopied: 1, bytesCopied: 10_000_000, bytesWritten: 2 })
  expect(driver.usage('web')).toBe(10_000_002)
})

test('a file that is emptied is not copied before', () => {
  const driver = driverWithTwoLayers()
  const tree = driver.prepare('web', 'top', { size: 1_000_000 })
  const passwd = tree.lookup(tree.lookup(tree.root, 'etc')!, 'passwd')!
  tree.truncate(passwd, 0)
  tree.write(passwd, 0, Buffer.from('root'))
  expect(driver.account!('web')).toMatchObject({ filesCopied: 1, bytesCopied: 0 })
  expect(driver.usage('web')).toBe(4)
})

test('a change of mode copies the file too, as there is no metacopy', () => {
  const driver = driverWithTwoLayers()
  const tree = driver.prepare('web', 'top')
  tree.change(tree.lookup(tree.lookup(tree.root, 'etc')!, 'passwd')!, { mode: 0o600 })
  expect(driver.account!('web')).toMatchObject({ filesCopied: 1, bytesCopied: 10_000_000 })
})

test('a copied file counts against the quota of the container', () => {
  const tree = driverWithTwoLayers().prepare('web', 'top', { size: 5_000_000 })
  const passwd = tree.lookup(tree.lookup(tree.root, 'etc')!, 'passwd')!
  expect(() => tree.write(passwd, 0, Buffer.from('x'))).toThrow('No space left on device')
  expect(tree.read(passwd, 0, 1)[0]).toBe(0)
})

test('a directory that several layers share has one link, a new one as many as it should', () => {
  const driver = driverWithTwoLayers()
  const tree = driver.prepare('web', 'top')
  addEntries(tree, [{ path: '/etc/new/sub/file', mtime }])
  const etc = tree.lookup(tree.root, 'etc')!
  expect(tree.stat(etc).links).toBe(1)
  expect(tree.stat(tree.lookup(etc, 'new')!).links).toBe(3)
})
