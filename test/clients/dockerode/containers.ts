// Containers: their life from creation to removal, and what is told of them.
import { expect } from 'vitest'
import { called, type Exercises, pulled, refused, untyped } from './exercise.ts'

const forever = ['sleep', '1000']

export const containers: Exercises = {
  'Docker.createContainer': [
    'makes a container that does not run yet',
    async ({ dockerode }) => {
      await pulled(dockerode, 'alpine')
      const { id } = await dockerode.createContainer({ Image: 'alpine', name: 'job', Labels: { a: 'b' } })
      expect((await dockerode.getContainer(id).inspect()).State.Status).toBe('created')
      await refused(dockerode.createContainer({ Image: 'alpine', name: 'job' }), 409, /name "\/job" is already in use/)
    },
  ],
  'Docker.getContainer': [
    'refers to a container by its name, id or the beginning of it',
    async ({ create, dockerode }) => {
      const { id } = await create('alpine', ['true'], { name: 'job' })
      for (const reference of [id, id.slice(0, 12), 'job'])
        expect((await dockerode.getContainer(reference).inspect()).Id).toBe(id)
    },
  ],
  'Docker.listContainers': [
    'shows those that run, or all',
    async ({ run, create, dockerode }) => {
      await run('alpine', forever, { name: 'web' })
      await create('alpine', ['true'], { name: 'job' })
      const names = async (options: object): Promise<string[]> =>
        (await dockerode.listContainers(options)).flatMap(({ Names }) => Names)
      expect(await names({})).toEqual(['/web'])
      expect(await names({ all: true })).toEqual(['/job', '/web'])
      expect(await names({ all: true, filters: { status: ['created'] } })).toEqual(['/job'])
    },
  ],
  'Docker.pruneContainers': [
    'removes those that do not run',
    async ({ run, create, dockerode }) => {
      const { id } = await create('alpine')
      await run('alpine', forever)
      expect(await dockerode.pruneContainers()).toEqual({ ContainersDeleted: [id], SpaceReclaimed: 0 })
      expect(await dockerode.listContainers({ all: true })).toHaveLength(1)
    },
  ],
  'Container.inspect': [
    'tells everything about a container',
    async ({ run }) => {
      const box = await run('alpine', forever, { name: 'box', Env: ['A=1'] })
      expect(await box.inspect({ size: true } as object)).toMatchObject({
        Name: '/box',
        Path: 'sleep',
        State: { Running: true },
        SizeRw: expect.any(Number),
      })
      expect((await called<{ Id: string }>((done) => box.inspect(done as never))).Id).toBe(box.id)
    },
  ],
  'Container.rename': [
    'gives a container another name',
    async ({ create, dockerode }) => {
      const box = await create('alpine', ['true'], { name: 'before' })
      await box.rename({ name: 'after' })
      expect((await dockerode.getContainer('after').inspect()).Id).toBe(box.id)
      await refused(box.rename({ name: '' }), 400, 'Neither old nor new names may be empty')
    },
  ],
  'Container.update': [
    'gives a container other limits',
    async ({ run }) => {
      const box = await run('alpine', forever)
      expect(await box.update({ Memory: 64 << 20, MemorySwap: -1 })).toEqual({ Warnings: null })
      expect((await box.inspect()).HostConfig.Memory).toBe(64 << 20)
    },
  ],
  'Container.start': [
    'starts a container, and says nothing of one that runs',
    async ({ create }) => {
      const box = await create('alpine', forever)
      await box.start()
      expect((await box.inspect()).State.Running).toBe(true)
      await expect(box.start()).rejects.toMatchObject({ statusCode: 304 })
    },
  ],
  'Container.pause': [
    'stands a container still',
    async ({ run }) => {
      const box = await run('alpine', forever)
      await box.pause()
      expect((await box.inspect()).State).toMatchObject({ Status: 'paused', Running: true })
    },
  ],
  'Container.unpause': [
    'lets a paused container go on',
    async ({ run }) => {
      const box = await run('alpine', forever)
      await box.pause()
      await box.unpause()
      expect((await box.inspect()).State.Status).toBe('running')
      await refused(box.unpause(), 500, /is not paused/)
    },
  ],
  'Container.stop': [
    'asks the main process to end, then ends it',
    async ({ run }) => {
      const box = await run('alpine', ['sh', '-c', 'trap "exit 7" TERM; while :; do sleep 0.01; done'])
      await box.stop({ t: 10 })
      expect((await box.inspect()).State).toMatchObject({ Status: 'exited', ExitCode: 7 })
    },
  ],
  'Container.restart': [
    'stops and starts a container',
    async ({ run }) => {
      const box = await run('alpine', forever)
      const before = (await box.inspect()).State
      await box.restart({ t: 0 })
      const after = (await box.inspect()).State
      expect([after.Running, after.StartedAt > before.StartedAt]).toEqual([true, true])
    },
  ],
  'Container.kill': [
    'sends the main process a signal',
    async ({ run }) => {
      const box = await run('alpine', forever)
      await box.kill({ signal: 'KILL' })
      expect(await box.wait()).toEqual({ StatusCode: 137 })
      await refused(box.kill(), 409, /is not running/)
    },
  ],
  'Container.wait': [
    'answers with the exit code when a container has ended',
    async ({ create }) => {
      const box = await create('alpine', ['sh', '-c', 'exit 3'])
      const ended = box.wait({ condition: 'next-exit' })
      await box.start()
      expect(await ended).toEqual({ StatusCode: 3 })
    },
  ],
  'Container.remove': [
    'removes a container, by force one that runs',
    async ({ run, dockerode }) => {
      const box = await run('alpine', forever)
      await refused(box.remove(), 409, /^cannot remove container/)
      await box.remove({ force: true, v: true })
      expect(await dockerode.listContainers({ all: true })).toEqual([])
    },
  ],
  'Container.top': [
    'shows the processes of a container',
    async ({ run }) => {
      const box = await run('alpine', ['sh', '-c', 'sleep 1000 & wait'])
      const top = (await box.top({ ps_args: '-ef' })) as { readonly Processes: string[][] }
      expect(top.Processes.map((row) => row.at(-1))).toEqual(['sh -c sleep 1000 & wait', 'sleep 1000'])
    },
  ],
  'Container.stats': [
    'measures a container once',
    async ({ run }) => {
      const box = await run('alpine', forever)
      const sample = await box.stats({ stream: false })
      expect(sample).toMatchObject({ id: box.id, pids_stats: { current: 1 }, memory_stats: expect.any(Object) })
    },
  ],
  'Container.listCheckpoint': [
    'is an experiment that the engine does not make',
    async ({ create }) => refused(untyped(await create('alpine')).listCheckpoint!(), 501, experimental),
  ],
  'Container.createCheckpoint': [
    'is an experiment that the engine does not make',
    async ({ run }) =>
      refused(untyped(await run('alpine', forever)).createCheckpoint!({ checkpointID: 'a' }), 501, experimental),
  ],
  'Container.deleteCheckpoint': [
    'is an experiment that the engine does not make',
    async ({ create }) => refused(untyped(await create('alpine')).deleteCheckpoint!('a', {}), 501, experimental),
  ],
}

const experimental = /^This experimental feature is disabled by default\./
