// A disk of the host that is full: clients are told, and what they were told before stays.
import { constants } from 'node:os'
import { expect } from 'vitest'
import { type HostFiles, hostFiles } from '../../src/storage/data-root/host-files.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'
import { test } from './runs.ts'

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
  code: 'ENOSPC',
  errno: -constants.errno.ENOSPC,
  syscall: 'write',
})

/** Files that cannot be written while `isFull`. */
function fillable(): HostFiles & { isFull: boolean } {
  const files = {
    ...hostFiles,
    isFull: false,
    async write(...given: Parameters<HostFiles['write']>): Promise<void> {
      if (files.isFull) throw full
      await hostFiles.write(...given)
    },
  }
  return files
}

test('what cannot be kept is refused, and kept as soon as there is room', async ({ runs }) => {
  const files = fillable()
  const first = await runs.next({ hostFiles: files })
  const container = await first.create('busybox', ['true'], { name: 'box' })
  files.isFull = true
  await expect(first.dockerode.createVolume({ Name: 'data' })).rejects.toThrow('no space left on device')
  await expect(container.putArchive(await tarBytes([tarEntry('a', 'b')]), { path: '/' })).rejects.toThrow(
    'no space left',
  )
  await expect(first.dockerode.ping()).rejects.toMatchObject({
    json: { message: 'write: no space left on device' },
  })
  files.isFull = false
  await first.dockerode.createVolume({ Name: 'more' })

  const second = await runs.next()
  expect((await second.dockerode.listVolumes()).Volumes.map(({ Name }) => Name).sort()).toEqual(['data', 'more'])
  const archive = await second.dockerode.getContainer('box').getArchive({ path: '/a' })
  expect(await tarContents(archive as unknown as AsyncIterable<Uint8Array>)).toEqual({ a: 'b' })
})

test('a pull breaks off, and the image is there when there is room', async ({ runs }) => {
  const files = fillable()
  const first = await runs.next({ hostFiles: files })
  await first.dockerode.ping()
  files.isFull = true
  await expect(first.dockerode.pull('busybox:latest').then(wholeText)).rejects.toThrow()
  files.isFull = false
  expect(await wholeText(await first.dockerode.pull('busybox:latest'))).toContain('Status: ')
  const second = await runs.next()
  expect(await second.dockerode.listImages()).toHaveLength(1)
})

test('a daemon that ends on a full disk says so', async ({ runs }) => {
  const files = fillable()
  const first = await runs.next({ hostFiles: files })
  await first.dockerode.createVolume({ Name: 'data' })
  files.isFull = true
  await first.dockerode.createVolume({ Name: 'lost' }).catch(() => {})
  await expect(runs.end()).rejects.toThrow('no space left on device')
  const second = await runs.next()
  expect((await second.dockerode.listVolumes()).Volumes.map(({ Name }) => Name)).toEqual(['data'])
})
