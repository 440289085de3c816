// Pulling from a registry over HTTP.
import { HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { DockerMediaType, MediaType } from '../../src/registry/manifest.ts'
import { parsePlatform } from '../../src/registry/platform.ts'
import { parseReference } from '../../src/registry/reference.ts'
import { errors, HOST, playRegistry } from './played-registry.ts'
import { remoteEngine, told } from './remote-engine.ts'
import { testImage, testIndex } from './test-image.ts'

const registry = playRegistry()
const short = (digest: string): string => digest.slice(7, 19)

describe('an image of a registry', () => {
  test('comes by its tag, the manifest and the blobs by their digests', async () => {
    const image = await testImage('app')
    registry().putImage('team/app:latest', image)
    const { pulling, images } = remoteEngine()
    const { lines, done } = pulling(`${HOST}/team/app`)
    await done
    expect(registry().asked()).toEqual([
      'GET /v2/',
      'HEAD /v2/team/app/manifests/latest',
      `GET /v2/team/app/manifests/${image.digest.slice(0, 15)}`,
      ...[image.id, image.layers[0]!.digest].map((digest) => `GET /v2/team/app/blobs/${digest.slice(0, 15)}`),
    ])
    const layer = short(image.layers[0]!.digest)
    expect(told(lines)).toEqual([
      'latest: Pulling from team/app',
      `${layer}: Pulling fs layer`,
      `${layer}: Downloading`,
      `${layer}: Verifying Checksum`,
      `${layer}: Download complete`,
      `${layer}: Extracting`,
      `${layer}: Pull complete`,
      `Digest: ${image.digest}`,
      `Status: Downloaded newer image for ${HOST}/team/app:latest`,
    ])
    expect(images.inspect(`${HOST}/team/app`)).toMatchObject({
      Id: image.id,
      RepoDigests: [`${HOST}/team/app@${image.digest}`],
    })
  })

  test('that is here already costs one question', async () => {
    registry().putImage('a:1', await testImage('a'))
    const { pulling } = remoteEngine()
    await pulling(`${HOST}/a:1`).done
    registry().requests.length = 0
    const { lines, done } = pulling(`${HOST}/a:1`)
    await done
    expect(registry().asked()).toEqual(['GET /v2/', 'HEAD /v2/a/manifests/1'])
    expect(lines.at(-1)?.status).toBe(`Status: Image is up to date for ${HOST}/a:1`)
  })

  test('that shares layers with another brings only its own', async () => {
    const [small, large] = [await testImage('a', { layers: 1 }), await testImage('a', { layers: 3 })]
    registry().putImage('a:small', small)
    registry().putImage('a:large', large)
    const { pulling } = remoteEngine()
    await pulling(`${HOST}/a:small`).done
    const { lines, done } = pulling(`${HOST}/a:large`)
    await done
    expect(told(lines)).toContain(`${short(small.layers[0]!.digest)}: Already exists`)
    const layers = new Set(large.layers.map(({ digest }) => `/v2/a/blobs/${digest}`))
    expect(registry().requests.filter(({ path }) => layers.has(path))).toHaveLength(3)
  })

  test('may have the same layer twice, which comes once', async () => {
    const image = await testImage('a')
    const layer = image.layers[0]!
    const { rootfs } = JSON.parse(Buffer.from(image.blobs.get(image.id)!).toString())
    const twice = await testImage('a', {
      config: { rootfs: { type: 'layers', diff_ids: [...rootfs.diff_ids, ...rootfs.diff_ids] } },
    })
    const document = JSON.parse(Buffer.from(twice.manifest).toString())
    const manifest = Buffer.from(JSON.stringify({ ...document, layers: [layer, layer] }))
    registry().putImage('a:1', twice)
    registry().put('a:1', { manifest, mediaType: DockerMediaType.manifest, digest: twice.digest })
    const { pulling, images } = remoteEngine()
    await pulling(`${HOST}/a:1`).done
    expect(images.inspect(`${HOST}/a:1`).RootFS.Layers).toHaveLength(2)
    expect(registry().requests.filter(({ path }) => path.endsWith(layer.digest))).toHaveLength(1)
  })

  test.for([
    [MediaType.manifest, 'an OCI manifest'],
    [DockerMediaType.manifest, 'a manifest of Docker'],
  ] as const)('may be %s', async ([mediaType]) => {
    const image = await testImage('a', { mediaType })
    registry().putImage('a:1', image)
    const { pulling, images } = remoteEngine()
    await pulling(`${HOST}/a:1`).done
    expect(images.find(`${HOST}/a:1`).id).toBe(image.id)
  })

  test.for([MediaType.index, DockerMediaType.index])('is chosen by its platform out of %s', async (mediaType) => {
    const [amd64, arm64] = [await testImage('x'), await testImage('x', { architecture: 'arm64' })]
    for (const image of [amd64, arm64]) registry().putImage('a:none', image)
    const index = testIndex(mediaType, [
      ['arm64', arm64],
      ['amd64', amd64],
    ])
    registry().put('a:1', index)
    const { pulling, images, state } = remoteEngine()
    await pulling(`${HOST}/a:1`).done
    expect(images.find(`${HOST}/a:1`).id).toBe(amd64.id)
    expect(images.inspect(`${HOST}/a:1`).RepoDigests).toEqual([`${HOST}/a@${index.digest}`])
    const request = { reference: parseReference(`${HOST}/a:1`), platform: parsePlatform('linux/arm64') }
    await images.pull(request, () => {}, new AbortController().signal)
    expect(images.find(`${HOST}/a:1`).id).toBe(arm64.id)
    expect(state.table.get(amd64.id)).toBeDefined()
    const missing = images.pull(
      { ...request, platform: parsePlatform('s390x') },
      () => {},
      new AbortController().signal,
    )
    await expect(missing).rejects.toThrow('no matching manifest for linux/s390x in the manifest list entries')
  })

  test('comes by a digest, and must be what the digest says', async () => {
    const image = await testImage('a')
    registry().putImage('a:1', image)
    const { pulling, images } = remoteEngine()
    await pulling(`${HOST}/a@${image.digest}`).done
    expect(images.inspect(`${HOST}/a@${image.digest}`)).toMatchObject({ Id: image.id, RepoTags: [] })
    const other = `sha256:${'0'.repeat(64)}`
    registry().put('a:2', { ...image, digest: other })
    await expect(pulling(`${HOST}/a@${other}`).done).rejects.toThrow(`manifest verification failed for digest ${other}`)
  })

  test('of a registry that knows no HEAD comes all the same', async () => {
    const image = await testImage('a')
    registry().putImage('a:1', image)
    registry().twist = ({ method }) => (method === 'HEAD' ? new HttpResponse(null, { status: 405 }) : undefined)
    const { pulling, images } = remoteEngine()
    await pulling(`${HOST}/a:1`).done
    expect(images.find(`${HOST}/a:1`).id).toBe(image.id)
  })

  test('without a tag are all images of the repository, page by page', async () => {
    registry().putImage('a:one', await testImage('one'))
    registry().putImage('a:two', await testImage('two'))
    registry().twist = ({ path, url }) => {
      if (path !== '/v2/a/tags/list') return undefined
      if (url.searchParams.has('last')) return HttpResponse.json({ name: 'a', tags: ['two'] })
      const headers = { Link: '</v2/a/tags/list?last=one&n=1>; rel="next"' }
      return HttpResponse.json({ name: 'a', tags: ['one'] }, { headers })
    }
    const { images } = remoteEngine()
    await images.pull({ reference: parseReference(`${HOST}/a`) }, () => {}, new AbortController().signal)
    const names = images.list({ all: false, filters: {}, sharedSize: false }).flatMap(({ RepoTags }) => RepoTags)
    expect(names.sort()).toEqual([`${HOST}/a:one`, `${HOST}/a:two`])
  })
})

describe('what is wrong with an image is told in the stream', () => {
  const failing = async (name: string): Promise<unknown> => {
    const { pulling, images, state } = remoteEngine()
    const { done, lines } = pulling(name)
    const error = await done.then(
      () => undefined,
      (reason: Error) => reason.message,
    )
    expect(lines[0]?.status).toMatch(/^Pulling from /)
    expect(images.list({ all: true, filters: {}, sharedSize: false })).toEqual([])
    expect([...state.table.all()]).toEqual([])
    return error
  }

  test.for([
    [
      'other layers than its configuration says',
      { rootfs: { type: 'layers', diff_ids: [`sha256:${'1'.repeat(64)}`] } },
      "layers from manifest don't match image configuration",
    ],
    ['no layers in its configuration', { rootfs: undefined }, 'invalid rootfs in image configuration'],
    [
      'another system',
      { os: 'windows' },
      'image operating system "windows" cannot be used on this platform: operating system is not supported',
    ],
  ] as const)('%s', async ([, config, message]) => {
    registry().putImage('a:1', await testImage('a', { config }))
    expect(await failing(`${HOST}/a:1`)).toBe(message)
  })

  test('a configuration that is not there', async () => {
    const image = await testImage('a')
    registry().putImage('a:1', image)
    registry().twist = ({ path }) => (path.endsWith(image.id) ? errors(404, 'BLOB_UNKNOWN', 'x') : undefined)
    expect(await failing(`${HOST}/a:1`)).toBe(
      'error pulling image configuration: download failed after attempts=1: unknown blob',
    )
  })

  test('a configuration that is another one', async () => {
    const image = await testImage('a')
    registry().putImage('a:1', image)
    registry().twist = ({ path }) => (path.endsWith(image.id) ? HttpResponse.json({}) : undefined)
    expect(await failing(`${HOST}/a:1`)).toBe(
      `error pulling image configuration: image config verification failed for digest ${image.id}`,
    )
  })

  test('a layer that is no archive', async () => {
    const image = await testImage('a')
    const bytes = Buffer.from('this is no archive'.repeat(100))
    const digest = (await import('../../src/codec/digest.ts')).digestOf(bytes)
    registry().putImage('a:1', { ...image, blobs: new Map([...image.blobs, [digest, bytes]]) })
    const document = JSON.parse(Buffer.from(image.manifest).toString())
    const manifest = Buffer.from(JSON.stringify({ ...document, layers: [{ ...image.layers[0], digest }] }))
    registry().put('a:1', { ...image, manifest })
    expect(await failing(`${HOST}/a:1`)).toMatch(/^failed to register layer: /)
  })

  test('something that is no image', async () => {
    const image = await testImage('a', { mediaType: MediaType.manifest })
    const document = JSON.parse(Buffer.from(image.manifest).toString())
    const config = { ...document.config, mediaType: 'application/vnd.cncf.helm.config.v1+json' }
    registry().put('a:1', { ...image, manifest: Buffer.from(JSON.stringify({ ...document, config })) })
    expect(await failing(`${HOST}/a:1`)).toBe('unsupported media type application/vnd.cncf.helm.config.v1+json')
  })
})

describe('a registry that sends anything', () => {
  const D = DockerMediaType.manifest
  const digest = `sha256:${'a'.repeat(64)}`
  test.for<[what: string, type: string, text: string, message: string | RegExp]>([
    ['no JSON', D, '{nonsense', "invalid character 'n' looking for beginning of object key string"],
    ['nothing', D, '', 'unexpected end of JSON input'],
    ['null', D, 'null', /^mediaType in manifest should be/],
    ['no parts', D, `{"mediaType":"${D}"}`, 'invalid checksum digest format'],
    [
      'parts that are none',
      D,
      `{"mediaType":"${D}","config":{"digest":"${digest}"},"layers":[7,null]}`,
      'invalid checksum digest format',
    ],
    [
      'a path for a digest',
      D,
      `{"mediaType":"${D}","config":{"digest":"../../x"},"layers":[]}`,
      'invalid checksum digest format',
    ],
    [
      'an index of nothing',
      MediaType.index,
      '{"manifests":[null,7,{}]}',
      'no matching manifest for linux/amd64 in the manifest list entries',
    ],
    ['a page', 'text/html', '<html>', "invalid character '<' looking for beginning of value"],
  ])('for a manifest %s is refused', async ([, mediaType, text, message]) => {
    registry().put('a:1', { manifest: Buffer.from(text), mediaType, digest })
    await expect(remoteEngine().pulling(`${HOST}/a:1`).done).rejects.toThrow(message)
  })

  test('for tags is refused', async () => {
    const { images } = remoteEngine()
    const pull = () => images.pull({ reference: parseReference(`${HOST}/a`) }, () => {}, new AbortController().signal)
    registry().twist = ({ path }) => (path.endsWith('/list') ? new HttpResponse('<html>') : undefined)
    await expect(pull()).rejects.toThrow("invalid character '<' looking for beginning of value")
    registry().twist = ({ path }) => (path.endsWith('/list') ? HttpResponse.json({ tags: ['../x'] }) : undefined)
    await expect(pull()).rejects.toThrow('invalid tag format')
  })

  test('without end is left', async () => {
    const image = await testImage('a')
    registry().putImage('a:1', image)
    let left = 5000
    registry().twist = ({ path }) => {
      if (!path.endsWith(image.layers[0]!.digest)) return undefined
      const pull = async (controller: ReadableStreamDefaultController): Promise<void> => {
        await new Promise(setImmediate)
        if (left-- > 0) controller.enqueue(new Uint8Array(1000))
        else controller.close()
      }
      return new HttpResponse(new ReadableStream({ pull }))
    }
    await expect(remoteEngine().pulling(`${HOST}/a:1`).done).rejects.toThrow('filesystem layer verification failed')
    expect(left).toBeGreaterThan(0)
  })
})
