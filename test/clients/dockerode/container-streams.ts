// What flows in and out of containers: standard streams, files, commands beside the main process.
import { PassThrough } from 'node:stream'
import { expect } from 'vitest'
import { demultiplexed, Reader, wholeText } from '../../reading.ts'
import { tarBytes, tarEntry } from '../../tars.ts'
import { called, type Exercises, pulled, refused, untyped } from './exercise.ts'

const forever = ['sleep', '1000']
const sizes = ['sh', '-c', 'while :; do stty size; sleep 0.01; done']
const talk = ['sh', '-c', 'echo out; echo err >&2']

export const containerStreams: Exercises = {
  'Container.attach': [
    'connects to the standard streams of a container',
    async ({ create }) => {
      const box = await create('alpine', ['cat'], { OpenStdin: true, StdinOnce: true, AttachStdin: true })
      const stream = await box.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
      const { stdout } = demultiplexed(stream)
      await box.start()
      stream.end('through the pipe')
      expect(await stdout.whole()).toBe('through the pipe')
    },
  ],
  'Container.resize': [
    'gives the terminal of a container another size',
    async ({ create }) => {
      const box = await create('alpine', sizes, {
        Tty: true,
        OpenStdin: true,
      })
      const terminal = new Reader(await box.attach({ stream: true, stdout: true, stderr: true, stdin: true }))
      await box.start()
      await box.resize({ h: 11, w: 22 })
      await terminal.shows(/11 22/)
      await refused(box.resize(), 400, /^invalid resize height ""/)
    },
  ],
  'Container.logs': [
    'brings what a container has written',
    async ({ run }) => {
      const box = await run('alpine', talk, { Tty: true })
      await box.wait()
      expect(String(await box.logs({ stdout: true, stderr: true }))).toBe('out\r\nerr\r\n')
      await refused(box.logs(), 400, 'Bad parameters: you must choose at least one stream')
    },
  ],
  'Container.changes': [
    'lists the files that a container changed',
    async ({ run }) => {
      const box = await run('alpine', ['sh', '-c', 'echo hi > /new; rm /etc/motd'])
      await box.wait()
      expect(await box.changes()).toEqual(
        expect.arrayContaining([
          { Path: '/new', Kind: 1 },
          { Path: '/etc/motd', Kind: 2 },
        ]),
      )
    },
  ],
  'Container.export': [
    'packs all files of a container',
    async ({ run }) => {
      const box = await run('alpine', ['sh', '-c', 'echo exported > /new'])
      await box.wait()
      expect(await wholeText(await box.export())).toContain('exported\n')
    },
  ],
  'Container.commit': [
    'makes an image of a container',
    async ({ run, dockerode }) => {
      const box = await run('alpine', ['sh', '-c', 'echo kept > /new'])
      await box.wait()
      const { Id } = (await box.commit({ repo: 'mine', tag: '1', comment: 'by hand', Cmd: ['cat', '/new'] })) as {
        readonly Id: string
      }
      expect(await dockerode.getImage('mine:1').inspect()).toMatchObject({
        Id,
        Comment: 'by hand',
        Config: { Cmd: ['cat', '/new'] },
      })
    },
  ],
  'Container.getArchive': [
    'packs a file or directory of a container',
    async ({ create }) => {
      const box = await create('alpine')
      expect(await wholeText(await box.getArchive({ path: '/etc/hostname' }))).toMatch(/^hostname\0/)
      await refused(box.getArchive({ path: '/nosuch' }), 404, /^Could not find the file \/nosuch in container/)
    },
  ],
  'Container.infoArchive': [
    'tells what is at a path in a container',
    async ({ create }) => {
      const box = await create('alpine')
      const { headers } = (await box.infoArchive({ path: '/etc' })) as { readonly headers: Record<string, string> }
      const stat = JSON.parse(Buffer.from(headers['x-docker-container-path-stat']!, 'base64').toString())
      expect(stat).toMatchObject({ name: 'etc', mode: expect.any(Number), linkTarget: '' })
    },
  ],
  'Container.putArchive': [
    'unpacks files into a container',
    async ({ create }) => {
      const box = await create('alpine', ['cat', '/tmp/put'], { Tty: true })
      await box.putArchive(await tarBytes([tarEntry('put', 'from outside\n')]), { path: '/tmp' })
      await box.start()
      await box.wait()
      expect(String(await box.logs({ stdout: true }))).toBe('from outside\r\n')
    },
  ],
  'Container.copy': [
    'is gone since Docker 1.12',
    async ({ create }) => {
      const box = await create('alpine')
      await expect(box.copy({ Resource: '/etc' })).rejects.toMatchObject({ statusCode: 404 })
    },
  ],
  'Container.exec': [
    'prepares a command beside the main process',
    async ({ run, create }) => {
      const box = await run('alpine', forever)
      const exec = await box.exec({ Cmd: ['true'] })
      expect(await exec.inspect()).toMatchObject({ ContainerID: box.id, Running: false, ExitCode: null })
      await refused((await create('alpine')).exec({ Cmd: ['true'] }), 409, /is not running$/)
    },
  ],
  'Docker.getExec': [
    'refers to a command by its id',
    async ({ run, dockerode }) => {
      const { id } = await (await run('alpine', forever)).exec({ Cmd: ['true'] })
      expect((await dockerode.getExec(id).inspect()).ID).toBe(id)
      await refused(dockerode.getExec('nosuch').inspect(), 404, 'No such exec instance: nosuch')
    },
  ],
  'Exec.start': [
    'runs the command and connects to it',
    async ({ run }) => {
      const box = await run('alpine', forever)
      const exec = await box.exec({ Cmd: ['tr', 'a-z', 'A-Z'], AttachStdin: true, AttachStdout: true })
      const stream = await exec.start({ hijack: true, stdin: true })
      const { stdout } = demultiplexed(stream)
      stream.end('shout')
      expect(await stdout.whole()).toBe('SHOUT')
    },
  ],
  'Exec.inspect': [
    'tells how the command ended',
    async ({ run }) => {
      const box = await run('alpine', forever)
      const exec = await box.exec({ Cmd: ['sh', '-c', 'exit 5'], AttachStdout: true })
      await wholeText(await exec.start({}))
      expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 5, ProcessConfig: { entrypoint: 'sh' } })
    },
  ],
  'Exec.resize': [
    'gives the terminal of the command another size',
    async ({ run }) => {
      const box = await run('alpine', forever)
      const exec = await box.exec({
        Cmd: sizes,
        Tty: true,
        AttachStdin: true,
        AttachStdout: true,
      })
      const terminal = new Reader(await exec.start({ hijack: true, stdin: true, Tty: true }))
      await exec.resize({ h: 11, w: 22 })
      await terminal.shows(/11 22/)
    },
  ],
  'Docker.run': [
    'creates, attaches, starts and waits in one',
    async ({ dockerode }) => {
      await pulled(dockerode, 'alpine')
      const sink = new PassThrough()
      const reader = new Reader(sink)
      const [ended] = (await dockerode.run('alpine', ['sh', '-c', 'echo ran; exit 2'], sink)) as [object]
      expect(ended).toEqual({ StatusCode: 2 })
      expect(await reader.whole()).toBe('ran\r\n')
    },
  ],
  'Docker.runPromise': [
    'keeps the two sides of a container without a terminal apart',
    async ({ dockerode }) => {
      await pulled(dockerode, 'alpine')
      const [stdout, stderr] = [new PassThrough(), new PassThrough()]
      const sides = [new Reader(stdout), new Reader(stderr)] as const
      await untyped(dockerode).runPromise!('alpine', talk, [stdout, stderr], { Tty: false })
      expect(await Promise.all(sides.map((side) => side.whole()))).toEqual(['out\n', 'err\n'])
    },
  ],
  'Docker.runCallback': [
    'tells of the container, its stream, its start and its end',
    async ({ dockerode }) => {
      await pulled(dockerode, 'alpine')
      const told: string[] = []
      const ended = await called<object>((done) => {
        const command = ['sh', '-c', 'exit 4']
        const hub = runCallback(dockerode)('alpine', command, new PassThrough(), {}, {}, done)
        for (const event of ['container', 'stream', 'start', 'data']) hub.on(event, () => told.push(event))
      })
      expect(ended).toEqual({ StatusCode: 4 })
      expect(told).toEqual(['container', 'stream', 'start', 'data'])
    },
  ],
}

type RunCallback = (...given: unknown[]) => NodeJS.EventEmitter

const runCallback = (dockerode: object): RunCallback =>
  (dockerode as { readonly runCallback: RunCallback }).runCallback.bind(dockerode)
