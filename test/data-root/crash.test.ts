// A daemon that ends without a word: what becomes of the containers that ran then.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { type HostFiles, hostFiles } from '../../src/storage/data-root/host-files.ts'
import { tarBytes, tarContents, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'
import { type Runs, test } from './runs.ts'

interface Losable extends HostFiles {
  lost: boolean
  /** Resolves when the next file whose name ends so is in its place. */
  saved(end: string): Promise<void>
  /** The next write waits until it may go on. */
  holdUp(): { readonly begun: Promise<void>; goOn(): void }
}

/** Files that a test can take away from a daemon, as its end would. */
function losable(): Losable {
  const waiting: { readonly end: string; readonly resolve: () => void }[] = []
  let hold: (() => Promise<void>) | undefined
  const live = (): void => {
    if (files.lost) throw new Error('the daemon is dead')
  }
  const files: Losable = {
    lost: false,
    saved: (end) => new Promise<void>((resolve) => void waiting.push({ end, resolve })),
    holdUp() {
      let goOn = (): void => {}
      const mayGo = new Promise<void>((resolve) => {
        goOn = resolve
      })
      const begun = new Promise<void>((resolve) => {
        hold = () => {
          hold = undefined
          resolve()
          return mayGo
        }
      })
      return { begun, goOn }
    },
    async write(path, pieces) {
      live()
      await hold?.()
      await hostFiles.write(path, pieces)
    },
    async append(path, bytes) {
      live()
      await hostFiles.append(path, bytes)
    },
    async sync(path) {
      live()
      await hostFiles.sync(path)
    },
    async syncFolder(path) {
      live()
      await hostFiles.syncFolder(path)
    },
    async rename(from, to) {
      live()
      await hostFiles.rename(from, to)
      for (const { end, resolve } of waiting) if (to.endsWith(end)) resolve()
    },
    async remove(path) {
      live()
      await hostFiles.remove(path)
    },
  }
  return files
}

async function crash(runs: Runs, files: { lost: boolean }): Promise<void> {
  files.lost = true
  await runs.end().catch(() => {})
}

const sleep = ['sleep', '1000']

const run = (docker: TestDaemon, name: string, HostConfig: Dockerode.HostConfig = {}) =>
  docker.run('busybox', sleep, { name, HostConfig })

test('containers that ran have ended as nobody knows, and restart policies start them', async ({ runs }) => {
  const files = losable()
  const first = await runs.next({ hostFiles: files })
  await run(first, 'plain')
  const paused = await run(first, 'paused')
  await paused.pause()
  await run(first, 'always', { RestartPolicy: { Name: 'always' } })
  await run(first, 'failing', { RestartPolicy: { Name: 'on-failure' } })
  await run(first, 'auto', { AutoRemove: true })
  await first.create('busybox', sleep, { name: 'auto-created', HostConfig: { AutoRemove: true } })
  const started = (await first.dockerode.getContainer('plain').inspect()).State.StartedAt
  await crash(runs, files)

  const second = await runs.next()
  const all = await second.dockerode.listContainers({ all: true })
  expect(Object.fromEntries(all.map(({ Names, State }) => [Names[0]!.slice(1), State]))).toEqual({
    plain: 'exited',
    paused: 'exited',
    always: 'running',
    failing: 'running',
  })
  const { State, RestartCount } = await second.dockerode.getContainer('plain').inspect()
  expect([State.ExitCode, State.StartedAt, State.Pid, RestartCount]).toEqual([255, started, 0, 0])
  expect(Date.parse(State.FinishedAt)).toBeGreaterThan(Date.parse(started))
  const again = await second.dockerode.getContainer('always').inspect()
  expect([again.State.ExitCode, again.RestartCount]).toEqual([0, 0])
})

test('what a container wrote while it ran is there, but for the last seconds', async ({ runs }) => {
  const files = losable()
  const clock = manualClock()
  const first = await runs.next({ hostFiles: files, clock })
  const container = await run(first, 'writes', { Binds: ['data:/data'] })
  const write = async (text: string): Promise<void> => {
    const exec = await container.exec({ Cmd: ['sh', '-c', `echo ${text} > /file; echo ${text} > /data/file`] })
    await exec.start({ Detach: true })
    while ((await exec.inspect()).Running) await clock.advance(10)
  }
  await write('kept')
  const saved = Promise.all([files.saved('/data.tree'), files.saved(`${container.id}.tree`)])
  await clock.advance(3000)
  await saved
  await write('lost')
  await crash(runs, files)

  const second = await runs.next()
  const read = async (path: string) =>
    tarContents(
      (await second.dockerode.getContainer('writes').getArchive({ path })) as unknown as AsyncIterable<Uint8Array>,
    )
  expect([await read('/file'), await read('/data/file')]).toEqual([{ file: 'kept\n' }, { file: 'kept\n' }])
})

test('what is copied into a container while it is being saved is answered when that is saved, too', async ({
  runs,
}) => {
  const files = losable()
  const first = await runs.next({ hostFiles: files })
  const container = await first.create('busybox', sleep, { name: 'busy' })
  const put = async (name: string) => container.putArchive(await tarBytes([tarEntry(name, name)]), { path: '/tmp' })
  const { engine } = first
  const isThere = (path: string): boolean =>
    engine.containers.watch.changes(engine.containers.find('busy')).some((change) => change.path === path)

  const { begun, goOn } = files.holdUp()
  const one = put('one')
  await begun
  const other = put('other').then(() => {
    files.lost = true
  })
  while (!isThere('/tmp/other')) await new Promise<void>((resolve) => void setImmediate(resolve))
  goOn()
  await Promise.all([one, other])
  await crash(runs, files)

  const second = await runs.next()
  const archive = await second.dockerode.getContainer('busy').getArchive({ path: '/tmp' })
  const found = await tarContents(archive as unknown as AsyncIterable<Uint8Array>)
  expect(found).toMatchObject({ 'tmp/one': 'one', 'tmp/other': 'other' })
})
