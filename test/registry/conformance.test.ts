// What the OCI distribution specification says of registries, held against each one that there is.
import { request } from 'node:http'
import { afterAll, test as base, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/codec/digest.ts'
import { startRegistry } from '../../src/index.ts'
import { MediaType } from '../../src/registry/manifest.ts'
import { type RunningRegistry, registries } from './registries.ts'
import { type TestImage, testImage } from './test-image.ts'

describe.each(registries)('%s', (_name, start) => {
  let running: RunningRegistry
  beforeAll(async () => {
    running = await start()
  })
  afterAll(() => running.close())

  const ask = (method: string, path: string, body?: Uint8Array | string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, `http://${running.host}`), {
      method,
      headers,
      ...(body !== undefined && { body: Buffer.from(body) }),
    })
  const codeOf = async (reply: Response): Promise<unknown> => {
    const { errors } = (await reply.json()) as { errors: { code: string }[] }
    return [reply.status, errors[0]?.code]
  }
  const begin = async (repository: string): Promise<string> => {
    const reply = await ask('POST', `/v2/${repository}/blobs/uploads/`)
    expect(reply.status).toBe(202)
    return reply.headers.get('location')!
  }
  const withDigest = (location: string, digest: string): string => {
    const url = new URL(location, `http://${running.host}`)
    url.searchParams.set('digest', digest)
    return url.href
  }
  const octets = { 'Content-Type': 'application/octet-stream' }
  const putBlob = async (repository: string, bytes: Uint8Array): Promise<string> => {
    const digest = digestOf(bytes)
    const reply = await ask('PUT', withDigest(await begin(repository), digest), bytes, octets)
    expect([reply.status, reply.headers.get('docker-content-digest')]).toEqual([201, digest])
    return digest
  }
  const putImage = async (repository: string, tag: string, image: TestImage): Promise<void> => {
    for (const bytes of image.blobs.values()) await putBlob(repository, bytes)
    const reply = await ask('PUT', `/v2/${repository}/manifests/${tag}`, image.manifest, {
      'Content-Type': image.mediaType,
    })
    expect([reply.status, reply.headers.get('docker-content-digest')]).toEqual([201, image.digest])
  }

  test('says that it is a registry', async () => {
    const reply = await ask('GET', '/v2/')
    expect([reply.status, await reply.json()]).toEqual([200, {}])
    expect(reply.headers.get('docker-distribution-api-version')).toBe('registry/2.0')
  })

  describe('takes a blob', () => {
    const bytes = Buffer.from('0123456789'.repeat(1000))
    const digest = digestOf(bytes)

    test('at once, and gives it out whole, in part and by its head', async () => {
      await putBlob('blobs/once', bytes)
      const path = `/v2/blobs/once/blobs/${digest}`
      const head = await ask('HEAD', path)
      expect([head.status, head.headers.get('content-length')]).toEqual([200, '10000'])
      expect(Buffer.from(await (await ask('GET', path)).arrayBuffer())).toEqual(bytes)
      for (const [range, shown, text] of [
        ['bytes=10-19', 'bytes 10-19/10000', '0123456789'],
        ['bytes=9995-', 'bytes 9995-9999/10000', '56789'],
        ['bytes=-3', 'bytes 9997-9999/10000', '789'],
      ]) {
        const part = await ask('GET', path, undefined, { Range: range! })
        expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, shown, text])
      }
      expect((await ask('GET', path, undefined, { Range: 'bytes=10000-' })).status).toBe(416)
    })

    test('in chunks', async () => {
      let location = await begin('blobs/chunks')
      const patch = (from: number, to: number) =>
        ask('PATCH', new URL(location, `http://${running.host}`).href, bytes.subarray(from, to), {
          ...octets,
          'Content-Range': `${from}-${to - 1}`,
        })
      const first = await patch(0, 4000)
      expect([first.status, first.headers.get('range')]).toEqual([202, '0-3999'])
      location = first.headers.get('location')!
      const state = await ask('GET', new URL(location, `http://${running.host}`).href)
      expect([state.status, state.headers.get('range')]).toEqual([204, '0-3999'])
      location = state.headers.get('location')!
      const second = await patch(4000, 8000)
      const rest = await ask('PUT', withDigest(second.headers.get('location')!, digest), bytes.subarray(8000), octets)
      expect(rest.status).toBe(201)
      expect(Buffer.from(await (await ask('GET', `/v2/blobs/chunks/blobs/${digest}`)).arrayBuffer())).toEqual(bytes)
    })

    test('that another repository has, without sending it', async () => {
      await putBlob('blobs/from', bytes)
      const reply = await ask('POST', `/v2/blobs/to/blobs/uploads/?mount=${digest}&from=blobs/from`)
      expect(reply.status).toBe(201)
      expect((await ask('HEAD', `/v2/blobs/to/blobs/${digest}`)).status).toBe(200)
      const unknown = await ask('POST', `/v2/blobs/to/blobs/uploads/?mount=${digestOf('no')}&from=blobs/from`)
      expect(unknown.status).toBe(202)
    })

    test('only if it is the one that its digest says', async () => {
      const reply = await ask('PUT', withDigest(await begin('blobs/wrong'), digestOf('other')), bytes, octets)
      expect(await codeOf(reply)).toEqual([400, 'DIGEST_INVALID'])
      expect((await ask('HEAD', `/v2/blobs/wrong/blobs/${digestOf('other')}`)).status).toBe(404)
    })

    test('until it is cancelled', async () => {
      const location = new URL(await begin('blobs/gone'), `http://${running.host}`).href
      expect((await ask('DELETE', location)).status).toBe(204)
      expect(await codeOf(await ask('PATCH', location, bytes, octets))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
    })

    test('and deletes it', async () => {
      await putBlob('blobs/deleted', bytes)
      expect((await ask('DELETE', `/v2/blobs/deleted/blobs/${digest}`)).status).toBe(202)
      expect(await codeOf(await ask('GET', `/v2/blobs/deleted/blobs/${digest}`))).toEqual([404, 'BLOB_UNKNOWN'])
    })
  })

  describe('takes an image', () => {
    test('and gives its manifest out by tag and by digest', async () => {
      const image = await testImage('a')
      await putImage('images/one', 'v1', image)
      for (const reference of ['v1', image.digest]) {
        const reply = await ask('GET', `/v2/images/one/manifests/${reference}`, undefined, { Accept: image.mediaType })
        expect([reply.status, reply.headers.get('content-type'), reply.headers.get('docker-content-digest')]).toEqual([
          200,
          image.mediaType,
          image.digest,
        ])
        expect(Buffer.from(await reply.arrayBuffer())).toEqual(image.manifest)
        const head = await ask('HEAD', `/v2/images/one/manifests/${reference}`, undefined, { Accept: image.mediaType })
        expect([head.status, head.headers.get('content-length')]).toEqual([200, String(image.manifest.length)])
      }
    })

    test('and moves a tag to another one', async () => {
      const [first, second] = [await testImage('first'), await testImage('second')]
      await putImage('images/moved', 'latest', first)
      await putImage('images/moved', 'latest', second)
      const reply = await ask('HEAD', '/v2/images/moved/manifests/latest', undefined, { Accept: second.mediaType })
      expect(reply.headers.get('docker-content-digest')).toBe(second.digest)
      const old = await ask('HEAD', `/v2/images/moved/manifests/${first.digest}`, undefined, {
        Accept: first.mediaType,
      })
      expect(old.status).toBe(200)
    })

    test('and deletes it with its tags', async () => {
      const image = await testImage('a')
      await putImage('images/deleted', 'v1', image)
      expect((await ask('DELETE', `/v2/images/deleted/manifests/${image.digest}`)).status).toBe(202)
      expect(await codeOf(await ask('GET', '/v2/images/deleted/manifests/v1'))).toEqual([404, 'MANIFEST_UNKNOWN'])
    })

    test('only when its parts are there', async () => {
      const image = await testImage('absent', { mediaType: MediaType.manifest })
      const reply = await ask('PUT', '/v2/images/absent/manifests/v1', image.manifest, {
        'Content-Type': image.mediaType,
      })
      const [status, code] = (await codeOf(reply)) as [number, string]
      expect([status, /^MANIFEST_(BLOB_UNKNOWN|INVALID)$/.test(code)]).toEqual([400, true])
    })

    test('only when it is one', async () => {
      const headers = { 'Content-Type': MediaType.manifest }
      const text = await ask('PUT', '/v2/images/none/manifests/v1', 'no JSON', headers)
      expect(await codeOf(text)).toEqual([400, 'MANIFEST_INVALID'])
      const image = await testImage('a')
      const other = await ask('PUT', `/v2/images/none/manifests/${digestOf('x')}`, image.manifest, headers)
      expect(other.status).toBe(400)
    })
  })

  describe('lists', () => {
    test('the tags of a repository', async () => {
      const image = await testImage('a')
      for (const tag of ['c', 'a', 'b']) await putImage('lists/tags', tag, image)
      const { name, tags } = (await (await ask('GET', '/v2/lists/tags/tags/list')).json()) as {
        name: string
        tags: string[]
      }
      // docker-registry 2 does not sort them
      expect([name, tags.sort()]).toEqual(['lists/tags', ['a', 'b', 'c']])
    })

    test('repositories page by page', async () => {
      const image = await testImage('a')
      for (const repository of ['lists/x', 'lists/y', 'lists/z']) await putImage(repository, '1', image)
      const reply = await ask('GET', '/v2/_catalog?n=2&last=lists/w')
      expect(await reply.json()).toEqual({ repositories: ['lists/x', 'lists/y'] })
      expect(reply.headers.get('link')).toMatch(/^<\/v2\/_catalog\?last=lists(\/|%2F)y&n=2>; rel="next"$/)
    })
  })

  test.for([
    ['GET', '/v2/nosuch/tags/list', 404, 'NAME_UNKNOWN'],
    ['GET', '/v2/blobs/once/manifests/nosuch', 404, 'MANIFEST_UNKNOWN'],
    ['GET', `/v2/nosuch/blobs/${digestOf('no')}`, 404, 'BLOB_UNKNOWN'],
    ['GET', '/v2/nosuch/blobs/uploads/nosuch', 404, 'BLOB_UPLOAD_UNKNOWN'],
  ] as const)('refuses %s %s', async ([method, path, status, code]) => {
    const reply = await ask(method, path)
    const said = (await codeOf(reply)) as [number, string]
    // an upload may be unknown because its number cannot be one
    expect([said[0], said[1].replace('UPLOAD_INVALID', 'UPLOAD_UNKNOWN')]).toEqual([status, code])
  })
})

