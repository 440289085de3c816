// skopeo, another reader and writer of what `docker save` writes. The engine is an old one, as skopeo of Debian 12 speaks
// API 1.22 only.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { dockerTest } from '../fixture.ts'

const absent = spawnSync('skopeo', ['--version']).status === 0 ? undefined : 'there is no skopeo on this machine'

const test = dockerTest(() => ({ engine: '20.10' }))

/** What it printed; throws what it complained of. */
async function skopeo(...args: readonly string[]): Promise<string> {
  const child = spawn('skopeo', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const status = child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)))
  if (status !== 0) throw new Error(`skopeo ${args.join(' ')}: ${stderr}`)
  return stdout
}

describe.skipIf(absent)(`skopeo ${absent ?? ''}`, () => {
  test('copies an image out of the daemon and into it, and finds it the same', { timeout: 60_000 }, async ({
    docker,
  }) => {
    await docker.create('alpine')
    const folder = await mkdtemp(join(tmpdir(), 'mockerd-skopeo-'))
    try {
      const archive = `docker-archive:${join(folder, 'image.tar')}`
      await skopeo('copy', '--src-daemon-host', docker.host, 'docker-daemon:alpine:latest', `${archive}:copied:1`)
      const inDaemon = JSON.parse(await skopeo('inspect', '--daemon-host', docker.host, 'docker-daemon:alpine:latest'))
      const inArchive = JSON.parse(await skopeo('inspect', archive))
      expect(inArchive).toMatchObject({ Layers: inDaemon.Layers, Env: inDaemon.Env, Created: inDaemon.Created })
      await skopeo('copy', '--dest-daemon-host', docker.host, `${archive}:copied:1`, 'docker-daemon:copied:2')
      const [before, after] = await Promise.all(
        ['alpine', 'copied:2'].map((name) => docker.dockerode.getImage(name).inspect()),
      )
      expect(after).toMatchObject({ Id: before!.Id, RootFS: before!.RootFS, Size: before!.Size })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
