// A daemon that is closed: nothing of it is left that would keep a run of tests from ending, and it says that it is over.
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Dockerode from 'dockerode'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createDaemon, type Daemon, type ManualClock, manualClock } from '../../src/index.ts'
import { nextTurn } from '../../src/world/turns.ts'
import { ownFolder } from '../own-folder.ts'

function made(clock: ManualClock = manualClock()): Daemon {
  const daemon = createDaemon({ clock })
  onTestFinished(() => daemon.close())
  return daemon
}

const get = (daemon: Daemon, path: string): Promise<Response> => daemon.fetch(new Request(`http://docker${path}`))
const clientOf = (daemon: Daemon): Dockerode => new Dockerode({ agent: daemon.agent } as Dockerode.DockerOptions)

describe('When a daemon is closed, nothing is due any more', () => {
  const situations: Readonly<Record<string, (daemon: Daemon) => Promise<unknown>>> = {
    'of a container that restarts again and again': (daemon) => daemon.container({ state: 'restarting' }),
    'of a call that a rule holds up': async (daemon) => {
      daemon.use({ do: { delay: '1h' } })
      void get(daemon, '/_ping').catch(String)
      await nextTurn()
    },
    'of health checks': (daemon) => daemon.container({ config: { Healthcheck: { Test: ['CMD', 'sleep', '10'] } } }),
    'of statistics that somebody reads by fetch': async (daemon) => {
      await daemon.container({ name: 'web' })
      await (await get(daemon, '/containers/web/stats')).body!.getReader().read()
    },
  }
  test.for(Object.keys(situations))('%s', async (situation) => {
    const clock = manualClock()
    const daemon = made(clock)
    await situations[situation]!(daemon)
    expect(clock.next, 'before').toBeDefined()
    await daemon.close()
    expect(clock.next, 'afterwards').toBeUndefined()
  })
})

test('A container that was removed is not due to restart any more', async () => {
  const clock = manualClock()
  const daemon = made(clock)
  await daemon.container({ name: 'loop', state: 'restarting' })
  await clientOf(daemon).getContainer('loop').remove({ force: true })
  expect(clock.next).toBeUndefined()
})

test('Who reads a stream by fetch hears that the daemon was closed, but for logs and waits, which end before', async () => {
  const daemon = made()
  await daemon.container({ name: 'web' })
  const log = (await get(daemon, '/containers/web/logs?follow=1&stdout=1')).text()
  const waited = daemon.fetch(new Request('http://docker/containers/web/wait', { method: 'POST' }))
  const code = waited.then((reply) => reply.json())
  const events = (await get(daemon, '/events?filters={"type":["image"]}')).text()
  const heard = expect(events).rejects.toThrow('the daemon was closed')
  await daemon.close()
  expect(await log).toBe('')
  expect(await code).toEqual({ StatusCode: 137 })
  await heard
})

test('Who leaves a stream hears why, as with any fetch', async () => {
  const daemon = made()
  const leaving = new AbortController()
  const events = await daemon.fetch(new Request('http://docker/events', { signal: leaving.signal }))
  leaving.abort(new Error('enough'))
  await expect(events.text()).rejects.toThrow('enough')
})

test('A daemon that is closed says so to fetch, builders and reset', async () => {
  const daemon = made()
  await daemon.close()
  for (const asking of [get(daemon, '/_ping'), daemon.container(), daemon.volume('data'), daemon.reset()]) {
    await expect(asking).rejects.toThrow('the daemon is closed')
  }
})

const folder = ownFolder()
test('A process that forgets to close its daemons leaves none of their directories behind', async () => {
  const place = folder.path()
  const ours = (): string[] => readdirSync(place).filter((name) => name.startsWith('mockerd-'))
  const script = await folder.write(
    'forgets.mts',
    `import { startDaemon } from ${JSON.stringify(join(import.meta.dirname, '../../src/daemon/start.ts'))}
process.env.TMPDIR = ${JSON.stringify(place)}
const { host } = await startDaemon()
process.stdout.write(host, () => process.exit())`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script])
  expect(stdout).toContain(`unix://${place}/mockerd-`)
  expect(ours()).toEqual([])
})
