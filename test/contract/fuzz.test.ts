// Every query parameter and every field of a body, with values that are right and values that are not.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { expect } from 'vitest'
import { type QueryParameter, queryParameters } from '../../src/gen/parameters.ts'
import { type Route, routes } from '../../src/gen/routes.ts'
import { test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'
import { ContractViolation, checkReply } from './check-reply.ts'

// biome-ignore lint/suspicious/noExplicitAny: JSON Schema is data of many shapes
type Json = any

const contract: Json = JSON.parse(readFileSync(new URL('../../src/gen/openapi.json', import.meta.url), 'utf8'))

/** What dockerd, too, says with a 5xx. */
const dockerdsOwn: readonly RegExp[] = [
  // what this daemon does not simulate
  /^501 mockerd does not simulate \w+ yet$/,
  // a build of nothing, or of what nobody knows where to find
  /^500 Cannot locate specified Dockerfile: /,
  /^500 remoteURL \(.*\) could not be recognized as URL$/s,
  /^500 forbidden path outside the build context: /,
  // Go's own words about a number that is none reach the client as they are
  /^500 strconv\.(Atoi|ParseInt): parsing ".*": (invalid syntax|value out of range)$/s,
  // a restart with a signal that is none, unlike a stop
  /^500 Cannot restart container box: invalid signal: /,
  // keys of an exec, unlike those of an attach
  /^500 Invalid escape keys \(.*\) provided$/s,
  // by force, too, only who is connected can be disconnected
  /^500 container [0-9a-f]{64} is not connected to the network net$/,
  // what the host's ps says of its options
  /^500 (ps: (error: .*|exit status 1)|Couldn't find PID field in ps output)$/s,
  // an import from where nobody is
  /^500 Get ".*": dial tcp: lookup .*: no such host$/s,
  // logs of services and tasks; moments and patterns in filters of images
  /^500 Bad parameters: you must choose at least one stream$/,
  /^500 failed to parse value as time or duration: ".*"$/s,
  // a session of BuildKit that does not switch over, and a login where nobody is
  /^500 no upgrade proto in request$/,
  /^500 Get "https:\/\/\.\.\/v2\/": dial tcp.*: (connection refused|no such host)$/,
  // a plugin without its config.json
  /^500 config not found$/,
  // no host to ask
  /^500 Get "http:": http: no Host in request URL$/,
  // no swarm, no experiments
  /^503 This node is not (a swarm manager|part of a swarm)/,
  /^503 volume update only valid for cluster volumes, but swarm is unavailable$/,
  /^501 This experimental feature is disabled by default/,
  // the body of a login is read without the care that others get
  /^500 (json: cannot unmarshal \w+ into Go (struct field \w*\.\w+ of type string|value of type registry\.AuthConfig)|(unexpected )?EOF)$/,
  // plugins, and names of images in a prune or a pull of them
  /^500 (failed to parse reference .*: )?(invalid reference format|repository name must not be more than 255 characters)$/,
]

const numbers: readonly unknown[] = [0, 1, -1, 1.5, 1e300, 2 ** 53]
const texts: readonly unknown[] = ['', 'a', 'ä€𝄞\u0000', 'x'.repeat(3000), '-1', '../..', '/']
const others: readonly unknown[] = [null, true, {}, [], [null], { a: { b: [] } }]

/** Of each kind what fits comes first. */
const inQuery: Readonly<Record<QueryParameter['kind'], readonly string[]>> = {
  string: ['alpine', '', 'ä€𝄞\u0000', 'x'.repeat(3000), '-1', '{}'],
  boolean: ['1', '', 'no', 'ä', '-1'],
  integer: ['1', '', '-1', '99999999999999999999', '1.5', 'ä'],
  number: ['1', '', '-1', '1e400', 'ä'],
  strings: ['alpine', '', 'ä€𝄞\u0000', '-1', '["a"]'],
  filters: [
    ...['{"label":["a=b"]}', '', '{', '[]', '"ä"', '-1', '{"nosuch":["x"]}', '{"label":1}', '{"label":{"a":1}}'],
    ...['{"name":["("]}', '{"until":["ä"]}', '{"dangling":["maybe"]}', '{"status":[""]}', '{"before":["nosuch"]}'],
  ],
}

interface Fuzz {
  readonly route: Route
  readonly query: string
  readonly body?: string
}

/** What a request of this operation must have to be about something. */
const needed: Readonly<Record<string, Json>> = {
  ContainerCreate: { Image: 'alpine' },
  ContainerExec: { Cmd: ['true'] },
  NetworkCreate: { Name: 'lan' },
  NetworkConnect: { Container: 'box' },
  NetworkDisconnect: { Container: 'box' },
}

function bodyFields({ path, method }: Route): string[] {
  const schema = contract.paths[path]?.[method.toLowerCase()]?.requestBody?.content?.['application/json']?.schema
  return schema ? [...new Set(fieldsOf(schema))] : []
}

function fieldsOf(schema: Json): string[] {
  if (schema.$ref) return fieldsOf(contract.components.schemas[schema.$ref.split('/').at(-1)])
  return [...Object.keys(schema.properties ?? {}), ...(schema.allOf ?? []).flatMap(fieldsOf)]
}

function requestsOf(route: Route): Fuzz[] {
  const own = needed[route.operation]
  const given = route.body === 'json' ? { body: JSON.stringify(own ?? {}) } : {}
  const queries = (queryParameters[route.operation] ?? []).flatMap(({ name, kind }) =>
    inQuery[kind].map((value) => ({ route, query: `?${name}=${encodeURIComponent(value)}`, ...given })),
  )
  if (route.body !== 'json') return [{ route, query: '' }, ...queries]
  const values = [...numbers, ...texts, ...others]
  const fields = bodyFields(route).flatMap((field) =>
    values.map((value) => ({ route, query: '', body: JSON.stringify({ ...own, [field]: value }) })),
  )
  const whole = ['', '{', 'null', '[]', '"ä"', '-1', '{}'].map((body) => ({ route, query: '', body }))
  return [...queries, ...fields, ...whole]
}

interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  /** Nothing of a stream: it may never end. */
  readonly text: string | undefined
}

function send({ agent }: TestDaemon, method: string, path: string, body?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  }
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, method, path, headers })
    request.on('error', reject)
    request.on('upgrade', ({ statusCode, headers }, socket) => {
      socket.destroy()
      resolve({ status: statusCode!, headers, text: undefined })
    })
    request.on('response', async (response) => {
      const { statusCode: status, headers } = response
      if (status! < 300 && headers['content-length'] === undefined && status !== 204) {
        response.on('error', () => {}).resume()
        resolve({ status: status!, headers, text: undefined })
        request.on('error', () => {}).destroy()
        return
      }
      const chunks: Uint8Array[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({ status: status!, headers, text: Buffer.concat(chunks).toString() })
    })
    request.end(body)
  })
}

