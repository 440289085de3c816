// What `docker save` writes in each release, and what `docker load` reads: names, ids and bytes as real engines have them.
import { Buffer } from 'node:buffer'
import { describe, expect } from 'vitest'
import { digestOf } from '../../src/codec/digest.ts'
import { readTar } from '../../src/codec/read-tar.ts'
import { dockerTest, test } from '../fixture.ts'
import { wholeText } from '../reading.ts'
import { tarBytes, tarEntry } from '../tars.ts'
import type { TestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ engine: '20.10' }))

const sha = (digest: string): string => digest.slice('sha256:'.length)

/** An image of four layers, two of them the same, with all that a configuration can have. */
async function image(): Promise<Buffer> {
  const layers = await Promise.all(
    [['a', 'aa'] as const, ['b', 'bbb'] as const, ['a', 'aa'] as const, ['c', '<&>'] as const].map(([name, content]) =>
      tarBytes([tarEntry(name, content)]),
    ),
  )
  const config = {
    architecture: 'arm64',
    variant: 'v8',
    os: 'linux',
    created: '2020-05-06T07:08:09.123456789Z',
    author: 'Me <me@x>',
    comment: 'c & d',
    docker_version: '19.03',
    container: 'abc',
    container_config: { Cmd: ['x'], Hostname: 'hh' },
    config: {
      Cmd: ['a && b', '<x>'],
      Env: ['A=1'],
      Labels: { z: '1', a: '2' },
      ExposedPorts: { '80/tcp': {} },
      Healthcheck: { Test: ['CMD', 'x'], Interval: 5_000_000_000 },
      StopSignal: 'SIGINT',
      StopTimeout: 3,
      Shell: ['sh'],
      ArgsEscaped: true,
      Volumes: { '/v': {} },
      OnBuild: ['RUN x'],
      Entrypoint: ['/e'],
      User: 'u',
      WorkingDir: '/w',
      Tty: true,
      NetworkDisabled: true,
      MacAddress: '02:42:ac:11:00:02',
    },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => digestOf(layer)) },
  }
  const names = layers.map((_, index) => `l${index}.tar`)
  const manifest = [{ Config: 'c.json', RepoTags: ['ml:1'], Layers: names }]
  return tarBytes([
    tarEntry('c.json', JSON.stringify(config)),
    ...layers.map((layer, index) => ({ ...tarEntry(names[index]!), size: layer.length, body: [layer] })),
    tarEntry('manifest.json', JSON.stringify(manifest)),
  ])
}

const load = async ({ dockerode }: TestDaemon, archive: Buffer): Promise<string> =>
  wholeText((await dockerode.loadImage(archive as never)) as unknown as NodeJS.ReadableStream)

/** Text by name; of a symlink `-> target`. */
async function saved({ dockerode }: TestDaemon, name: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for await (const entry of readTar((await dockerode.getImage(name).get()) as AsyncIterable<Uint8Array>)) {
    let text = entry.kind === 'symlink' ? `-> ${entry.linkname}` : ''
    for await (const chunk of entry.body) text += Buffer.from(chunk).toString('utf8')
    files.set(entry.name, text)
  }
  return files
}

/** What Docker 28.5.2 and 20.10.24 call the layers of this image in the way of before 1.10. */
const legacyDocuments = [
  '12a0148a0e4e50d8a5335a83cd6eab18deac65356cf0917c15883fa0de7caa5c',
  '306f93579d9976a747b18d6571701702f6457dbc286f917a7b83a513007ac014',
  '600eba87d88c28b283153cc5b23edc0bd8140aec8b30dc9c30d29eac577dcdb0',
  '9e15384471ec89e200dcef45db6350f6d91cdcd383e1dc7c9ccc354e55f73666',
]

describe('docker save', () => {
  test('writes an OCI layout with a document of before 1.10 for each layer', async ({ docker }) => {
    await load(docker, await image())
    const files = await saved(docker, 'ml:1')
    for (const digest of legacyDocuments) expect(files.has(`blobs/sha256/${digest}`)).toBe(true)
    const [{ Config, Layers, LayerSources }] = JSON.parse(files.get('manifest.json')!)
    expect(files.has(Config)).toBe(true)
    expect(Layers).toHaveLength(4)
    expect(Object.keys(LayerSources)).toEqual(Object.keys(LayerSources).sort())
    const [{ digest }] = JSON.parse(files.get('index.json')!).manifests
    const { config, layers } = JSON.parse(files.get(`blobs/sha256/${sha(digest)}`)!)
    expect(`blobs/sha256/${sha(config.digest)}`).toBe(Config)
    expect(layers.map((layer: { digest: string }) => `blobs/sha256/${sha(layer.digest)}`)).toEqual(Layers)
    expect(JSON.parse(files.get('repositories')!)).toEqual({ ml: { 1: sha(layers[3].digest) } })
  })

  old('of Docker 20.10 writes a folder for each layer, and a link for one that comes again', async ({ docker }) => {
    await load(docker, await image())
    const files = await saved(docker, 'ml:1')
    const folders = [...files.keys()].filter((name) => name.endsWith('/'))
    expect(folders).toEqual([
      '02917038b6a70a57322f5a8fb9860273fc96f8dd63b5a21bb62191241de68c10/',
      '7d151e057bcaab719989a0efeba227e02fdb96ae768f92850def2d50f3e6a9bc/',
      'b11513380dab296d1ae6f8ae2801f70dd44fdda854a601a99141309e1071627e/',
      'eeb32dd6089521816983ad6c9cad05698e936f6213db35befb5523a34414b7c0/',
    ])
    expect(files.get(`${folders[3]}layer.tar`)).toBe(`-> ../${folders[0]}layer.tar`)
    expect(files.get(`${folders[0]}VERSION`)).toBe('1.0')
    expect(folders.map((folder) => sha(digestOf(files.get(`${folder}json`)!))).sort()).toEqual(legacyDocuments)
    expect(JSON.parse(files.get('repositories')!)).toEqual({ ml: { 1: folders[2]!.slice(0, -1) } })
    expect(JSON.parse(files.get('manifest.json')!)[0].RepoTags).toEqual(['ml:1'])
  })

  old('of Docker 20.10 can be loaded again', async ({ docker }) => {
    await load(docker, await image())
    const archive = await docker.dockerode.getImage('ml:1').get()
    const chunks: Uint8Array[] = []
    for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk)
    const before = await docker.dockerode.getImage('ml:1').inspect()
    await docker.dockerode.getImage('ml:1').remove()
    await load(docker, Buffer.concat(chunks))
    expect(await docker.dockerode.getImage('ml:1').inspect()).toMatchObject({ Id: before.Id, RootFS: before.RootFS })
  })
})

