// When a step is taken from the cache, and when it is done again (as Engine 28.5.2).
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { build, withBusybox } from './building.ts'

const dockerfile = 'FROM busybox\nENV A=1\nCOPY f /f\nRUN cat /f\n'
const cached = ({ text }: { readonly text: string }): number => text.split(' ---> Using cache\n').length - 1

test('the same build again is all from the cache and comes to the same image', async ({ docker }) => {
  await withBusybox(docker)
  const first = await build(docker, dockerfile, {}, { f: '1' })
  const again = await build(docker, dockerfile, {}, { f: '1' })
  expect([cached(first), cached(again), again.id]).toEqual([0, 3, first.id])
  expect(cached(await build(docker, dockerfile, { nocache: true }, { f: '1' }))).toBe(0)
})

test('another content of a file begins anew there', async ({ docker }) => {
  await withBusybox(docker)
  await build(docker, dockerfile, {}, { f: '1' })
  const changed = await build(docker, dockerfile, {}, { f: '2' })
  expect([cached(changed), changed.text.includes('\n2 --->')]).toEqual([1, true])
})

test('an argument is part of the RUN steps behind it, proxies are not', async ({ docker }) => {
  await withBusybox(docker)
  const text = 'FROM busybox\nRUN echo a\nARG A\nRUN echo b\n'
  await build(docker, text, { buildargs: { A: '1', HTTP_PROXY: 'http://one' } })
  expect(cached(await build(docker, text, { buildargs: { A: '1', HTTP_PROXY: 'http://two' } }))).toBe(3)
  expect(cached(await build(docker, text, { buildargs: { A: '2', HTTP_PROXY: 'x' } }))).toBe(2)
})

test('steps of a stage without base are cached, too', async ({ docker }) => {
  const first = await build(docker, 'FROM scratch\nCOPY f /\n', {}, { f: '' })
  const again = await build(docker, 'FROM scratch\nCOPY f /\n', {}, { f: '' })
  expect([cached(again), again.id]).toEqual([1, first.id])
})

test('with cachefrom only the steps of those images count', async ({ docker }) => {
  await withBusybox(docker)
  await build(docker, dockerfile, { t: 'mine' }, { f: '1' })
  const without = await build(docker, dockerfile, { cachefrom: JSON.stringify(['nosuch']) }, { f: '1' })
  expect(cached(without)).toBe(0)
  const from = await build(docker, dockerfile, { cachefrom: JSON.stringify(['mine']) }, { f: '1' })
  expect([cached(from), from.id]).toEqual([3, (await docker.dockerode.getImage('mine').inspect()).Id])
})