describe('the registry of mockerd', () => {
  const test = base.extend<{ readonly host: string }>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
    host: async ({}, use) => {
      await using registry = await startRegistry()
      await use(`http://${registry.host}`)
    },
  })

  test('has the built-in library under its plain names', async ({ host }) => {
    const { repositories } = (await (await fetch(`${host}/v2/_catalog`)).json()) as { repositories: string[] }
    expect(repositories).toContain('alpine')
    for (const name of ['alpine', 'library/alpine']) {
      const head = await fetch(`${host}/v2/${name}/manifests/latest`, { method: 'HEAD' })
      expect([head.status, head.headers.get('content-type')]).toEqual([200, MediaType.index])
    }
    const absent = await fetch(`${host}/v2/alpine/manifests/nosuch`)
    expect(await absent.json()).toMatchObject({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] })
  })

  test('lists tags in their order and in pages', async ({ host }) => {
    const page = await fetch(`${host}/v2/hello-world/tags/list?n=1`)
    expect(await page.json()).toEqual({ name: 'hello-world', tags: ['latest'] })
    const [, next] = /^<(.*)>; rel="next"$/.exec(page.headers.get('link')!)!
    expect(await (await fetch(new URL(next!, host))).json()).toEqual({ name: 'hello-world', tags: ['linux'] })
    const refused = await fetch(`${host}/v2/_catalog?n=x`)
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { errors: [{ code: 'PAGINATION_NUMBER_INVALID' }] },
    ])
  })

  test('takes chunks in their order only, and tells where it is', async ({ host }) => {
    const begun = await fetch(`${host}/v2/a/blobs/uploads/`, { method: 'POST' })
    const location = new URL(begun.headers.get('location')!, host)
    const patch = (range: string) =>
      fetch(location, { method: 'PATCH', body: '01234', headers: { 'Content-Range': range } })
    expect((await patch('0-4')).status).toBe(202)
    const refused = await patch('7-11')
    expect([refused.status, refused.headers.get('range')]).toEqual([416, '0-4'])
  })

  test('keeps what came before a client went, so that it can go on', async ({ host }) => {
    const begun = await fetch(`${host}/v2/a/blobs/uploads/`, { method: 'POST' })
    const location = new URL(begun.headers.get('location')!, host)
    const going = request(location, { method: 'PATCH', headers: { 'Content-Length': '10' } })
    going.on('error', () => {})
    going.write('01234', () => going.destroy())
    let range: string | null = null
    while (range !== '0-4') range = (await fetch(location)).headers.get('range')
    const digest = digestOf('0123456789')
    location.searchParams.set('digest', digest)
    const rest = await fetch(location, { method: 'PUT', body: '56789', headers: { 'Content-Range': '5-9' } })
    expect(rest.status).toBe(201)
    expect(await (await fetch(`${host}/v2/a/blobs/${digest}`)).text()).toBe('0123456789')
  })

  test('tells what refers to a manifest', async ({ host }) => {
    const repository = `${host}/v2/signed`
    const digest = digestOf('{}')
    const blob = await fetch(`${repository}/blobs/uploads/?digest=${digest}`, { method: 'POST', body: '{}' })
    expect(blob.status).toBe(201)
    const subject = { mediaType: MediaType.manifest, digest: digestOf('image'), size: 5 }
    const signature = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MediaType.manifest,
        artifactType: 'application/vnd.example.signature',
        config: { mediaType: 'application/vnd.oci.empty.v1+json', digest, size: 2 },
        layers: [],
        subject,
        annotations: { by: 'me' },
      }),
    )
    const put = await fetch(`${repository}/manifests/${digestOf(signature)}`, { method: 'PUT', body: signature })
    expect([put.status, put.headers.get('oci-subject')]).toEqual([201, subject.digest])
    const list = async (query = '') => (await fetch(`${repository}/referrers/${subject.digest}${query}`)).json()
    expect(await list()).toEqual({
      schemaVersion: 2,
      mediaType: MediaType.index,
      manifests: [
        {
          mediaType: MediaType.manifest,
          digest: digestOf(signature),
          size: signature.length,
          artifactType: 'application/vnd.example.signature',
          annotations: { by: 'me' },
        },
      ],
    })
    expect(await list('?artifactType=other')).toMatchObject({ manifests: [] })
  })

  test.for([
    ['GET', '/v2/UPPER/tags/list', 400, 'NAME_INVALID'],
    ['GET', '/v2/a/blobs/sha256:x', 400, 'DIGEST_INVALID'],
    ['PUT', '/v2/a/manifests/-bad', 400, 'TAG_INVALID'],
    ['POST', '/v2/_catalog', 405, 'UNSUPPORTED'],
    ['DELETE', '/v2/alpine/manifests/latest', 404, 'MANIFEST_UNKNOWN'],
  ] as const)('refuses %s %s', async ([method, path, status, code], { host }) => {
    const reply = await fetch(host + path, { method })
    expect([reply.status, await reply.json()]).toMatchObject([status, { errors: [{ code }] }])
  })

  test('says of other pages that they are not there', async ({ host }) => {
    expect((await fetch(`${host}/v1/_ping`)).status).toBe(404)
  })
})
