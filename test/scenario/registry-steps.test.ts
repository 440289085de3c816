// What clients see of a registry that fails: of the daemon's pulls, and of the registry itself.
import { expect, test } from 'vitest'
import { ask, happen } from './happen.ts'
import { type Play, play } from './play.ts'

const pull = async (it: Play, image = 'alpine'): Promise<readonly [number, string]> => {
  const { status, text } = await ask(it, `POST /images/create?fromImage=${image}&tag=latest`)
  return [status, text]
}

const limit =
  'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit'

test.each([
  [
    'denied',
    404,
    "pull access denied for alpine, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  ['not-found', 404, 'manifest for alpine:latest not found: manifest unknown: manifest unknown'],
  ['no-repository', 404, 'repository alpine not found: name unknown: repository name not known to registry'],
  ['rate-limited', 429, limit],
  [503, 500, 'received unexpected HTTP status: 503 Service Unavailable'],
] as const)('a pull from a registry that says %s', async (error, status, message) => {
  await using it = await play()
  const rule = await happen(it, { registry: error })
  expect(await pull(it)).toEqual([status, `${JSON.stringify({ message })}\n`])
  rule.remove()
  expect((await pull(it))[0]).toBe(200)
})

test('the words of a refused pull are those of the release', async () => {
  await using it = await play([], { engine: '20.10' })
  using _ = await happen(it, { registry: 429 })
  expect(await pull(it)).toEqual([500, `${JSON.stringify({ message: limit })}\n`])
})

test('a login is wanted once, and only for one image', async () => {
  await using it = await play()
  using _ = await happen(it, { registry: { error: 'unauthorized', image: 'alpine', times: 1 } })
  expect((await pull(it, 'busybox'))[0]).toBe(200)
  const [status, text] = await pull(it)
  expect([status, text]).toEqual([401, '{"message":"unauthorized: authentication required"}\n'])
  expect((await pull(it))[0]).toBe(200)
})

test('a blob breaks off: the pull goes on where it was, five times at most', async () => {
  await using it = await play()
  const rule = await happen(it, { blob: { cut: 100, image: 'alpine' } })
  const pulling = pull(it)
  await it.clock.advance(60_000)
  const [, text] = await pulling
  expect(text).toContain('"status":"Retrying in 5 seconds"')
  expect(text).toMatch(/"error":"unexpected EOF"\}\r\n$/)
  rule.remove()
  using _ = await happen(it, { blob: { cut: 1000, times: 1 } })
  const again = pull(it)
  await it.clock.advance(5000)
  expect((await again)[1]).toContain('Downloaded newer image')
})

test('a blob with a wrong digest is thrown away', async () => {
  await using it = await play()
  const rule = await happen(it, { blob: { corrupt: true } })
  expect((await pull(it))[1]).toMatch(/"error":"filesystem layer verification failed for digest sha256:[0-9a-f]{64}"/)
  rule.remove()
  expect((await pull(it))[1]).toContain('Downloaded newer image')
})

test('a slow registry takes its time', async () => {
  await using it = await play()
  using _ = await happen(it, { blob: { rate: '1k' } })
  let done = false
  const pulling = pull(it).then(([, text]) => {
    done = true
    return text
  })
  await it.clock.advance(5000)
  expect(done).toBe(false)
  await it.clock.advance(3_600_000)
  expect(await pulling).toContain('Downloaded newer image')
})

test('clients of the registry see the same refusals, with Retry-After', async () => {
  await using it = await play([], { registries: ['tcp://127.0.0.1:0'] })
  const registry = it.daemon.registries[0]!.replace('tcp', 'http')
  using _ = await happen(it, { registry: { error: 'rate-limited', retryAfter: '60', times: 1 } })
  const reply = await fetch(`${registry}/v2/library/alpine/manifests/latest`)
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '60'])
  expect(await reply.json()).toEqual({ errors: [{ code: 'TOOMANYREQUESTS', message: limit.slice(17) }] })
  expect((await fetch(`${registry}/v2/alpine/manifests/latest`)).status).toBe(200)
})

test('clients of the registry see blobs break off', async () => {
  await using it = await play([], { registries: ['tcp://127.0.0.1:0'] })
  const registry = it.daemon.registries[0]!.replace('tcp', 'http')
  // biome-ignore lint/suspicious/noExplicitAny: what the registry says
  const read = async (path: string): Promise<any> => (await fetch(`${registry}/v2/alpine/manifests/${path}`)).json()
  const index = await read('latest')
  const manifest = await read(index.manifests[0].digest)
  const blob = `${registry}/v2/alpine/blobs/${manifest.layers[0].digest}`
  const rule = await happen(it, { blob: { cut: 100 } })
  await expect(fetch(blob).then((reply) => reply.arrayBuffer())).rejects.toThrow()
  rule.remove()
  expect((await (await fetch(blob)).arrayBuffer()).byteLength).toBe(manifest.layers[0].size)
})
