// What clients see of the scenarios about storage and archives.
import { expect } from 'vitest'
import { bodyOf, chunksOf, headOf, type Play } from '../play.ts'
import { create, jsonOf, messageOf, objectsOf, post, pull, run, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

const BROKEN = 'HTTP/1.1 500 Internal Server Error'
const CONFLICT = 'HTTP/1.1 409 Conflict'

/** The archive of a container's file, cut in its second entry. */
async function cut(it: Play): Promise<{ readonly bytes: string; readonly complete: boolean }> {
  await run(it, 'web')
  const answer = await it.ask('GET /containers/web/archive?path=/etc')
  expect(headOf(answer)).toContain('\r\nContent-Type: application/x-tar\r\n')
  const { chunks, complete } = chunksOf(answer)
  return { bytes: chunks.join(''), complete }
}

/** A removal of a container that runs, and what is left of it; the same for one that removes itself. */
async function removalFails(it: Play, message: RegExp): Promise<void> {
  await run(it, 'web')
  const answer = await it.ask('DELETE /containers/web?force=1')
  expect(statusLine(answer)).toBe(BROKEN)
  expect(messageOf(answer)).toMatch(message)
  await run(it, 'once', { Cmd: ['true'], HostConfig: { AutoRemove: true } })
  await post(it, '/containers/once/wait')
  const left = jsonOf(await it.ask('GET /containers/json?all=1')) as { State: string }[]
  expect(left.map(({ State }) => State)).toEqual(['dead', 'dead'])
}

await showGroup('storage', {
  'volume-in-use': async (it) => {
    await post(it, '/volumes/create', { Name: 'data' })
    for (let time = 1; time <= 3; time++) {
      const answer = await it.ask('DELETE /volumes/data')
      expect(statusLine(answer)).toBe(CONFLICT)
      expect(messageOf(answer)).toMatch(/^remove data: volume is in use - \[[0-9a-f]{64}\]$/)
    }
    expect(statusLine(await it.ask('DELETE /volumes/data'))).toBe('HTTP/1.1 204 No Content')
  },

  'image-in-use': async (it) => {
    await pull(it)
    const { id } = it.daemon.engine.images.find('alpine')
    const byName = await it.ask('DELETE /images/alpine?force=1')
    expect(statusLine(byName)).toBe(CONFLICT)
    expect(messageOf(byName)).toMatch(
      /^conflict: unable to remove repository reference "alpine" \(must force\) - container [0-9a-f]{12} is using its referenced image [0-9a-f]{12}$/,
    )
    for (const reference of [id, id.slice('sha256:'.length, 'sha256:'.length + 12)]) {
      const byId = await it.ask(`DELETE /images/${reference}?force=1`)
      expect(statusLine(byId)).toBe(CONFLICT)
      expect(messageOf(byId)).toMatch(
        /^conflict: unable to delete [0-9a-f]{12} \(cannot be forced\) - image is being used by running container [0-9a-f]{12}$/,
      )
    }
    expect(statusLine(await it.ask('GET /images/alpine/json'))).toBe('HTTP/1.1 200 OK')
  },

  'archive-truncated': async (it) => {
    const { bytes, complete } = await cut(it)
    expect(bytes).toHaveLength(700)
    expect(bytes.slice(0, 5)).toBe('etc/\0')
    expect(complete).toBe(false)
  },

  'archive-truncated-cleanly': async (it) => {
    const { bytes, complete } = await cut(it)
    expect(bytes).toHaveLength(700)
    expect(complete).toBe(true)
  },

  'archive-no-stat': async (it) => {
    await run(it, 'web')
    for (const method of ['GET', 'HEAD']) {
      const answer = await it.ask(`${method} /containers/web/archive?path=/etc/hosts`)
      expect(statusLine(answer)).toBe('HTTP/1.1 200 OK')
      expect(headOf(answer)).not.toMatch(/X-Docker-Container-Path-Stat/i)
    }
  },

  'archive-not-found': async (it) => {
    await run(it, 'web')
    const answer = await it.ask('GET /containers/web/archive?path=/etc/hosts')
    expect(statusLine(answer)).toBe('HTTP/1.1 404 Not Found')
    expect(bodyOf(answer)).toBe('{"message":"Could not find the file /etc/hosts in container web"}\n')
    const head = await it.ask('HEAD /containers/web/archive?path=/etc/hosts')
    expect(statusLine(head)).toBe('HTTP/1.1 404 Not Found')
    expect(bodyOf(head)).toBe('')
  },

  'start-enospc': async (it) => {
    const id = await create(it, 'web')
    const answer = await post(it, '/containers/web/start')
    expect(statusLine(answer)).toBe(BROKEN)
    expect(messageOf(answer)).toBe(
      `failed to set up container networking: open /var/lib/docker/containers/${id}/hosts: no space left on device`,
    )
    const { State } = jsonOf(await it.ask('GET /containers/web/json'))
    expect(State).toMatchObject({ Status: 'created', Error: messageOf(answer) })
  },

  'write-enospc': async (it) => {
    await run(it, 'web', { Cmd: ['sh', '-c', 'echo text > /file; echo $?'] })
    await post(it, '/containers/web/wait')
    expect(bodyOf(await it.ask('GET /containers/web/logs?stdout=1&stderr=1'))).toContain('No space left on device\n')
  },

  'btrfs-quota': async (it) => {
    expect(jsonOf(await it.ask('GET /info')).Driver).toBe('btrfs')
    await run(it, 'web', { Cmd: ['sh', '-c', 'echo text > /file; echo $?'] })
    await post(it, '/containers/web/wait')
    expect(bodyOf(await it.ask('GET /containers/web/logs?stdout=1&stderr=1'))).toContain('Quota exceeded\n')
  },

  'read-only': async (it) => {
    const answer = await pull(it)
    expect(statusLine(answer)).toBe('HTTP/1.1 200 OK')
    expect(objectsOf(answer).at(-1)?.error).toMatch(/: read-only file system$/)
    expect(bodyOf(await it.ask('GET /images/json'))).toBe('[]\n')
  },

  'devicemapper-pool-full': async (it) => {
    await pull(it)
    const answer = await post(it, '/containers/create', { Image: 'alpine' })
    expect(statusLine(answer)).toBe(BROKEN)
    expect(messageOf(answer)).toBe(
      'devmapper: Thin Pool has 0 free data blocks which is less than minimum required 163840 free data blocks. Create more free space in thin pool or use dm.min_free_space option to change behavior',
    )
    expect(bodyOf(await it.ask('GET /containers/json?all=1'))).toBe('[]\n')
  },

  'zfs-dataset-busy': (it) =>
    removalFails(
      it,
      /: driver "zfs" failed to remove root filesystem: exit status 1: "\/usr\/sbin\/zfs destroy -r zpool-docker\/[0-9a-f]{64}" => cannot destroy 'zpool-docker\/[0-9a-f]{64}': dataset is busy\n$/,
    ),

  'overlay2-busy': (it) =>
    removalFails(
      it,
      /: driver "overlay2" failed to remove root filesystem: unlinkat \/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/merged: device or resource busy$/,
    ),

  'overlay2-not-empty': (it) =>
    removalFails(
      it,
      /: driver "overlay2" failed to remove root filesystem: unlinkat \/var\/lib\/docker\/overlay2\/[0-9a-f]{64}: directory not empty$/,
    ),

  'slow-df': async (it) => {
    const usage = it.say('GET /system/df', 'Connection: close\r\n')
    await it.ask('GET /_ping')
    await it.clock.advance(119_999)
    expect(usage.text).toBe('')
    await it.clock.advance(1)
    expect(jsonOf(await usage.all())).toHaveProperty('LayersSize')
  },
})
