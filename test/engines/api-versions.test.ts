// Which API versions each engine takes, and what it says of the others.
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { withMinVersion } from '../../src/daemon/min-version.ts'
import { personaNamed, personas } from '../../src/daemon/personas.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

/** Engine, oldest and newest API version (moby api/common.go, daemon/config/config.go of the releases). */
const ranges = [
  ['20.10', '1.12', '1.41'],
  ['20.10-debian', '1.12', '1.41'],
  ['23.0', '1.12', '1.42'],
  ['24.0', '1.12', '1.43'],
  ['25.0', '1.24', '1.44'],
  ['26.1', '1.24', '1.45'],
  ['27.5', '1.24', '1.47'],
  ['28.5', '1.24', '1.51'],
  ['28.5-debian', '1.24', '1.51'],
  ['29.0', '1.44', '1.52'],
  ['29.3', '1.40', '1.54'],
] as const

test('every engine that is a Docker Engine has a row in the table', () => {
  const dockers = personas.filter(({ podman }) => !podman)
  expect(ranges.map(([name]) => name)).toEqual(dockers.map(({ name }) => name))
})

interface Answer {
  readonly status: number | undefined
  readonly type: string | undefined
  readonly api: unknown
  readonly text: string
}

function ask(docker: TestDaemon, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get({ agent: docker.agent, path, host: 'docker' }, async (reply) => {
      const { statusCode: status, headers } = reply
      resolve({ status, type: headers['content-type'], api: headers['api-version'], text: await text(reply) })
    }).on('error', reject)
  })
}

const older = (version: string): string => `1.${Number(version.split('.')[1]) - 1}`
const newer = (version: string): string => `1.${Number(version.split('.')[1]) + 1}`

describe.each(ranges)('Docker Engine %s', (engine, oldest, newest) => {
  test(`speaks ${oldest} to ${newest}, and ${newest} when nobody says which`, async () => {
    await using docker = await startTestDaemon({ engine })
    for (const path of ['/version', `/v${oldest}/version`, `/v${newest}/version`]) {
      const { status, api, text } = await ask(docker, path)
      expect({ path, status, api }).toEqual({ path, status: 200, api: newest })
      expect(JSON.parse(text)).toMatchObject({ ApiVersion: newest, MinAPIVersion: oldest })
    }
  })

  test(`refuses ${older(oldest)} and ${newer(newest)} with the words of dockerd`, async () => {
    await using docker = await startTestDaemon({ engine })
    const old = older(oldest)
    const tooOld = await ask(docker, `/v${old}/version`)
    const sentence = `client version ${old} is too old. Minimum supported API version is ${oldest}, please upgrade your client to a newer version`
    // clients from before 1.24 are told in plain text, but by 26.1 and 27.5
    const isJson = Number(old.split('.')[1]) >= 24 || ['26.1', '27.5'].includes(engine)
    expect(tooOld).toEqual({
      status: 400,
      type: isJson ? 'application/json' : 'text/plain; charset=utf-8',
      api: newest,
      text: isJson ? `{"message":"${sentence}"}\n` : `${sentence}\n`,
    })
    const tooNew = await ask(docker, `/v${newer(newest)}/version`)
    expect(tooNew).toEqual({
      status: 400,
      type: 'application/json',
      api: newest,
      text: `{"message":"client version ${newer(newest)} is too new. Maximum supported API version is ${newest}"}\n`,
    })
  })
})

describe('A client of API 1.43', () => {
  test('does not work with Docker Engine 29.0, until its minimum is lowered', async () => {
    await using strict = await startTestDaemon({ engine: '29.0' })
    expect(await ask(strict, '/v1.43/containers/json')).toMatchObject({
      status: 400,
      text: expect.stringContaining('client version 1.43 is too old. Minimum supported API version is 1.44'),
    })
    await using lenient = await startTestDaemon({ engine: '29.0', minApiVersion: '1.24' })
    expect(await ask(lenient, '/v1.43/containers/json')).toMatchObject({ status: 200, text: '[]\n' })
    expect(await lenient.dockerode.version()).toMatchObject({ ApiVersion: '1.52', MinAPIVersion: '1.24' })
  })

  test('works with Docker Engine 29.3 as it is', async () => {
    await using docker = await startTestDaemon({ engine: '29.3' })
    expect(await ask(docker, '/v1.43/containers/json')).toMatchObject({ status: 200, text: '[]\n' })
  })
})