/** Asks, and tells what is wrong with the answer. */
async function defectOf(docker: TestDaemon, { route, query, body }: Fuzz): Promise<string | undefined> {
  const subject = route.path.startsWith('/images/') ? 'alpine' : route.path.startsWith('/volumes/') ? 'data' : 'box'
  const path = route.path.replace(/\{[^}]+\}/g, route.path.startsWith('/networks/') ? 'net' : subject)
  const { status, headers, text } = await send(docker, route.method, path + query, body)
  const where = `${route.method} ${path}${query.slice(0, 200)} ${body?.slice(0, 200) ?? ''}`
  if (status >= 500) {
    const said = `${status} ${JSON.parse(text!).message}`
    return dockerdsOwn.some((words) => words.test(said)) ? undefined : `${where}: ${said}`
  }
  // a HEAD has no body; an attach has promised its own type by the time that it refuses
  if (text === undefined || route.method === 'HEAD' || (status === 400 && route.operation === 'ContainerAttach'))
    return undefined
  try {
    checkReply({ operation: route.operation, status, headers: headers as Record<string, string>, body: text })
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error
    return `${where}: ${error.message}`
  }
  return undefined
}

/** What would only wait: the end of a container that goes on for ever. */
const waits = ['ContainerWait']

test('no parameter and no field of a body brings the daemon to what dockerd would not answer', async ({ docker }) => {
  const defects: string[] = []
  await docker.dockerode.createNetwork({ Name: 'net' })
  await docker.dockerode.createVolume({ Name: 'data' })
  for (const route of routes) {
    if (waits.includes(route.operation) || route.operation === 'ContainerAttachWebsocket') continue
    await docker.run('alpine', ['sleep', '1000'], { name: 'box', StopSignal: 'SIGKILL' }).catch(() => {})
    await docker.dockerode
      .getContainer('box')
      .start()
      .catch(() => {})
    for (const fuzz of requestsOf(route)) {
      const defect = await defectOf(docker, fuzz)
      if (defect !== undefined) defects.push(defect)
    }
  }
  expect(defects).toEqual([])
})
