// What clients see of the scenarios about storage and archives.
import { expect } from 'vitest'
import { bodyOf, chunksOf, headOf, type Play } from '../play.ts'
import { messageOf, post, pull, run, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

const CONFLICT = 'HTTP/1.1 409 Conflict'

/** The archive of a container's file, cut in its second entry. */
async function cut(it: Play): Promise<{ readonly bytes: string; readonly complete: boolean }> {
  await run(it, 'web')
  const answer = await it.ask('GET /containers/web/archive?path=/etc')
  expect(headOf(answer)).toContain('\r\nContent-Type: application/x-tar\r\n')
  const { chunks, complete } = chunksOf(answer)
  return { bytes: chunks.join(''), complete }
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
})
