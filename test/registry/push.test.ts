// Pushing to a registry over HTTP.
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../src/codec/digest.ts'
import { parseReference, withTag } from '../../src/registry/reference.ts'
import { errors, HOST, json, playRegistry } from './played-registry.ts'
import { type RemoteEngine, remoteEngine, told } from './remote-engine.ts'
import { testImage } from './test-image.ts'

const registry = playRegistry()
const short = (digest: string): string => digest.slice(7, 19)

/** The image of the library under a name of the registry. */
async function tagged(engine: RemoteEngine, name = `${HOST}/team/app`, tag = '1') {
  await engine.pull('busybox')
  engine.images.tag('busybox', withTag(parseReference(name), tag))
  return engine.images.find('busybox')
}

async function pushed(engine: RemoteEngine, name: string) {
  const { lines, done } = engine.pushing(name)
  await done
  return lines
}

describe('a push', () => {
  test('brings layers, configuration and manifest', async () => {
    const engine = remoteEngine()
    const image = await tagged(engine)
    const lines = await pushed(engine, `${HOST}/team/app:1`)
    const manifest = registry().pushed.get('team/app:1')!
    const digest = digestOf(manifest)
    const layer = short(image.config.rootfs.diff_ids[0]!)
    expect(told(lines)).toEqual([
      `The push refers to repository [${HOST}/team/app]`,
      `${layer}: Preparing`,
      `${layer}: Pushing`,
      `${layer}: Pushed`,
      `1: digest: ${digest} size: ${manifest.length}`,
      'undefined',
    ])
    expect(lines.at(-1)).toEqual({ progressDetail: {}, aux: { Tag: '1', Digest: digest, Size: manifest.length } })
    const { config, layers } = JSON.parse(Buffer.from(manifest).toString())
    expect(config).toMatchObject({ digest: image.id, size: image.bytes.length })
    const blob = registry().blob(layers[0].digest)!
    expect(layers[0].size).toBe(blob.length)
    expect(digestOf(gunzipSync(blob))).toBe(image.config.rootfs.diff_ids[0])
    expect(engine.images.inspect(`${HOST}/team/app:1`).RepoDigests).toContain(`${HOST}/team/app@${digest}`)
    expect(engine.events().at(-1)).toBe(`push ${HOST}/team/app:1`)
  })

  test('writes the manifest byte for byte as dockerd does', async () => {
    const engine = remoteEngine()
    await tagged(engine)
    await pushed(engine, `${HOST}/team/app:1`)
    const text = Buffer.from(registry().pushed.get('team/app:1')!).toString()
    expect(text.split('\n').slice(0, 5)).toEqual([
      '{',
      '   "schemaVersion": 2,',
      '   "mediaType": "application/vnd.docker.distribution.manifest.v2+json",',
      '   "config": {',
      '      "mediaType": "application/vnd.docker.container.image.v1+json",',
    ])
    expect(text).toMatch(/\n}$/)
  })

  test('of what is there sends only the manifest, the very same', async () => {
    const engine = remoteEngine()
    await tagged(engine)
    await pushed(engine, `${HOST}/team/app:1`)
    const first = registry().pushed.get('team/app:1')
    registry().requests.length = 0
    const lines = await pushed(engine, `${HOST}/team/app:1`)
    expect(told(lines).some((line) => line.endsWith(': Layer already exists'))).toBe(true)
    expect(registry().requests.filter(({ method }) => method === 'POST')).toEqual([])
    expect(registry().pushed.get('team/app:1')).toEqual(first)
  })

  test('of a layer that another repository has mounts it from there', async () => {
    const engine = remoteEngine()
    const image = await testImage('a')
    registry().putImage('base:1', image)
    await engine.pulling(`${HOST}/base:1`).done
    engine.images.tag(`${HOST}/base:1`, withTag(parseReference(`${HOST}/team/app`), '1'))
    const layer = image.layers[0]!.digest
    let mounted = false
    // the blob is in the other repository only
    registry().twist = ({ method, path, url }) => {
      mounted ||= url.searchParams.has('mount')
      return method === 'HEAD' && path.endsWith(layer) && !mounted ? json(404, {}) : undefined
    }
    const lines = await pushed(engine, `${HOST}/team/app:1`)
    expect(told(lines)).toContain(
      `${short(engine.images.find(image.id).config.rootfs.diff_ids[0]!)}: Mounted from base`,
    )
    const mount = registry().requests.find(({ url }) => url.searchParams.has('mount'))!
    expect(Object.fromEntries(mount.url.searchParams)).toEqual({ from: 'base', mount: layer })
    // pulled and pushed again it has the digest that it had
    const { layers } = JSON.parse(Buffer.from(registry().pushed.get('team/app:1')!).toString())
    expect(layers[0].digest).toBe(layer)
  })

  test('without a tag brings all tags, by name', async () => {
    const engine = remoteEngine()
    await tagged(engine, `${HOST}/team/app`, 'b')
    await tagged(engine, `${HOST}/team/app`, 'a')
    const lines = await pushed(engine, `${HOST}/team/app`)
    expect(lines.flatMap(({ status }) => /^(\w): digest/.exec(status ?? '')?.[1] ?? [])).toEqual(['a', 'b'])
  })

  test('that fails is tried again after five seconds', async () => {
    const engine = remoteEngine()
    await tagged(engine)
    let failures = 0
    registry().twist = ({ method }) =>
      method === 'PATCH' && ++failures === 1 ? errors(500, 'UNKNOWN', 'x') : undefined
    const { lines, done } = engine.pushing(`${HOST}/team/app:1`)
    while (lines.at(-1)?.status !== 'Retrying in 5 seconds') await new Promise((resolve) => setImmediate(resolve))
    await engine.clock.advance(5000)
    await done
    expect(registry().pushed.has('team/app:1')).toBe(true)
  })
})

test.for([
  ['nosuch/x:1', `An image does not exist locally with the tag: ${HOST}/nosuch/x`],
  ['team/app:nosuch', `tag does not exist: ${HOST}/team/app:nosuch`],
] as const)('a push of %s, which is not there, says so', async ([name, message]) => {
  const engine = remoteEngine()
  await tagged(engine)
  expect((await pushed(engine, `${HOST}/${name}`)).at(-1)?.error).toBe(message)
})
