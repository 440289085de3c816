import { expect, test } from 'vitest'
import { detailsFor, summariesFor } from '../../src/api/image-versions.ts'
import { parseReference } from '../../src/registry/reference.ts'
import { imageEngine } from './image-engine.ts'

test('older API versions see lists of images as they were then', async () => {
  const { images, pull } = imageEngine()
  await pull('busybox')
  const digest = images.inspect('busybox').RepoDigests[0]!
  await pull('alpine')
  images.tag('alpine', parseReference('busybox'))
  images.remove(digest, { force: true, prune: true })
  await pull('hello-world')
  images.remove(images.inspect('hello-world').RepoDigests[0]!, { force: false, prune: true })
  const list = images.list({ all: false, filters: {}, sharedSize: false })
  const size = images.find('hello-world').size
  expect(summariesFor('1.51', list)).toBe(list)
  expect(summariesFor('1.50', list)).toContainEqual(expect.objectContaining({ Containers: -1 }))
  const [old] = summariesFor(
    '1.42',
    list.filter(({ RepoTags }) => RepoTags.includes('hello-world:latest')),
  )
  expect(old).toMatchObject({ RepoTags: ['hello-world:latest'], RepoDigests: null, VirtualSize: size })
  const [nameless] = summariesFor('1.42', [{ ...list[0]!, RepoTags: [], RepoDigests: [] }])
  expect(nameless).toMatchObject({ RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'] })
})

test('older API versions see what containers of the image were once configured with', async () => {
  const { images, pull } = imageEngine()
  await pull('nginx')
  const details = images.inspect('nginx')
  expect(detailsFor('1.51', details)).toBe(details)
  expect(detailsFor('1.49', details)).toMatchObject({ Config: { Hostname: '', Tty: false, StopSignal: 'SIGQUIT' } })
  expect(Object.keys(detailsFor('1.43', details))).toEqual(
    'Id RepoTags RepoDigests Parent Comment Created ContainerConfig DockerVersion Author Architecture Os Size VirtualSize GraphDriver RootFS Metadata Config'.split(
      ' ',
    ),
  )
})
