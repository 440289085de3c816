// Every storage driver keeps the same promises: those of mockerd, and one as users bring their own.
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { heldBytes } from '../src/storage/bytes.ts'
import type { StorageDriver } from '../src/storage/driver.ts'
import { drivers } from '../src/storage/drivers.ts'
import { addEntries } from '../src/storage/entries.ts'
import { sparseBytes } from '../src/storage/sparse.ts'
import type { Tree, WritableTree } from '../src/storage/tree.ts'
import { seededRandom } from '../src/world/random.ts'
import lvm from './storage/own-driver.ts'

const text = (tree: Tree, ino: number): string => Buffer.from(tree.read(ino, 0, tree.stat(ino).size)).toString()

function find(tree: Tree, path: string): number | undefined {
  let ino: number | undefined = tree.root
  for (const name of path.split('/').slice(1)) ino = ino === undefined ? undefined : tree.lookup(ino, name)
  return ino
}

function must(tree: Tree, path: string): number {
  const ino = find(tree, path)
  if (ino === undefined) throw new Error(`no ${path}`)
  return ino
}

const names = (tree: Tree, path: string): string[] => [...tree.entries(must(tree, path))].map(([name]) => name)

test('every storage driver in the folder is one that --storage-driver knows', () => {
  const files = readdirSync(new URL('../src/storage/drivers', import.meta.url))
  expect(files.map((file) => file.replace(/\.ts$/, '')).sort()).toEqual(Object.keys(drivers).sort())
})

