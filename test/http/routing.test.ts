// From URLs to operations, as dockerd's router does it.
import { describe, expect, test } from 'vitest'
import { cleanPath, encodePath, splitTarget } from '../../src/http/path.ts'
import { routerOf } from '../../src/http/route.ts'
import { route } from './tiny-daemon.ts'

const find = routerOf([
  route('GET', '/containers/json', 'ContainerList'),
  route('GET', '/containers/{id}/json', 'ContainerInspect'),
  route('GET', '/images/json', 'ImageList'),
  route('DELETE', '/images/{name}', 'ImageDelete', { greedy: ['name'] }),
  route('GET', '/images/{name}/json', 'ImageInspect', { greedy: ['name'] }),
  route('GET', '/images/{name}/get', 'ImageGet', { greedy: ['name'] }),
  route('GET', '/images/get', 'ImageGetAll'),
  route('POST', '/services/{id}/tasks/{task}', 'Two'),
  route('GET', '/version', 'SystemVersion'),
])

const matched = (method: string, path: string) => {
  const match = find(method, path)
  return match && [match.route.operation, match.version, match.parameters]
}

describe('a path leads to its operation', () => {
  test.each([
    ['GET', '/containers/json', ['ContainerList', undefined, {}]],
    ['GET', '/v1.51/containers/json', ['ContainerList', '1.51', {}]],
    ['GET', '/v1.51/containers/web/json', ['ContainerInspect', '1.51', { id: 'web' }]],
    ['GET', '/containers/json/json', ['ContainerInspect', undefined, { id: 'json' }]],
    ['GET', '/images/busybox/json', ['ImageInspect', undefined, { name: 'busybox' }]],
    ['GET', '/images/a/b/c/json', ['ImageInspect', undefined, { name: 'a/b/c' }]],
    ['GET', '/images/json/json', ['ImageInspect', undefined, { name: 'json' }]],
    ['GET', '/images/a/json/get', ['ImageGet', undefined, { name: 'a/json' }]],
    ['GET', '/images/get', ['ImageGetAll', undefined, {}]],
    ['DELETE', '/v1.24/images/host:5000/a/b', ['ImageDelete', '1.24', { name: 'host:5000/a/b' }]],
    ['POST', '/services/s/tasks/t', ['Two', undefined, { id: 's', task: 't' }]],
  ])('%s %s', (method, path, expected) => {
    expect(matched(method, path)).toEqual(expected)
  })

  test.each(['/v01.24/version', '/v1.2.3/version', '/v.../version', '/v2/version'])(
    'the version of %s is left to the version gate',
    (path) => expect(matched('GET', path)?.[0]).toBe('SystemVersion'),
  )

  test.each([
    ['GET', '/'],
    ['GET', '/v1.51'],
    ['GET', '/v1.51/'],
    ['GET', '/v/version'],
    ['GET', '/vx.y/version'],
    ['GET', '/v1.24/v1.25/version'],
    ['GET', '/version/'],
    ['GET', '/containers/web'],
    ['HEAD', '/containers/json'],
    ['PATCH', '/containers/json'],
    ['POST', '/version'],
    ['GET', '/containers/__proto__'],
  ])('%s %s is a page that is not found', (method, path) => {
    expect(matched(method, path)).toBeUndefined()
  })
})

describe('a request target is read as Go reads it', () => {
  test.each([
    ['/version', { path: '/version', query: '' }],
    ['/a?x=%zz&y', { path: '/a', query: 'x=%zz&y' }],
    ['/a%20b%2B+c', { path: '/a b++c', query: '' }],
    ['/a%2Fb', { path: '/a/b', query: '' }],
    ['/%ff', { path: '/\ufffd', query: '' }],
    ['/%C3%A9', { path: '/é', query: '' }],
    ['/\u00c3\u00a9', { path: '/é', query: '' }],
    ['/_ping#x', { path: '/_ping#x', query: '' }],
    ['http://host:1/version?x', { path: '/version', query: 'x' }],
    ['http://host', { path: '/', query: '' }],
    ['http://host?x', { path: '/', query: 'x' }],
  ])('%s', (target, expected) => expect(splitTarget(target)).toEqual(expected))

  test.each(['/%zz', '/%', '/%f'])('%s has a broken escape', (target) => expect(splitTarget(target)).toBeUndefined())

  test.each([
    ['//version', '/version'],
    ['/v1.51/../version', '/version'],
    ['/containers/../../..', '/'],
    ['/containers//', '/containers/'],
    ['/./version', '/version'],
    ['/a/.hidden', '/a/.hidden'],
    ['/a/..b/c', '/a/..b/c'],
  ])('%s is cleaned to %s', (path, clean) => expect(cleanPath(path)).toBe(clean))

  test('a redirect escapes what Go escapes', () => {
    expect(encodePath('/a?b/é (1)!:@&=+$,;~')).toBe('/a%3Fb/%C3%A9%20%281%29%21:@&=+$,;~')
  })
})
