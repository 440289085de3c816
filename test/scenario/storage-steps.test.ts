// What clients see of storage that fails.
import { expect, test } from 'vitest'
import { ask, happen, post, runningContainer } from './happen.ts'
import { bodyOf, type Play, play } from './play.ts'

const message = async (it: Play, line: string, body?: object): Promise<readonly [number, string]> => {
  const reply = await ask(it, line, body)
  return [reply.status, reply.body?.message]
}

const web = { Image: 'alpine', Cmd: ['sleep', '1d'] }
const pull = 'POST /images/create?fromImage=alpine&tag=latest'

test('a pull onto a full disk fails while it extracts, and leaves no image', async () => {
  await using it = await play()
  const rule = await happen(it, 'enospc')
  const lines = bodyOf(await it.ask(pull))
  expect(lines).toContain('"status":"Extracting"')
  expect(lines).toMatch(
    /"errorDetail":\{"message":"failed to register layer: write \/[^"]+: no space left on device"\},"error":"failed to register layer: write /,
  )
  expect(await message(it, 'POST /containers/create', web)).toEqual([404, 'No such image: alpine:latest'])
  rule.remove()
  expect((await ask(it, pull)).text).toContain('Downloaded newer image')
})

test('the disk is full after so many bytes', async () => {
  await using it = await play()
  const rule = await happen(it, { enospc: { after: '1g' } })
  expect((await ask(it, pull)).text).toContain('Downloaded newer image')
  rule.remove()
  expect(rule.report.did).toEqual(['storage fails with ENOSPC at unpack, create, start, write'])
})

test('a full disk: containers cannot be made, started, or write', async () => {
  await using it = await play()
  const id = await runningContainer(it)
  await ask(it, 'POST /containers/create?name=other', web)
  using _ = await happen(it, 'enospc')
  expect(await message(it, 'POST /containers/create', web)).toEqual([
    500,
    expect.stringMatching(/^mkdir \/var\/lib\/docker\/overlay2\/[0-9a-f]{64}-init: no space left on device$/),
  ])
  const [status, text] = await message(it, 'POST /containers/other/start')
  expect(status).toBe(500)
  expect(text).toMatch(
    /^failed to set up container networking: open \/var\/lib\/docker\/containers\/[0-9a-f]{64}\/hosts: no space left on device$/,
  )
  expect((await ask(it, 'GET /containers/other/json')).body.State).toMatchObject({ Status: 'created', Error: text })
  expect(await written(it, id)).toContain('No space left on device')
})

/** What a shell in the container says when it writes a file. */
async function written(it: Play, container: string): Promise<string> {
  const exec = { Cmd: ['sh', '-c', 'echo text > /file'], AttachStderr: true, AttachStdout: true }
  const { Id } = (await ask(it, `POST /containers/${container}/exec`, exec)).body
  const [, text] = await post(it, `/exec/${Id}/start`)
  return text
}

test('a quota of one container is exceeded, and the others go on', async () => {
  await using it = await play([], { storageDriver: 'btrfs' })
  await runningContainer(it)
  await runningContainer(it, {}, 'other')
  using _ = await happen(it, { enospc: { quota: true, container: 'web', on: ['write'] } })
  expect(await written(it, 'web')).toContain('Quota exceeded')
  expect(await written(it, 'other')).toBe('')
})

test('the pool of devicemapper is full', async () => {
  await using it = await play([], { engine: '20.10', storageDriver: 'devicemapper' })
  await ask(it, pull)
  using _ = await happen(it, { enospc: { on: ['create'] } })
  expect(await message(it, 'POST /containers/create', web)).toEqual([
    500,
    'devmapper: Thin Pool has 0 free data blocks which is less than minimum required 163840 free data blocks. Create more free space in thin pool or use dm.min_free_space option to change behavior',
  ])
})

test('a disk that is read-only', async () => {
  await using it = await play()
  await runningContainer(it)
  using _ = await happen(it, 'read-only')
  expect(await written(it, 'web')).toContain('Read-only file system')
  expect((await ask(it, 'POST /images/create?fromImage=busybox&tag=latest')).text).toMatch(/: read-only file system"/)
})

test.each([
  ['overlay2', 'unlinkat /var/lib/docker/overlay2/DIR/merged: device or resource busy'],
  ['btrfs', 'unlinkat /var/lib/docker/btrfs/DIR: device or resource busy'],
  [
    'zfs',
    'exit status 1: "/usr/sbin/zfs destroy -r zpool-docker/DIR" => cannot destroy \'zpool-docker/DIR\': dataset is busy\n',
  ],
])('a removal finds the files of %s busy, and leaves the container dead', async (storageDriver, reason) => {
  await using it = await play([], { storageDriver })
  const id = await runningContainer(it)
  const rule = await happen(it, { busy: { container: 'web' } })
  const [status, text] = await message(it, 'DELETE /containers/web?force=1')
  expect(status).toBe(500)
  expect(text.replaceAll(/[0-9a-f]{64}(?=[/:'"])/g, 'DIR').replace(id, 'ID')).toContain(
    `driver "${storageDriver}" failed to remove root filesystem: ${reason}`,
  )
  expect((await ask(it, 'GET /containers/json?all=1')).body[0].State).toBe('dead')
  rule.remove()
  expect((await ask(it, 'DELETE /containers/web')).status).toBe(204)
})

test('a removal finds a directory that is not empty', async () => {
  await using it = await play()
  await runningContainer(it)
  using _ = await happen(it, { busy: 'not-empty' })
  const [, text] = await message(it, 'DELETE /containers/web?force=1')
  expect(text).toMatch(/: unlinkat \/var\/lib\/docker\/overlay2\/[0-9a-f]{64}: directory not empty$/)
})

test('slow storage: starts and removals take their time', async () => {
  await using it = await play()
  await runningContainer(it)
  using _ = await happen(it, { 'slow-storage': '2s' })
  let answered = false
  const removal = ask(it, 'DELETE /containers/web?force=1').then((reply) => {
    answered = true
    return reply.status
  })
  await it.clock.advance(1999)
  expect(answered).toBe(false)
  await it.clock.advance(1)
  expect(await removal).toBe(204)
})

test('a storage driver of the user’s does not know how to fail', async () => {
  const { default: vfs } = await import('../../src/storage/drivers/vfs.ts')
  const drivers = {
    mine(options: Parameters<typeof vfs>[0]) {
      const { troubles: _, ...driver } = vfs(options)
      return { ...driver, name: 'mine' }
    },
  }
  await using it = await play([], { drivers, storageDriver: 'mine' })
  await expect(happen(it, 'enospc')).rejects.toThrow(/the storage driver mine does not know how to fail$/)
})
