// What registries refuse, in dockerd's words: recorded from Docker Engine 28.5.2 with a registry that said the same.
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { personaNamed } from '../../src/daemon/personas.ts'
import { errors, HOST, json, playRegistry } from './played-registry.ts'
import { remoteEngine } from './remote-engine.ts'

const registry = playRegistry()
const plain = (status: number, text: string): Response =>
  new HttpResponse(text, { status, headers: { 'Content-Type': 'text/plain' } })
const empty = (status: number): Response =>
  new HttpResponse('', { status, headers: { 'Content-Type': 'application/json' } })

const denied = 'requested access to the resource is denied'

test.for<[what: string, reply: () => Response, kind: string, message: string]>([
  [
    'a tag that is not there',
    () => errors(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { Tag: '1' }),
    'missing',
    `manifest for ${HOST}/a:1 not found: manifest unknown: manifest unknown`,
  ],
  [
    'the same without a detail',
    () => errors(404, 'MANIFEST_UNKNOWN', 'manifest unknown'),
    'missing',
    'manifest unknown',
  ],
  [
    'a repository that is not there',
    () => errors(404, 'NAME_UNKNOWN', 'repository name not known to registry', {}),
    'missing',
    `repository ${HOST}/a not found: name unknown: repository name not known to registry`,
  ],
  [
    'who may not pull',
    () => errors(403, 'DENIED', 'not for you'),
    'missing',
    `pull access denied for ${HOST}/a, repository does not exist or may require 'docker login': denied: not for you`,
  ],
  ['who may not pull, without a detail', () => errors(403, 'DENIED', denied), 'forbidden', 'denied'],
  [
    'who is not known',
    () => errors(401, 'UNAUTHORIZED', 'authentication required', []),
    'unauthorized',
    'unauthorized: authentication required',
  ],
  ['who is not known, in words', () => plain(401, 'go away'), 'unauthorized', 'unauthorized: go away'],
  ['who is not known, without words', () => empty(401), 'unauthorized', 'unauthorized: authentication required'],
  [
    'too many requests',
    () => errors(429, 'TOOMANYREQUESTS', 'You have reached your pull rate limit.'),
    'limited',
    'toomanyrequests: You have reached your pull rate limit.',
  ],
  [
    'too many requests, as a proxy says it',
    () => json(429, { details: 'slow down' }),
    'limited',
    'toomanyrequests: slow down',
  ],
  [
    'too many requests, without words',
    () => empty(429),
    'broken',
    'error parsing HTTP 429 response body: unexpected end of JSON input: ""',
  ],
  ['a failure', () => plain(500, 'oops'), 'broken', 'received unexpected HTTP status: 500 Internal Server Error'],
  ['a registry that rests', () => json(503, {}), 'broken', 'received unexpected HTTP status: 503 Service Unavailable'],
  [
    'a name that cannot be',
    () => errors(400, 'NAME_INVALID', 'invalid repository name', 'x'),
    'invalid',
    'name invalid: invalid repository name',
  ],
  [
    'what it does not do',
    () => errors(405, 'UNSUPPORTED', 'The operation is unsupported.'),
    'disallowed',
    'unsupported',
  ],
  ['what nobody knows', () => errors(418, 'WEIRD', 'weird message', 'd'), 'broken', 'unknown: weird message'],
  [
    'several things, of which the first counts',
    () =>
      json(403, {
        errors: [
          { code: 'DENIED', message: 'first' },
          { code: 'UNAUTHORIZED', message: 'second' },
        ],
      }),
    'missing',
    `pull access denied for ${HOST}/a, repository does not exist or may require 'docker login': denied: first`,
  ],
  [
    'nothing',
    () => json(404, { errors: [] }),
    'broken',
    'error parsing HTTP 404 response body: no error details found in HTTP response body: "{\\"errors\\":[]}"',
  ],
  [
    'a page',
    () => new HttpResponse('404 page not found\n', { status: 404, headers: { 'Content-Type': 'application/json' } }),
    'broken',
    'error parsing HTTP 404 response body: invalid character \'p\' after top-level value: "404 page not found\\n"',
  ],
])('a registry refuses a pull with %s', async ([, reply, kind, message]) => {
  registry().twist = ({ path }) => (path.includes('/manifests/') ? reply() : undefined)
  const { pulling, events } = remoteEngine()
  const { lines, done } = pulling(`${HOST}/a:1`)
  await expect(done).rejects.toMatchObject({ kind, message })
  expect([lines, events()]).toEqual([[], []])
})

test.for<[what: string, reply: () => Response, message: string]>([
  ['who may not push', () => errors(403, 'DENIED', 'not for you'), 'denied: not for you'],
  [
    'who is not known',
    () => errors(401, 'UNAUTHORIZED', 'authentication required', []),
    'unauthorized: authentication required',
  ],
  ['too many requests', () => errors(429, 'TOOMANYREQUESTS', 'slow down'), 'toomanyrequests: slow down'],
  [
    'a page',
    () => new HttpResponse('<html>', { status: 413, headers: { 'Content-Type': 'application/json' } }),
    'error parsing HTTP 413 response body: invalid character \'<\' looking for beginning of value: "<html>"',
  ],
])('a registry refuses a push with %s', async ([, reply, message]) => {
  const { pull, pushing, images } = remoteEngine()
  await pull('busybox')
  const { withTag, parseReference } = await import('../../src/registry/reference.ts')
  images.tag('busybox', withTag(parseReference(`${HOST}/a`), '1'))
  registry().twist = ({ method }) => (method === 'POST' ? reply() : undefined)
  const { lines, done } = pushing(`${HOST}/a:1`)
  await done
  expect(lines.at(-1)).toEqual({ errorDetail: { message }, error: message })
})

test('before Engine 28 what a registry refuses to a pull is a failure, unless there is no such thing', async () => {
  const { pullRefusal } = await import('../../src/engine/images/registry-words.ts')
  const { bareRefusal, refusalOf } = await import('../../src/registry/registry-error.ts')
  const reference = { domain: HOST, path: 'a', tag: '1' }
  const old = personaNamed('26.1')
  expect(pullRefusal(bareRefusal('DENIED'), reference, old)).toMatchObject({ kind: 'broken', message: 'denied' })
  expect(pullRefusal(refusalOf('TOOMANYREQUESTS', 'slow'), reference, old)).toMatchObject({ kind: 'broken' })
  expect(pullRefusal(refusalOf('MANIFEST_UNKNOWN'), reference, old)).toMatchObject({ kind: 'missing' })
})

test.for([
  [true, 'error parsing HTTP 403 response body: invalid character \'g\' looking for beginning of value: "go away"'],
  [false, `pull access denied for ${HOST}/a, repository does not exist or may require 'docker login': denied: go away`],
] as const)('what is no JSON is taken for it, %s, by Engine 20.10 and 23.0', async ([allJson, message]) => {
  registry().twist = ({ path }) => (path.includes('/manifests/') ? plain(403, 'go away') : undefined)
  const { pulling } = remoteEngine({ insecure: [HOST] }, allJson)
  await expect(pulling(`${HOST}/a:1`).done).rejects.toThrow(message)
})
