import { expect, test } from 'vitest'
import { parseReference } from '../../src/registry/reference.ts'
import { type ImageEngine, imageEngine } from './image-engine.ts'

const gently = { force: false, prune: true }
const byForce = { force: true, prune: true }

async function withBusybox(...more: string[]): Promise<ImageEngine & { id: string; layer: string; digest: string }> {
  const engine = imageEngine()
  await engine.pull('busybox')
  for (const name of more) engine.images.tag('busybox', parseReference(name))
  const { id, chainId } = engine.images.find('busybox')
  return { ...engine, id, layer: chainId!, digest: engine.images.inspect('busybox').RepoDigests[0]! }
}

test('removing one of several names only takes the name away', async () => {
  const { images } = await withBusybox('two:1')
  expect(images.remove('two:1', gently)).toEqual([{ Untagged: 'two:1' }])
  expect(images.inspect('busybox').RepoTags).toEqual(['busybox:latest'])
})

test('removing the last name removes digests, image and layers', async () => {
  const { images, id, layer, digest, events } = await withBusybox()
  expect(images.remove('busybox', gently)).toEqual([
    { Untagged: 'busybox:latest' },
    { Untagged: digest },
    { Deleted: id },
    { Deleted: layer },
  ])
  expect(events()).toEqual(['pull busybox:latest', `untag ${id}`, `delete ${id}`])
  expect(() => images.find('busybox')).toThrow('No such image: busybox:latest')
})

test('removing by id takes all names of one repository, but not of several', async () => {
  const { images, id, digest } = await withBusybox()
  expect(images.remove(id.slice(7, 19), gently).slice(0, 2)).toEqual([
    { Untagged: 'busybox:latest' },
    { Untagged: digest },
  ])
  const second = await withBusybox('two:1')
  expect(() => second.images.remove(id, gently)).toThrow(
    `conflict: unable to delete ${id.slice(7, 19)} (must be forced) - image is referenced in multiple repositories`,
  )
  expect(second.images.remove(id, byForce).filter((item) => 'Untagged' in item)).toHaveLength(3)
})

test('an image that a stopped container uses goes only by force, and its layers stay for the container', async () => {
  const { images, id, claim, state, layer } = await withBusybox()
  claim('busybox', 'c'.repeat(64))
  expect(() => images.remove('busybox', gently)).toThrow(
    `conflict: unable to remove repository reference "busybox" (must force) - container cccccccccccc is using its referenced image ${id.slice(7, 19)}`,
  )
  expect(() => images.remove(id, gently)).toThrow(
    `conflict: unable to delete ${id.slice(7, 19)} (must be forced) - image is being used by stopped container cccccccccccc`,
  )
  expect(images.remove('busybox', byForce).at(-1)).toEqual({ Deleted: id })
  expect(state.layers.find(layer)).toBeDefined()
})

test('an image that a running container uses loses its name by force, but stays', async () => {
  const { images, id, claim, running, digest } = await withBusybox()
  claim('busybox', 'd'.repeat(64))
  running.add('d'.repeat(64))
  expect(() => images.remove(id, byForce)).toThrow(
    `conflict: unable to delete ${id.slice(7, 19)} (cannot be forced) - image is being used by running container dddddddddddd`,
  )
  expect(images.remove('busybox', byForce)).toEqual([{ Untagged: 'busybox:latest' }, { Untagged: digest }])
  expect(images.list({ all: false, filters: {}, sharedSize: false })).toMatchObject([{ Id: id, RepoTags: [] }])
})

test('prune removes images with a name only when it is told to take all that are unused', async () => {
  const { images, id, layer, world } = await withBusybox('mine:1')
  images.remove('busybox', gently)
  expect(images.prune({})).toEqual({ ImagesDeleted: null, SpaceReclaimed: 0 })
  const { size } = images.find('mine:1')
  expect(images.prune({ dangling: ['false'] })).toEqual({
    ImagesDeleted: [{ Untagged: 'mine:1' }, { Deleted: id }, { Deleted: layer }],
    SpaceReclaimed: size,
  })
  expect(world.events.recall(0).at(-1)).toMatchObject({ action: 'prune', attributes: { reclaimed: `${size}` } })
})

test('an image whose only tag goes to another one dangles until prune removes it', async () => {
  const { images, id, layer, digest, pull } = await withBusybox()
  await pull('alpine')
  images.tag('alpine', parseReference('busybox'))
  const dangling = () => images.list({ all: false, filters: { dangling: ['true'] }, sharedSize: false })
  expect(dangling()).toMatchObject([{ Id: id, RepoTags: [], RepoDigests: [digest] }])
  expect(images.prune({}).ImagesDeleted).toEqual([{ Untagged: digest }, { Deleted: id }, { Deleted: layer }])
  expect(dangling()).toEqual([])
})

test('prune spares what a container uses, what is too young and what has a label', async () => {
  const { images, claim, pull } = await withBusybox()
  await pull('ubuntu')
  claim('busybox', 'e'.repeat(64))
  expect(images.prune({ dangling: ['false'], until: ['2020-01-01'] }).ImagesDeleted).toBeNull()
  expect(images.prune({ dangling: ['false'], 'label!': ['org.opencontainers.image.version'] }).ImagesDeleted).toBeNull()
  expect(
    images.prune({ dangling: ['false'], label: ['org.opencontainers.image.version=24.04'] }).ImagesDeleted,
  ).toHaveLength(4)
  expect(() => images.prune({ nosuch: ['x'] })).toThrow("invalid filter 'nosuch'")
  expect(() => images.prune({ until: ['nosuch'] })).toThrow('failed to parse value as time or duration: "nosuch"')
})

test.each(['nosuch', 'busybox:nosuch'])('removing %s is refused', async (name) => {
  const { images } = await withBusybox()
  expect(() => images.remove(name, gently)).toThrow(`No such image: ${name.includes(':') ? name : `${name}:latest`}`)
})