describe('An operation that is newer than the requested version', () => {
  const lenient = { engine: '29.3', minApiVersion: '1.24' }

  test.each([
    ['POST', '/v1.24/containers/prune', 'POST /containers/prune requires minimum API version 1.25'],
    ['POST', '/v1.24/images/prune', 'POST /images/prune requires minimum API version 1.25'],
    ['POST', '/v1.24/networks/prune', 'POST /networks/prune requires minimum API version 1.25'],
    ['POST', '/v1.24/volumes/prune', 'POST /volumes/prune requires minimum API version 1.25'],
    ['GET', '/v1.24/secrets', 'GET /secrets requires minimum API version 1.25'],
    ['DELETE', '/v1.24/secrets/a', 'DELETE /secrets/{id} requires minimum API version 1.25'],
    ['POST', '/v1.25/plugins/a/b/upgrade', 'POST /plugins/{name:.*}/upgrade requires minimum API version 1.26'],
    ['GET', '/v1.29/configs/a', 'GET /configs/{id} requires minimum API version 1.30'],
    ['GET', '/v1.29/distribution/alpine/json', 'GET /distribution/{name:.*}/json requires minimum API version 1.30'],
    ['POST', '/v1.30/build/prune', 'POST /build/prune requires minimum API version 1.31'],
    ['PUT', '/v1.41/volumes/a', 'PUT /volumes/{name:.*} requires minimum API version 1.42'],
  ])('is refused by Docker Engine 29: %s %s', async (method, path, message) => {
    await using docker = await startTestDaemon(lenient)
    const reply = await docker.fetch(new Request(`http://docker${path}`, { method }))
    expect({ status: reply.status, text: await reply.text() }).toEqual({
      status: 400,
      text: `{"message":"${message}"}\n`,
    })
  })

  test('is answered from its version on, and by earlier engines always', async () => {
    await using newer = await startTestDaemon(lenient)
    const prune = (docker: TestDaemon, version: string): Promise<Response> =>
      docker.fetch(new Request(`http://docker/v${version}/containers/prune`, { method: 'POST' }))
    expect((await prune(newer, '1.25')).status).toBe(200)
    await using older = await startTestDaemon({ engine: '28.5' })
    expect((await prune(older, '1.24')).status).toBe(200)
  })
})

describe('DOCKER_MIN_API_VERSION', () => {
  const minimum = (engine: string, wanted: string | undefined): string =>
    withMinVersion(personaNamed(engine), wanted).minApiVersion

  test.each([
    ['28.5', '1.40', '1.40'],
    ['29.0', '1.24', '1.24'],
    ['25.0', '1.12', '1.12'],
    ['29.3', '1.54', '1.54'],
    ['29.0', '', '1.44'],
    ['29.0', undefined, '1.44'],
  ])('of Docker Engine %s: %s makes %s the minimum', (engine, wanted, expected) => {
    expect(minimum(engine, wanted)).toBe(expected)
  })

  test('is not known to releases before 25.0', () => {
    expect(minimum('24.0', '1.40')).toBe('1.12')
    expect(minimum('20.10', 'nonsense')).toBe('1.12')
  })

  test.each([
    ['28.5', '1.23', 'minimum supported API version is 1.24: 1.23'],
    ['29.0', '1.12', 'minimum supported API version is 1.24: 1.12'],
    ['28.5', 'x', 'minimum supported API version is 1.24: x'],
    ['28.5', '1.52', 'maximum supported API version is 1.51: 1.52'],
    ['29.0', 'v1.44', 'API version must be provided without "v" prefix'],
  ])('of Docker Engine %s cannot be %s', (engine, wanted, reason) => {
    expect(() => minimum(engine, wanted)).toThrow(`invalid DOCKER_MIN_API_VERSION: ${reason}`)
  })
})
