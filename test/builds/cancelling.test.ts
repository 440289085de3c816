// A client that goes away takes its build with it.
import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { Reader } from '../reading.ts'
import { contextOf, withBusybox } from './building.ts'

test('the container of a step is removed when the client leaves, and no image is made', async ({ docker }) => {
  await withBusybox(docker)
  const context = await contextOf('FROM busybox\nRUN echo begun; sleep 1000\n')
  const stream = await docker.dockerode.buildImage(Readable.from([context]), { t: 'never' })
  await new Reader(stream).shows(/begun/)
  const gone = new Promise<void>((resolve) => {
    void docker.dockerode
      .getEvents({ filters: { event: ['destroy'] } })
      .then((events) => events.once('data', () => resolve()))
  })
  ;(stream as Readable).destroy()
  await gone
  expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
  expect(await docker.dockerode.listImages({ filters: { reference: ['never'] } })).toEqual([])
})
