// A daemon whose host is cut off at any step of saving is, at its next start, as it was at some moment: not before the
// last thing that it told a client.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDaemon, type Daemon, manualClock } from '../../src/index.ts'
import { hostFiles } from '../../src/storage/data-root/host-files.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'
import { type Cut, type CutFiles, cutFiles } from './cut-files.ts'

/** Every so manieth step is tried; MOCKERD_CUTS=1 tries them all. */
const stride = Number(process.env.MOCKERD_CUTS ?? 19)

type Act = (docker: Dockerode) => Promise<unknown>

const put = async (docker: Dockerode, name: string, path: string, content: string): Promise<unknown> =>
  docker.getContainer(name).putArchive(await tarBytes([tarEntry('file', content)]), { path })

/** What ran when the host was cut off has ended, with what it had done until then. */
async function runAndWait(docker: Dockerode): Promise<void> {
  await docker.getContainer('box').start()
  const reply = await docker.getContainer('box').wait()
  if (reply.StatusCode !== 0) throw new Error(`the reply was cut off: ${JSON.stringify(reply)}`)
}

/** What a client does, one after the other. */
const acts: readonly Act[] = [
  async (docker) => {
    const text = await wholeText(await docker.pull('busybox:latest'))
    if (!text.includes('Status: ')) throw new Error(text)
  },
  (docker) => docker.getImage('busybox').tag({ repo: 'mine', tag: 'one' }),
  (docker) => docker.createVolume({ Name: 'data' }),
  (docker) => docker.createNetwork({ Name: 'net' }),
  (docker) =>
    docker.createContainer({
      name: 'box',
      Image: 'busybox',
      Cmd: ['sh', '-c', 'echo ran; echo one > /ran; echo two > /data/ran; rm /etc/group'],
      WorkingDir: '/made/for/it',
      HostConfig: { Binds: ['data:/data'] },
      Volumes: { '/etc': {} },
    }),
  (docker) => put(docker, 'box', '/', 'first'),
  runAndWait,
  (docker) => docker.getContainer('box').commit({ repo: 'mine', tag: 'two' }),
  (docker) => put(docker, 'box', '/data', 'in the volume'),
  (docker) => docker.getContainer('box').rename({ name: 'case' }),
  // two images at once: a name that goes from one to the other
  (docker) => docker.getImage('mine:two').tag({ repo: 'mine', tag: 'one' }),
  (docker) => docker.getNetwork('net').remove(),
  (docker) => docker.getContainer('case').remove({ v: true }),
  (docker) => docker.getVolume('data').remove(),
  (docker) => docker.getImage('mine:one').remove(),
  (docker) => docker.getImage('mine:two').remove(),
  (docker) => docker.getImage('busybox').remove(),
]

const stopped: unknown = expect.objectContaining({ name: '/box', State: 'exited', mounts: 2, files: { file: 'first' } })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mockerd-cut-'))
})
afterAll(() => rm(folder, { recursive: true }))

const open = (dataRoot: string, files = hostFiles): Daemon =>
  createDaemon({
    dataRoot,
    hostFiles: files,
    seed: 'cut',
    clock: manualClock(),
    warn: (text) => void warnings.push(text),
  })

const warnings: string[] = []

const client = (daemon: Daemon): Dockerode => new Dockerode({ agent: daemon.agent } as Dockerode.DockerOptions)

/** How many acts were answered until the files could not be written any more. */
async function run(dataRoot: string, files: CutFiles, limit = Number.POSITIVE_INFINITY): Promise<number> {
  const daemon = open(dataRoot, files)
  let answered = 0
  try {
    for (const act of acts) {
      await act(client(daemon))
      answered++
    }
  } catch (error) {
    if (files.steps < limit) throw error
  }
  await daemon.close().catch(() => {})
  return answered
}

/** All that can be seen of a daemon. */
async function view(docker: Dockerode): Promise<unknown> {
  const images = await docker.listImages({ all: true } as object)
  const containers = await docker.listContainers({ all: true })
  const { Volumes } = await docker.listVolumes()
  const networks = await docker.listNetworks()
  return {
    images: images.map(({ Id, RepoTags }) => [Id, [...(RepoTags ?? [])].sort()]).sort(),
    containers: await Promise.all(
      containers.map(async ({ Id, Names, State, Mounts }) => ({
        name: Names[0],
        State,
        mounts: Mounts.length,
        changes: await docker.getContainer(Id).changes(),
        log: (await docker.getContainer(Id).logs({ stdout: true })).toString(),
        files: await contents(docker, Id, '/file'),
        data: await contents(docker, Id, '/data'),
      })),
    ),
    volumes: Volumes.length,
    networks: networks.map(({ Name }) => Name).sort(),
  }
}

async function contents(docker: Dockerode, id: string, path: string): Promise<unknown> {
  try {
    return await tarContents(
      (await docker.getContainer(id).getArchive({ path })) as unknown as AsyncIterable<Uint8Array>,
    )
  } catch (error) {
    return (error as { statusCode: number }).statusCode
  }
}

/** As it is seen after each number of acts. */
async function views(): Promise<unknown[]> {
  const daemon = createDaemon({ seed: 'cut', clock: manualClock() })
  const seen = [await view(client(daemon))]
  for (const act of acts) {
    await act(client(daemon))
    seen.push(await view(client(daemon)))
  }
  await daemon.close()
  return seen
}

describe.for<Cut>(['kill', 'power'])('after a %s', (cut) => {
  test('the next start finds what was told, and nothing half-done', { timeout: 300_000 }, async () => {
    const seen = await views()
    const whole = cutFiles(cut, Number.POSITIVE_INFINITY, join(folder, `${cut}-aside`))
    expect(await run(join(folder, cut), whole)).toBe(acts.length)
    expect(whole.steps).toBeGreaterThan(150)
    for (let limit = 1; limit <= whole.steps; limit += stride) {
      const root = join(folder, `${cut}-${limit}`)
      const files = cutFiles(cut, limit, `${root}-aside`)
      const answered = await run(root, files, limit)
      await files.settle()
      const daemon = open(root)
      const found = await view(client(daemon))
      await daemon.close()
      const allowed: unknown[] = [seen[answered], seen[answered + 1]]
      if (acts[answered] === runAndWait) allowed.push({ ...(seen[answered] as object), containers: [stopped] })
      expect(allowed, `step ${limit}, after ${answered} answers`).toContainEqual(found)
      expect(warnings).toEqual([])
      await Promise.all([root, `${root}-aside`].map((path) => rm(path, { recursive: true })))
    }
  })
})
