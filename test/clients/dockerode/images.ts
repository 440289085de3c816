// Images: from the registry, as archives, from archives, and what is told of them.
import { expect } from 'vitest'
import { wholeLines, wholeText } from '../../reading.ts'
import { tarBytes, tarEntry } from '../../tars.ts'
import { called, type Exercises, pulled, refused, untyped } from './exercise.ts'

interface Line {
  readonly status?: string
  readonly stream?: string
  readonly error?: string
}

export const images: Exercises = {
  'Docker.pull': [
    'fetches an image by its name and tag',
    async ({ dockerode }) => {
      const lines = await wholeLines<Line>(await dockerode.pull('alpine:3.20'))
      expect(lines[0]).toEqual({ status: 'Pulling from library/alpine', id: '3.20' })
      expect(lines.at(-1)).toEqual({ status: 'Status: Downloaded newer image for alpine:3.20' })
    },
  ],
  'Docker.pullAll': [
    'fetches every tag of a repository',
    async ({ dockerode }) => {
      const lines = await wholeLines<Line>(await untyped(dockerode).pullAll!('hello-world'))
      expect(lines.at(-1)!.status).toBe('Status: Downloaded newer image for hello-world')
      const tags = (await dockerode.listImages()).flatMap(({ RepoTags }) => RepoTags ?? [])
      expect(tags).toEqual(expect.arrayContaining(['hello-world:latest', 'hello-world:linux']))
    },
  ],
  'Docker.createImage': [
    'fetches an image, with the credentials that are given',
    async ({ dockerode }) => {
      const auth = { username: 'me', password: 'secret', serveraddress: 'https://index.docker.io/v1/' }
      await wholeText(await dockerode.createImage(auth, { fromImage: 'busybox', tag: 'latest' }))
      expect((await dockerode.getImage('busybox').inspect()).RepoTags).toEqual(['busybox:latest'])
      const wrong = 'invalid reference format: repository name (library/BusyBox) must be lowercase'
      await refused(dockerode.createImage({ fromImage: 'BusyBox' }), 400, wrong)
    },
  ],
  'Docker.importImage': [
    'makes an image of a packed file system',
    async ({ dockerode }) => {
      const archive = await tarBytes([tarEntry('hello', 'hi')])
      const lines = await wholeLines<Line>(await dockerode.importImage(archive as never, { repo: 'mine', tag: '1' }))
      expect(lines.at(-1)!.status).toMatch(/^sha256:[0-9a-f]{64}$/)
      expect((await dockerode.getImage('mine:1').inspect()).RootFS?.Layers).toHaveLength(1)
    },
  ],
  'Docker.loadImage': [
    'takes images out of an archive',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      const archive = await bytesOf(await image.get())
      await image.remove()
      const lines = await wholeLines<Line>(await dockerode.loadImage(archive as never))
      expect(lines.at(-1)!.stream).toBe('Loaded image: alpine:latest\n')
    },
  ],
  'Docker.getImages': [
    'packs several images into one archive',
    async ({ dockerode }) => {
      await pulled(dockerode, 'alpine')
      await pulled(dockerode, 'busybox')
      const archive = await wholeText(await untyped(dockerode).getImages!({ names: ['alpine', 'busybox'] }))
      expect(archive).toContain('"RepoTags":["alpine:latest"]')
      expect(archive).toContain('"RepoTags":["busybox:latest"]')
    },
  ],
  'Docker.getImage': [
    'refers to an image by its name or id',
    async ({ dockerode }) => {
      const { Id } = await (await pulled(dockerode, 'alpine')).inspect()
      for (const reference of [Id, Id.slice(7, 19), 'alpine:latest', 'docker.io/library/alpine'])
        expect((await dockerode.getImage(reference).inspect()).Id).toBe(Id)
    },
  ],
  'Docker.listImages': [
    'shows the images with their names',
    async ({ dockerode }) => {
      await pulled(dockerode, 'alpine')
      await pulled(dockerode, 'busybox')
      const tags = async (options: object): Promise<string[]> =>
        (await dockerode.listImages(options)).flatMap(({ RepoTags }) => RepoTags ?? [])
      expect((await tags({})).sort()).toEqual(['alpine:latest', 'busybox:latest'])
      expect(await tags({ filters: { reference: ['busy*'] } })).toEqual(['busybox:latest'])
    },
  ],
  'Docker.searchImages': [
    'finds repositories in the registry',
    async ({ dockerode }) => {
      const found = (await dockerode.searchImages({ term: 'redis', limit: 2 })) as object[]
      expect(found).toHaveLength(2)
      expect(found[0]).toMatchObject({ name: 'redis', is_official: true })
    },
  ],
  'Docker.pruneImages': [
    'removes what nobody needs',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      expect(await dockerode.pruneImages()).toEqual({ ImagesDeleted: null, SpaceReclaimed: 0 })
      const { SpaceReclaimed } = await dockerode.pruneImages({ filters: { dangling: { false: true } } })
      expect(SpaceReclaimed).toBeGreaterThan(0)
      await refused(image.inspect(), 404, 'No such image: alpine:latest')
    },
  ],
  'Image.inspect': [
    'tells everything about an image',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      expect(await image.inspect()).toMatchObject({ RepoTags: ['alpine:latest'], Os: 'linux', Architecture: 'amd64' })
      await refused(dockerode.getImage('nosuch').inspect(), 404, 'No such image: nosuch:latest')
    },
  ],
  'Image.history': [
    'tells the steps that an image was made in',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      const [newest] = (await image.history()) as readonly object[]
      expect(newest).toMatchObject({ Tags: ['alpine:latest'], CreatedBy: expect.stringContaining('CMD') })
    },
  ],
  'Image.distribution': [
    'tells what the registry has under a name',
    async ({ dockerode }) => {
      const { Descriptor, Platforms } = await dockerode.getImage('alpine').distribution()
      expect(Descriptor.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
      expect(Platforms).toEqual(expect.arrayContaining([expect.objectContaining({ os: 'linux' })]))
    },
  ],
  'Image.get': [
    'packs an image into an archive',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      expect(await wholeText(await image.get())).toContain('"RepoTags":["alpine:latest"]')
      await refused(dockerode.getImage('nosuch').get(), 404, 'No such image: nosuch')
    },
  ],
  'Image.push': [
    'sends an image to its registry, which may refuse it',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      await image.tag({ repo: 'localhost:1/mine', tag: '1' })
      const lines = await wholeLines<Line>(await dockerode.getImage('localhost:1/mine').push({ tag: '1' }))
      expect(lines[0]).toEqual({ status: 'The push refers to repository [localhost:1/mine]' })
      expect(lines.at(-1)!.error).toContain('connection refused')
    },
  ],
  'Image.tag': [
    'gives an image one more name',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      await image.tag({ repo: 'mine', tag: '1' })
      expect((await image.inspect()).RepoTags).toEqual(['alpine:latest', 'mine:1'])
    },
  ],
  'Image.remove': [
    'takes a name away, and with the last one the image',
    async ({ dockerode }) => {
      const image = await pulled(dockerode, 'alpine')
      await image.tag({ repo: 'mine', tag: '1' })
      expect(await dockerode.getImage('mine:1').remove()).toEqual([{ Untagged: 'mine:1' }])
      const { Id } = await image.inspect()
      expect(await called((done) => image.remove({ force: true }, done as never))).toContainEqual({ Deleted: Id })
    },
  ],
}

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}
