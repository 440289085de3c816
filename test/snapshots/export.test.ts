// Snapshots as files: what a daemon was, in a tar archive, and a daemon that begins with it.
import { describe, expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest } from '../fixture.ts'
import { startTestDaemon } from '../test-daemon.ts'
import { everything } from './everything.ts'

const test = dockerTest(() => ({ clock: manualClock(), seed: 'export' }))

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

describe('A daemon that begins with the snapshot of another', () => {
  test('has the same containers, images, volumes and networks', async ({ docker }) => {
    await docker.dockerode.createNetwork({ Name: 'net' })
    await docker.create('debian', ['true'], { name: 'made' })
    await docker.run('alpine', ['sh', '-c', 'echo hello; echo one > /data/a; rm /etc/motd; sleep 1000'], {
      name: 'web',
      HostConfig: { Binds: ['data:/data'], NetworkMode: 'net', PortBindings: { '80/tcp': [{ HostPort: '8080' }] } },
    })
    await docker.engine.world.clock.sleep(0)
    const before = await everything(docker)
    const file = await bytesOf(docker.snapshot().export())
    await using other = await startTestDaemon({
      snapshot: (async function* () {
        yield file
      })(),
      clock: manualClock(),
      seed: 'export',
    })
    expect(await everything(other)).toEqual(before)
    expect(other.resumed).toEqual({ restarted: ['web'], failed: {} })
  })
})
