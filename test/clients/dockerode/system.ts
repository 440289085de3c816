// The daemon itself, builds, and plugins.
import { Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { jsonLines } from '../../reading.ts'
import { tarBytes, tarEntry } from '../../tars.ts'
import { called, type Exercises, refused, untyped } from './exercise.ts'

export const system: Exercises = {
  'Docker.info': [
    'tells about the host and counts what is there',
    async ({ dockerode, create }) => {
      await create('alpine')
      expect(await dockerode.info()).toMatchObject({ Containers: 1, Images: 1, OSType: 'linux', Driver: 'overlay2' })
    },
  ],
  'Docker.version': [
    'tells the release and the versions of the API',
    async ({ dockerode }) => {
      expect(await dockerode.version()).toMatchObject({ ApiVersion: '1.51', MinAPIVersion: '1.24', Os: 'linux' })
      expect(await called((done) => dockerode.version(done as never))).toMatchObject({ ApiVersion: '1.51' })
    },
  ],
  'Docker.ping': [
    'is answered with OK',
    async ({ dockerode }) => {
      expect(String(await dockerode.ping())).toBe('OK')
    },
  ],
  'Docker.df': [
    'tells what takes how much of the disk',
    async ({ dockerode, create }) => {
      await create('alpine', ['true'], { HostConfig: { Binds: ['data:/data'] } })
      const { Containers, Images, Volumes, LayersSize } = (await dockerode.df()) as unknown as Record<string, object[]>
      expect([Containers?.length, Images?.length, Volumes?.length]).toEqual([1, 1, 1])
      expect(LayersSize).toBeGreaterThan(0)
    },
  ],
  'Docker.getEvents': [
    'brings what happens while it happens',
    async ({ dockerode }) => {
      const stream = await dockerode.getEvents({ filters: { type: ['volume'] } })
      await dockerode.createVolume({ Name: 'data' })
      for await (const event of jsonLines(stream)) {
        expect(event).toMatchObject({ Type: 'volume', Action: 'create', Actor: { ID: 'data' } })
        break
      }
    },
  ],
  'Docker.checkAuth': [
    'takes the credentials for a registry',
    async ({ dockerode }) => {
      expect(await dockerode.checkAuth({ username: 'me', password: 'secret' })).toEqual({
        IdentityToken: '',
        Status: 'Login Succeeded',
      })
    },
  ],
  'Docker.followProgress': [
    'reads the lines of a pull to their end',
    async ({ dockerode }) => {
      const stream = await dockerode.pull('alpine')
      const seen: unknown[] = []
      const lines = await called<readonly { readonly status: string }[]>((done) =>
        untyped(dockerode).followProgress!(stream, done, (line: unknown) => seen.push(line)),
      )
      expect(lines.at(-1)!.status).toBe('Status: Downloaded newer image for alpine:latest')
      expect(seen).toEqual(lines)
    },
  ],
}

/** The classic builder builds; what BuildKit does is not simulated. */
export const builds: Exercises = {
  'Docker.buildImage': [
    'builds the classic way and tells line by line, and not with BuildKit',
    async ({ dockerode }) => {
      const context = async (): Promise<NodeJS.ReadableStream> =>
        Readable.from([await tarBytes([tarEntry('Dockerfile', 'FROM scratch\nCOPY f /\n'), tarEntry('f', 'text')])])
      const stream = await dockerode.buildImage(await context(), { t: 'mine' })
      const lines = await called<readonly { readonly stream?: string }[]>((done) =>
        untyped(dockerode).followProgress!(stream, done),
      )
      expect(lines.at(-1)).toEqual({ stream: 'Successfully tagged mine:latest\n' })
      expect((await dockerode.getImage('mine').inspect()).RootFS.Layers).toHaveLength(1)
      await refused(dockerode.buildImage(await context(), { t: 'mine', version: '2' }), 501, /Session/)
    },
  ],
  'Docker.pruneBuilder': [
    'finds nothing to remove',
    async ({ dockerode }) => {
      expect(await dockerode.pruneBuilder()).toEqual({ CachesDeleted: null, SpaceReclaimed: 0 })
    },
  ],
}

const notFound = 'plugin "me/plugin:latest" not found'

export const plugins: Exercises = {
  'Docker.getPlugin': [
    'refers to a plugin by its name',
    async ({ dockerode }) => {
      const plugin = getPlugin(dockerode)
      expect(plugin.name).toBe('me/plugin:latest')
      await refused(plugin.inspect(), 404, notFound)
    },
  ],
  'Docker.listPlugins': [
    'shows that there are none',
    async ({ dockerode }) => {
      expect(await dockerode.listPlugins()).toEqual([])
      await refused(dockerode.listPlugins({ filters: { nosuch: ['a'] } } as object), 400, "invalid filter 'nosuch'")
    },
  ],
  'Docker.createPlugin': [
    'refuses what is no plugin',
    async ({ dockerode }) => refused(dockerode.createPlugin({ name: 'me/plugin' }), 500, /^failed to read from tar: /),
  ],
  'Plugin.privileges': [
    'finds none of a plugin that is nowhere',
    async ({ dockerode }) => {
      expect(await getPlugin(dockerode).privileges({ remote: 'me/plugin' })).toEqual([])
    },
  ],
  'Plugin.pull': [
    'is refused by a registry that has no such plugin',
    async ({ dockerode }) => {
      const pulling = getPlugin(dockerode).pull({ remote: 'me/plugin:latest', _body: [] })
      await refused(pulling, 500, /^error resolving plugin reference: pull access denied/)
    },
  ],
  ...missingPlugin('inspect', []),
  ...missingPlugin('remove', []),
  ...missingPlugin('enable', [{ timeout: 0 }]),
  ...missingPlugin('disable', []),
  ...missingPlugin('push', [{}]),
  ...missingPlugin('upgrade', [{}, { remote: 'me/plugin:2', _body: [] }]),
  'Plugin.configure': [
    'takes a list of settings only, of a plugin that is there',
    async ({ dockerode }) => {
      const plugin = getPlugin(dockerode)
      await refused(plugin.configure({ _body: ['A=1'] }), 404, notFound)
      await refused(plugin.configure({ A: '1' }), 400, /^invalid JSON: json: cannot unmarshal object into Go value/)
    },
  ],
}

function missingPlugin(method: string, given: readonly unknown[]): Exercises {
  return {
    [`Plugin.${method}`]: [
      'is refused for a plugin that is not there',
      async ({ dockerode }) => {
        const plugin = untyped(getPlugin(dockerode))
        await refused(plugin[method]!(...given), 404, notFound)
      },
    ],
  }
}

const getPlugin = (dockerode: Dockerode): Dockerode.Plugin => dockerode.getPlugin('me/plugin:latest', undefined)