/** As engines before 1.10 saved it; the id is the one that Docker 28.5.2 gives it. */
async function legacyImage(): Promise<Buffer> {
  const [lower, upper] = ['a'.repeat(64), 'b'.repeat(64)]
  const folder = (id: string, document: object, bytes: Buffer) => [
    tarEntry(`${id}/`),
    tarEntry(`${id}/VERSION`, '1.0'),
    tarEntry(`${id}/json`, JSON.stringify(document)),
    { ...tarEntry(`${id}/layer.tar`), size: bytes.length, body: [bytes] },
  ]
  const common = { os: 'linux', architecture: 'amd64' }
  return tarBytes([
    ...folder(
      upper,
      { id: upper, parent: lower, created: '2019-01-02T00:00:00Z', ...common, config: { Cmd: ['old'] } },
      await tarBytes([tarEntry('a', 'legacy')]),
    ),
    ...folder(
      lower,
      { id: lower, created: '2019-01-01T00:00:00Z', ...common },
      await tarBytes([tarEntry('b', 'legacylegacy')]),
    ),
    tarEntry('repositories', JSON.stringify({ ldold: { 1: upper } })),
  ])
}

describe('docker load', () => {
  test('reads archives of before 1.10 and gives the images the ids that real engines give', async ({ docker }) => {
    expect(await load(docker, await legacyImage())).toBe('')
    const { Id, Config } = await docker.dockerode.getImage('ldold:1').inspect()
    expect(Id).toBe('sha256:9c6e881fcac8e61b5b3e9e807ae19afaf193b31c2ce008d293194753726e1442')
    expect(Config.Cmd).toEqual(['old'])
  })

  const config = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [] } }
  const good = tarEntry('c.json', JSON.stringify(config))
  const listed = (Config: unknown) => tarEntry('manifest.json', JSON.stringify([{ Config, RepoTags: ['x:1'] }]))
  const folder = /\/var\/lib\/docker\/tmp\/docker-import-\d+/.source

  test.for([
    [
      'a list of numbers',
      [tarEntry('manifest.json', '[1]')],
      'json: cannot unmarshal number into .0 of type tarexport.manifestItem',
    ],
    [
      'null for a list',
      [tarEntry('manifest.json', 'null')],
      'invalid manifest, manifest cannot be null \\(but can be \\[\\]\\)',
    ],
    [
      'a configuration outside',
      [good, listed('../../c.json')],
      `evalSymlinksInScope: /var/lib/docker/c.json is not in /.*`,
    ],
    [
      'a link that leads outside',
      [listed('l'), tarEntry('l', '', { kind: 'symlink', linkname: '/../../etc/passwd' })],
      `open ${folder}/etc/passwd: no such file or directory`,
    ],
    [
      'a link to itself',
      [listed('l'), tarEntry('l', '', { kind: 'symlink', linkname: 'l' })],
      `evalSymlinksInScope: too many links in ${folder}/l`,
    ],
    ['a folder for a configuration', [listed('d'), tarEntry('d/')], `read ${folder}/d: is a directory`],
    ['a file that leaves it', [good, listed('c.json'), tarEntry('../evil', 'x')], 'invalid entry name "../evil"'],
    [
      'a hard link that leaves it',
      [good, listed('c.json'), tarEntry('h', '', { kind: 'link', linkname: '../h' })],
      'invalid hardlink target "../h"',
    ],
  ] as const)('refuses %s', async ([, entries, message], { docker }) => {
    const text = await load(docker, await tarBytes(entries))
    expect(JSON.parse(text.trim()).error).toMatch(new RegExp(`^${message}$`))
    expect(await docker.dockerode.listImages()).toEqual([])
  })

  test('follows links inside the archive, and takes absolute paths for paths inside it', async ({ docker }) => {
    const link = tarEntry('l', '', { kind: 'symlink', linkname: '/d/c.json' })
    const archive = await tarBytes([{ ...good, name: 'd/c.json' }, link, listed('/l')])
    expect(await load(docker, archive)).toContain('Loaded image: x:1')
  })

  test('tells the ids of all images when the last one has no name', async ({ docker }) => {
    const other = tarEntry('d.json', JSON.stringify({ ...config, author: 'other' }))
    const manifest = [{ Config: 'c.json', RepoTags: ['x:1'] }, { Config: 'd.json' }]
    const text = await load(docker, await tarBytes([good, other, tarEntry('manifest.json', JSON.stringify(manifest))]))
    expect(text.match(/Loaded image ID: sha256:/g)).toHaveLength(2)
  })
})
