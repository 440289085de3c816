// Who is really asked: mirrors, insecure and real registries, and nobody else.
import { HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import { Hosts } from '../../src/registry/remote/hosts.ts'
import { errors, HOST, playRegistry } from './played-registry.ts'
import { remoteEngine, told } from './remote-engine.ts'
import { testImage } from './test-image.ts'

const registry = playRegistry()

describe('a mirror', () => {
  const mirrored = () => remoteEngine({ mirrors: [`http://${HOST}`] })

  test('is asked for the images of Docker Hub', async () => {
    const image = await testImage('a')
    registry().putImage('library/busybox:latest', image)
    const { pulling, images } = mirrored()
    await pulling('busybox').done
    expect(images.find('busybox').id).toBe(image.id)
  })

  test('that lacks an image leaves it to Docker Hub', async () => {
    const { pulling, images } = mirrored()
    const { lines, done } = pulling('busybox')
    await done
    expect(registry().asked()).toContain('GET /v2/library/busybox/manifests/latest')
    expect(told(lines).at(-1)).toBe('Status: Downloaded newer image for busybox:latest')
    expect(images.find('busybox')).toBeDefined()
  })

  test('that is broken does not matter', async () => {
    registry().twist = () => errors(503, 'UNAVAILABLE', 'x')
    const { pulling, images } = mirrored()
    await pulling('busybox').done
    expect(images.find('busybox')).toBeDefined()
  })

  test('is not asked for images of other registries, nor for a push', async () => {
    const { registry: source } = mirrored()
    expect(source.endpoints('quay.io', 'pull').map(({ mirror }) => mirror)).toEqual([false])
    expect(source.endpoints('docker.io', 'push').map(({ mirror }) => mirror)).toEqual([false])
  })
})

test('a registry that answers over https is not asked over http', async () => {
  const { registry: source } = remoteEngine()
  expect(source.endpoints(HOST, 'pull').map(({ url }) => url)).toEqual([`https://${HOST}`, `http://${HOST}`])
  const real = remoteEngine({ real: [HOST] })
  expect(real.registry.endpoints(HOST, 'pull').map(({ url }) => url)).toEqual([`https://${HOST}`])
})

test('a registry cannot send its clients to hosts that nobody named', async () => {
  const image = await testImage('a')
  registry().putImage('a:1', image)
  const layer = image.layers[0]!.digest
  registry().twist = ({ path }) =>
    path.endsWith(layer)
      ? new HttpResponse(null, { status: 307, headers: { Location: 'http://elsewhere.test/x' } })
      : undefined
  const { pulling, clock } = remoteEngine()
  const { lines, done } = pulling(`${HOST}/a:1`)
  const failed = expect(done).rejects.toThrow('dial tcp: lookup elsewhere.test: no such host')
  for (const seconds of [5, 10, 15, 20]) {
    while (lines.at(-1)?.status !== `Retrying in ${seconds} seconds`) await new Promise(setImmediate)
    await clock.advance(seconds * 1000)
  }
  await failed
  expect(registry().requests.some(({ url }) => url.host === 'elsewhere.test')).toBe(false)
})

test('a release that does not take every loopback address for insecure asks it over https only', () => {
  const hosts = new Hosts({ always: ['127.0.0.0/8'] })
  expect([hosts.dials('[::1]:1'), hosts.isInsecure('[::1]:1')]).toEqual([true, false])
  const none = new Hosts({ always: [] })
  expect([none.dials('localhost:1'), none.isInsecure('localhost:1')]).toEqual([true, false])
})

describe('hosts', () => {
  const hosts = new Hosts({
    insecure: ['10.0.0.0/8', 'reg.lan:5000', '[fd00::1]:5000'],
    real: ['reg.example', 'docker.io'],
  })

  test.for([
    ['127.0.0.1:5000', true, true],
    ['127.1.2.3', true, true],
    ['localhost:1', true, true],
    ['[::1]:5000', true, true],
    ['10.1.2.3:5000', true, true],
    ['11.1.2.3', false, false],
    ['reg.lan:5000', true, true],
    ['reg.lan', false, false],
    ['[fd00::1]:5000', true, true],
    ['reg.example', true, false],
    ['docker.io', true, false],
    ['quay.io', false, false],
    ['127.0.0.1.example.org', false, false],
  ] as const)('%s: connected to %s, over http %s', ([host, dials, insecure]) => {
    expect([hosts.dials(host), hosts.isInsecure(host)]).toEqual([dials, insecure])
  })

  test.for([
    [{ insecure: ['-x'] }, 'invalid index name (-x). Cannot begin or end with a hyphen'],
    [{ mirrors: ['x'] }, `invalid mirror: no scheme specified for "x": must use either 'https://' or 'http://'`],
    [{ mirrors: ['http://u:p@x'] }, 'invalid mirror: username/password not allowed in URI "http://u:xxxxx@x"'],
    [{ insecure: ['a b'] }, 'insecure registry a b is not valid: invalid host "a b"'],
    [
      { mirrors: ['ftp://x'] },
      `invalid mirror: unsupported scheme "ftp" in "ftp://x": must use either 'https://' or 'http://'`,
    ],
    [{ mirrors: ['http://x?y'] }, 'invalid mirror: query or fragment at end of the URI "http://x?y"'],
  ] as const)('%s are refused', ([options, message]) => {
    expect(() => new Hosts(options)).toThrow(message)
  })
})
