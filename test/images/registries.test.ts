// Asking registries: what is there, and that none takes an image.
import supertest from 'supertest'
import { describe, expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { wholeLines, wholeText } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const old = dockerTest(() => ({ engine: '20.10' }))

async function get(docker: TestDaemon, path: string) {
  const { status, body } = await supertest(docker.app).get(path)
  return status === 200 ? body : [status, body.message]
}

interface Line {
  readonly status?: string
  readonly id?: string
  readonly error?: string
}

async function push(docker: TestDaemon, name: string, tag?: string): Promise<Line[]> {
  const image = docker.dockerode.getImage(name)
  return wholeLines<Line>(await image.push({ ...(tag !== undefined && { tag }), authconfig: { username: 'u' } }))
}

describe('a registry is asked what it has', () => {
  test('for every platform, under a tag or a digest', async ({ docker }) => {
    const found = await get(docker, '/distribution/alpine/json')
    expect(found).toEqual({
      Descriptor: {
        mediaType: 'application/vnd.oci.image.index.v1+json',
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        size: expect.any(Number),
      },
      Platforms: [
        { architecture: 'amd64', os: 'linux' },
        { architecture: 'arm64', os: 'linux', variant: 'v8' },
      ],
    })
    expect(await get(docker, `/distribution/alpine@${found.Descriptor.digest}/json`)).toEqual(found)
    await wholeText(await docker.dockerode.pull('alpine'))
    const { RepoDigests } = await docker.dockerode.getImage('alpine').inspect()
    expect(RepoDigests).toEqual([`alpine@${found.Descriptor.digest}`])
  })

  test.for([
    ['alpine:nosuch', 404, 'manifest unknown: manifest unknown'],
    ['nosuch/nosuch', 403, 'denied: requested access to the resource is denied'],
    ['127.0.0.1:1/x', 500, 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
    ['Bad', 400, 'invalid reference format: repository name (library/Bad) must be lowercase'],
    ['busybox@sha256:x', 400, 'invalid reference format'],
    ['a'.repeat(64), 500, 'no manifest found for full image ID'],
  ] as const)('%s is refused with the words of the registry', async ([name, status, message], { docker }) => {
    expect(await get(docker, `/distribution/${name}/json`)).toEqual([status, message])
  })
})

describe('pushing an image', () => {
  test('comes as far as its layers, then Docker Hub does not take it', async ({ docker }) => {
    await wholeText(await docker.dockerode.pull('redis'))
    const layers = (await docker.dockerode.getImage('redis').inspect()).RootFS.Layers!
    expect(await push(docker, 'redis', 'latest')).toEqual([
      { status: 'The push refers to repository [docker.io/library/redis]' },
      ...layers.toReversed().map((layer) => ({ status: 'Preparing', progressDetail: {}, id: layer.slice(7, 19) })),
      ...layers
        .toReversed()
        .slice(5)
        .map((layer) => ({ status: 'Waiting', progressDetail: {}, id: layer.slice(7, 19) })),
      {
        errorDetail: { message: 'denied: requested access to the resource is denied' },
        error: 'denied: requested access to the resource is denied',
      },
    ])
  })

  test.for([
    ['nosuch', undefined, 'An image does not exist locally with the tag: nosuch'],
    ['busybox', 'nosuch', 'tag does not exist: busybox:nosuch'],
    ['127.0.0.1:1/x', 'y', 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
  ] as const)('of %s:%s ends with the reason', async ([name, tag, error], { docker }) => {
    await wholeText(await docker.dockerode.pull('busybox'))
    await docker.dockerode.getImage('busybox').tag({ repo: '127.0.0.1:1/x', tag: 'y' })
    const lines = await push(docker, name, tag)
    expect(lines.map((line) => line.error ?? line.status)).toEqual([
      expect.stringMatching(/^The push refers to repository \[/),
      error,
    ])
  })

  test('is refused at once for a tag that cannot be', async ({ docker }) => {
    const { status, body } = await supertest(docker.app).post('/images/busybox/push').query({ tag: 'Bad Tag' })
    expect([status, body.message]).toEqual([400, 'invalid tag format'])
  })

  old('without credentials is refused at once by Docker 20.10', async ({ docker }) => {
    const { status, body } = await supertest(docker.app).post('/images/busybox/push')
    expect([status, body.message]).toEqual([400, 'Bad parameters and missing X-Registry-Auth: EOF'])
  })
})

describe('plugins', () => {
  const pull = async (docker: TestDaemon, remote: string) => {
    const { status, body } = await supertest(docker.app).post('/plugins/pull').query({ remote }).send([])
    return [status, body.message]
  }

  test('of a registry that is not there cannot be pulled', async ({ docker }) => {
    expect(await get(docker, '/plugins/privileges?remote=127.0.0.1:1/nosuch')).toEqual([])
    expect(await pull(docker, '127.0.0.1:1/nosuch')).toEqual([
      500,
      'error resolving plugin reference: failed to do request: Head "https://127.0.0.1:1/v2/nosuch/manifests/latest": dial tcp 127.0.0.1:1: connect: connection refused',
    ])
    expect(await pull(docker, 'nosuch/nosuch')).toEqual([
      500,
      'error resolving plugin reference: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ])
    expect(await pull(docker, 'Bad')).toEqual([
      500,
      'invalid reference format: repository name (library/Bad) must be lowercase',
    ])
  })

  test.for([
    [
      'Bad',
      '',
      'failed to parse reference Bad: invalid reference format: repository name (library/Bad) must be lowercase',
    ],
    ['p', 'no archive', 'failed to read from tar: unexpected EOF'],
    ['p', '\0'.repeat(1024), 'config not found'],
  ] as const)('cannot be made of what is none', async ([name, archive, message], { docker }) => {
    const asked = supertest(docker.app).post('/plugins/create').query({ name }).type('application/x-tar')
    const { status, body } = await asked.send(archive)
    expect([status, body.message]).toEqual([500, message])
  })

  test('that are not there cannot be upgraded', async ({ docker }) => {
    const { status, body } = await supertest(docker.app).post('/plugins/nosuch/upgrade').query({ remote: 'x' }).send([])
    expect([status, body.message]).toEqual([404, 'plugin "nosuch:latest" not found'])
  })
})

test('checkpoints need an experimental engine, whatever is asked', async ({ docker }) => {
  const message =
    'This experimental feature is disabled by default. Start the Docker daemon in experimental mode in order to enable it.'
  expect(await get(docker, '/containers/nosuch/checkpoints')).toEqual([501, message])
  const { status, body } = await supertest(docker.app).delete('/containers/nosuch/checkpoints/x')
  expect([status, body.message]).toEqual([501, message])
})