describe.each(Object.entries({ ...drivers, lvm }))('the storage driver %s', (name, make) => {
  const mtime = Date.UTC(2024, 0, 1)

  function driverWithImage(): { driver: StorageDriver; container: (key: string) => WritableTree } {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('drivers') })
    addEntries(driver.prepare('extract-1'), [
      { path: '/etc', kind: 'directory', mtime },
      { path: '/etc/passwd', content: 'root:x:0:0\n', mtime },
      { path: '/etc/motd', content: 'welcome\n', mtime },
      { path: '/data/old/deep', content: 'deep\n', mtime },
    ])
    driver.commit('extract-1', 'base')
    addEntries(driver.prepare('extract-2', 'base'), [{ path: '/app', content: 'program\n', mode: 0o755, mtime }])
    driver.commit('extract-2', 'top')
    return { driver, container: (key) => driver.prepare(key, 'top') }
  }

  test('reports the name that it is chosen by', () => {
    expect(make({ root: '/var/lib/docker', random: seededRandom('1') }).name).toBe(name)
  })

  test('a container sees the files of all layers of its image', () => {
    const { container } = driverWithImage()
    const tree = container('web')
    expect(names(tree, '/etc')).toEqual(['passwd', 'motd'])
    expect(text(tree, must(tree, '/app'))).toBe('program\n')
    expect(text(tree, must(tree, '/data/old/deep'))).toBe('deep\n')
  })

  test('a container that appends to a file of the image changes neither the image nor its neighbour', () => {
    const { driver, container } = driverWithImage()
    const [web, db] = [container('web'), container('db')]
    const motd = must(web, '/etc/motd')
    web.write(motd, web.stat(motd).size, Buffer.from('to web\n'))
    expect(text(web, motd)).toBe('welcome\nto web\n')
    expect(text(db, must(db, '/etc/motd'))).toBe('welcome\n')
    expect(text(driver.open('top'), must(driver.open('top'), '/etc/motd'))).toBe('welcome\n')
  })

  test('a file deleted in a container is still in the image', () => {
    const { driver, container } = driverWithImage()
    const web = container('web')
    web.unlink(must(web, '/etc'), 'motd')
    expect(find(web, '/etc/motd')).toBeUndefined()
    expect(names(web, '/etc')).toEqual(['passwd'])
    expect(names(driver.open('top'), '/etc')).toEqual(['passwd', 'motd'])
  })

  test('a directory made anew in place of a deleted one is empty', () => {
    const { container } = driverWithImage()
    const web = container('web')
    const data = must(web, '/data')
    web.unlink(must(web, '/data/old'), 'deep')
    web.unlink(data, 'old')
    web.create(data, 'old', { kind: 'directory', mode: 0o755, mtime })
    expect(names(web, '/data/old')).toEqual([])
  })

  test('a directory with something in it is not removed', () => {
    const { container } = driverWithImage()
    const web = container('web')
    expect(() => web.unlink(must(web, '/data'), 'old')).toThrow('Directory not empty')
    expect(names(web, '/data/old')).toEqual(['deep'])
  })

  test('a committed layer refuses writers', () => {
    const { driver } = driverWithImage()
    const tree = driver.prepare('extract-3', 'top')
    driver.commit('extract-3', 'third')
    expect(() => tree.create(tree.root, 'late', { kind: 'file', mode: 0o644, mtime })).toThrow('Read-only file system')
  })

  test('a layer that another lies on cannot be removed', () => {
    const { driver } = driverWithImage()
    expect(() => driver.remove('base')).toThrow('base')
    driver.remove('top')
    driver.remove('base')
    expect(() => driver.open('base')).toThrow('layer does not exist')
  })

  test('a container with --storage-opt size= that writes more is stopped', () => {
    const { driver } = driverWithImage()
    const web = driver.prepare('web', 'top', { size: 1024 * 1024 })
    const log = web.create(web.root, 'log', { kind: 'file', mode: 0o644, mtime })
    const block = new Uint8Array(64 * 1024)
    const fill = () => {
      for (let i = 0; i < 17; i++) web.write(log, web.stat(log).size, block)
    }
    expect(fill).toThrow(/No space left on device|Quota exceeded/)
    expect(web.stat(log).size).toBeLessThanOrEqual(1024 * 1024)
    web.truncate(log, 0)
    web.write(log, 0, block)
    expect(web.stat(log).size).toBe(block.length)
  })

  test('all containers together cannot write more than the disk holds, and a removed one gives its room back', () => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('full'), capacity: 300_000 })
    const write = (key: string) => {
      const tree = driver.prepare(key)
      tree.write(tree.create(tree.root, 'f', { kind: 'file', mode: 0o644, mtime }), 0, new Uint8Array(200_000))
    }
    write('one')
    expect(() => write('two')).toThrow('No space left on device')
    driver.remove('one')
    driver.remove('two')
    write('three')
  })

  test('the init layer is neither part of the image nor a change of the container', () => {
    const { driver } = driverWithImage()
    const web = driver.prepare('web', 'top', {
      init: (tree) => addEntries(tree, [{ path: '/etc/hosts', mode: 0o755, mtime }]),
    })
    expect(names(web, '/etc')).toEqual(['passwd', 'motd', 'hosts'])
    expect([...(driver.changes?.('web') ?? [])]).toEqual([])
    expect(driver.usage('web')).toBe(0)
    driver.remove('web')
    driver.remove('top')
  })

  test('two daemons with one seed name the directories of a container alike', () => {
    const data = () => {
      const { driver, container } = driverWithImage()
      container('web')
      return driver.describe('web')
    }
    expect(data()).toEqual(data())
  })

  test('inodes made in different containers have different numbers', () => {
    const { container } = driverWithImage()
    const made = ['a', 'b', 'c'].map((key) => {
      const tree = container(key)
      return tree.create(tree.root, 'f', { kind: 'file', mode: 0o644, mtime })
    })
    expect(new Set(made).size).toBe(3)
  })

  const deepStack = (driver: StorageDriver, count: number): void => {
    for (let i = 0; i < count; i++) {
      const below = i === 0 ? undefined : `layer-${i - 1}`
      addEntries(driver.prepare('x', below), [{ path: `/d/f${i}`, content: `${i}`, mtime }])
      driver.commit('x', `layer-${i}`)
    }
  }

  test('a container with its init layer over 125 layers, the most that dockerd stacks, sees each of them', () => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('deep') })
    deepStack(driver, 125)
    const tree = driver.prepare('web', 'layer-124', {
      init: (init) => addEntries(init, [{ path: '/etc/hosts', mtime }]),
    })
    expect(names(tree, '/d')).toHaveLength(125)
    expect(text(tree, must(tree, '/d/f0'))).toBe('0')
    expect(text(tree, must(tree, '/d/f124'))).toBe('124')
    expect(find(tree, '/etc/hosts')).toBeDefined()
  })

  test('a file 100 directories deep can be changed, moved with all of them, and deleted', () => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('deep') })
    const path = `/top${'/d'.repeat(100)}`
    addEntries(driver.prepare('x'), [{ path: `${path}/file`, content: 'old', mtime }])
    driver.commit('x', 'base')
    const tree = driver.prepare('web', 'base')
    tree.rename(tree.root, 'top', tree.root, 'moved')
    const moved = must(tree, path.replace('/top', '/moved'))
    const file = tree.lookup(moved, 'file')!
    tree.write(file, 3, Buffer.from('er'))
    expect(text(tree, file)).toBe('older')
    expect(find(tree, '/top')).toBeUndefined()
    tree.unlink(moved, 'file')
    expect([...tree.entries(moved)]).toEqual([])
    expect(text(driver.open('base'), must(driver.open('base'), `${path}/file`))).toBe('old')
  })

  test('all names of a file show what is written through one of them, also when the image has made them', () => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('links') })
    addEntries(driver.prepare('x'), [
      { path: '/a', content: 'one', mtime },
      { path: '/b', linkTo: '/a' },
    ])
    driver.commit('x', 'base')
    const tree = driver.prepare('web', 'base')
    tree.link(tree.root, 'c', must(tree, '/b'))
    tree.write(must(tree, '/c'), 0, Buffer.from('two'))
    expect(text(tree, must(tree, '/a'))).toBe('two')
    expect(tree.stat(must(tree, '/a')).links).toBe(3)
    tree.unlink(tree.root, 'a')
    tree.unlink(tree.root, 'b')
    expect(text(tree, must(tree, '/c'))).toBe('two')
    expect(tree.stat(must(tree, '/c')).links).toBe(1)
  })

  test('a hole takes no room', () => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('holes'), capacity: 1_000_000 })
    const tree = driver.prepare('web')
    const disk = tree.create(tree.root, 'disk', { kind: 'file', mode: 0o644, mtime })
    tree.truncate(disk, 5 * 1024 ** 3)
    tree.write(disk, 3 * 1024 ** 3, Buffer.from('in the middle'))
    expect(tree.stat(disk).size).toBe(5 * 1024 ** 3)
    expect(Buffer.from(tree.read(disk, 3 * 1024 ** 3, 13)).toString()).toBe('in the middle')
    expect(tree.read(disk, 2 * 1024 ** 3, 100)).toEqual(new Uint8Array(100))
    expect(driver.account!('web').blocksAllocated).toBe(1)
    expect(driver.space!.used).toBeLessThan(1_000_000)
  })

  test('a file of an archive that is nearly all hole takes the room of its data, and gives it back', () => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('sparse') })
    const tree = driver.prepare('web')
    const used = driver.space!.used
    const content = sparseBytes([{ at: 2 * 1024 ** 4, bytes: heldBytes(Buffer.from('here')) }], 4 * 1024 ** 4)
    const disk = tree.create(tree.root, 'disk', { kind: 'file', mode: 0o644, mtime, content })
    expect(driver.space!.used - used).toBeLessThan(10_000)
    tree.write(disk, 1024 ** 4, Buffer.from('and here'))
    expect(Buffer.from(tree.read(disk, 2 * 1024 ** 4, 4)).toString()).toBe('here')
    expect(driver.space!.used - used).toBeLessThan(20_000)
    tree.unlink(tree.root, 'disk')
    expect(driver.space!.used).toBe(used)
  })

  test('who writes when the disk is full has written nothing', () => {
    const driver = make({ root: '/var/lib/docker', random: seededRandom('full'), capacity: 200_000 })
    const tree = driver.prepare('web')
    const file = tree.create(tree.root, 'f', { kind: 'file', mode: 0o644, mtime })
    tree.write(file, 0, Buffer.alloc(65_536, 1))
    const before = { usage: driver.usage('web'), used: driver.space!.used }
    expect(() => tree.write(file, 1000, Buffer.alloc(500_000, 2))).toThrow('No space left on device')
    expect({ usage: driver.usage('web'), used: driver.space!.used }).toEqual(before)
    expect(tree.stat(file).size).toBe(65_536)
    expect(tree.read(file, 1000, 1)[0]).toBe(1)
  })

  test('the account of a container counts what it looked up, read and wrote', () => {
    const { driver, container } = driverWithImage()
    const web = container('web')
    const motd = must(web, '/etc/motd')
    text(web, motd)
    web.write(motd, 8, Buffer.from('hi\n'))
    const account = driver.account!('web')
    expect(account).toMatchObject({ lookups: 2, bytesRead: 8, bytesWritten: 3 })
    expect(account.layersSearched).toBeGreaterThanOrEqual(account.lookups)
    expect(driver.account!('base').bytesWritten).toBe(0)
  })

  test('what is held elsewhere is removed at once, when it is released, or not at all', () => {
    const { driver, container } = driverWithImage()
    container('web')
    const used = driver.space!.used
    const release = driver.hold!('web')
    let refused = false
    try {
      driver.remove('web')
    } catch (error) {
      refused = true
      expect((error as Error).message).toMatch(/busy/i)
    }
    expect([...driver.layers!()].some(({ id }) => id === 'web')).toBe(refused)
    release()
    if (refused) driver.remove('web')
    expect(driver.space!.used).toBeLessThanOrEqual(used)
    expect(() => driver.open('web')).toThrow('layer does not exist')
    driver.remove('top')
    driver.remove('base')
    expect(driver.space!.used).toBe(0)
  })

  test('when everything is removed no room is taken', () => {
    const { driver, container } = driverWithImage()
    const web = container('web')
    web.write(must(web, '/app'), 2, Buffer.alloc(100_000))
    web.unlink(must(web, '/etc'), 'motd')
    web.rename(must(web, '/data'), 'old', web.root, 'new')
    web.truncate(must(web, '/app'), 1)
    for (const id of ['web', 'top', 'base']) driver.remove(id)
    expect(driver.space!.used).toBe(0)
  })
})
