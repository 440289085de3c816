import { expect, test } from 'vitest'
import { parseReference } from '../../src/registry/reference.ts'
import { imageEngine } from './image-engine.ts'

async function threeImages() {
  const engine = imageEngine()
  for (const name of ['busybox', 'alpine', 'ubuntu']) await engine.pull(name)
  const names = (filters: Record<string, string[]>): string[] =>
    engine.images.list({ all: false, filters, sharedSize: false }).flatMap(({ RepoTags }) => RepoTags)
  return { ...engine, names }
}

test('images are listed with the newest first', async () => {
  const { names } = await threeImages()
  expect(names({})).toEqual(['ubuntu:latest', 'alpine:latest', 'busybox:latest'])
})

test('filters select by name, age, label and whether there is a name', async () => {
  const { images, names } = await threeImages()
  images.tag('busybox', parseReference('repo/box:v1'))
  expect(names({ reference: ['b*'] })).toEqual(['busybox:latest'])
  expect(names({ reference: ['*/*:v1', 'alpine'] })).toEqual(['alpine:latest', 'repo/box:v1'])
  expect(names({ before: ['alpine'] })).toEqual(['busybox:latest', 'repo/box:v1'])
  expect(names({ since: ['busybox'] })).toEqual(['ubuntu:latest', 'alpine:latest'])
  expect(names({ until: ['2025-01-01'] })).toEqual(['busybox:latest', 'repo/box:v1'])
  expect(names({ label: ['org.opencontainers.image.version'] })).toEqual(['ubuntu:latest'])
  expect(names({ dangling: ['true'] })).toEqual([])
  expect(names({ dangling: ['false'] })).toHaveLength(4)
})

test.each([
  [{ nosuch: ['x'] }, "invalid filter 'nosuch'"],
  [{ dangling: ['maybe'] }, "invalid filter 'dangling=[maybe]'"],
  [{ before: ['nosuch'] }, 'No such image: nosuch:latest'],
  [{ reference: ['[a'] }, 'syntax error in pattern'],
])('the filter %j is refused', async (filters, message) => {
  const { names } = await threeImages()
  expect(() => names(filters as Record<string, string[]>)).toThrow(message)
})

test('shared layers are counted only when asked for, and containers always', async () => {
  const { images, pull, claim } = imageEngine()
  await pull('redis')
  await pull('nginx')
  claim('redis', 'a')
  const list = (sharedSize: boolean) => images.list({ all: false, filters: {}, sharedSize })
  expect(list(false).map(({ SharedSize }) => SharedSize)).toEqual([-1, -1])
  const [nginx, redis] = list(true)
  expect(nginx!.SharedSize).toBe(redis!.SharedSize)
  expect(nginx!.SharedSize).toBeGreaterThan(0)
  expect([nginx!.Containers, redis!.Containers]).toEqual([0, 1])
})

test('an image is found by name, digest, id and the beginning of its id', async () => {
  const { images } = await threeImages()
  const { id } = images.find('alpine')
  const names = ['alpine:latest', 'docker.io/library/alpine', id, id.slice(7), id.slice(7, 19), id.slice(0, 15)]
  for (const name of [...names, images.inspect('alpine').RepoDigests[0]!]) expect(images.find(name).id).toBe(id)
  expect(() => images.find('f'.repeat(64))).toThrow(`No such image: sha256:${'f'.repeat(64)}`)
})

test('history shows the steps of an image from the last to the first', async () => {
  const { images } = await threeImages()
  const history = images.history('ubuntu')
  expect(history[0]).toMatchObject({
    Id: images.find('ubuntu').id,
    Tags: ['ubuntu:latest'],
    CreatedBy: '/bin/sh -c #(nop)  CMD ["/bin/bash"]',
    Size: 0,
  })
  expect(history[1]).toMatchObject({ Id: '<missing>', Tags: null, Size: images.find('ubuntu').size })
  expect(history).toHaveLength(6)
})

test('a tag remembers when it was given', async () => {
  const { images, world, events } = await threeImages()
  expect(images.inspect('alpine').Metadata.LastTagTime).toBe('0001-01-01T00:00:00Z')
  images.tag('alpine', parseReference('mine:2'))
  expect(images.inspect('mine:2').Metadata.LastTagTime).toBe('2026-01-01T00:00:00Z')
  expect(events().at(-1)).toBe(`tag ${images.find('alpine').id}`)
  expect(world.events.recall(0).at(-1)?.attributes.name).toBe('mine:2')
})

test('search finds official images first and keeps to its filters', async () => {
  const { images } = imageEngine()
  const { signal } = new AbortController()
  const found = await images.search({ term: 'redis', filters: {} }, signal)
  expect(found[0]).toMatchObject({ name: 'redis', is_official: true, is_automated: false })
  expect(await images.search({ term: 'redis', filters: {} }, signal)).toEqual(found)
  expect(await images.search({ term: 'redis', filters: { 'is-official': ['true'] } }, signal)).toHaveLength(1)
  expect(await images.search({ term: 'redis', limit: 2, filters: {} }, signal)).toHaveLength(2)
  await expect(images.search({ term: 'redis', limit: 101, filters: {} }, signal)).rejects.toThrow(
    'limit 101 is outside the range of [1, 100]',
  )
  await expect(images.search({ term: '127.0.0.1:1/x', filters: {} }, signal)).rejects.toThrow(
    'invalid registry endpoint "http://127.0.0.1:1/v1/". HTTPS attempt: Get "https://127.0.0.1:1/v1/_ping": dial tcp 127.0.0.1:1: connect: connection refused. HTTP attempt: Get "http://127.0.0.1:1/v1/_ping": dial tcp 127.0.0.1:1: connect: connection refused',
  )
})
