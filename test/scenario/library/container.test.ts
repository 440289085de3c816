// What clients see of the scenarios about containers.
import { expect } from 'vitest'
import { bodyOf, chunksOf, headOf } from '../play.ts'
import { create, jsonOf, messageOf, post, pull, run, statusLine } from './ask.ts'
import { endings } from './container-ends.ts'
import { healths } from './container-health.ts'
import { slowness } from './container-slow.ts'
import { statistics } from './container-stats.ts'
import { showGroup } from './shows.ts'

const OK = 'HTTP/1.1 200 OK'
const CREATED = 'HTTP/1.1 201 Created'
const MISSING = 'HTTP/1.1 404 Not Found'
const CONFLICT = 'HTTP/1.1 409 Conflict'

const config = { Image: 'alpine', Cmd: ['sleep', '1000'] }

await showGroup('container', {
  ...endings,
  ...healths,
  ...slowness,
  ...statistics,
  'idempotent-304': async (it) => {
    await create(it, 'web')
    for (const action of ['start', 'stop?t=0']) {
      const answer = await post(it, `/containers/web/${action}`)
      expect(statusLine(answer)).toBe('HTTP/1.1 304 Not Modified')
      const [, ...lines] = headOf(answer).split('\r\n')
      const names = lines.map((line) => line.split(':')[0])
      expect(names).toEqual(['Api-Version', 'Docker-Experimental', 'Ostype', 'Server', 'Date', 'Connection'])
      expect(bodyOf(answer)).toBe('')
    }
    expect(jsonOf(await it.ask('GET /containers/web/json')).State.Status).toBe('exited')
  },

  'name-conflict': async (it) => {
    await pull(it)
    const refused = await post(it, '/containers/create?name=db-1', config)
    expect(statusLine(refused)).toBe(CONFLICT)
    expect(bodyOf(refused)).toMatch(
      /^\{"message":"Conflict\. The container name \\"\/db-1\\" is already in use by container \\"[0-9a-f]{64}\\"\. You have to remove \(or rename\) that container to be able to reuse that name\."\}\n$/,
    )
    expect(statusLine(await post(it, '/containers/create?name=db-1', config))).toBe(CREATED)
  },

  'name-conflict-race': async (it) => {
    await create(it, 'web')
    expect(statusLine(await it.ask('DELETE /containers/web'))).toBe('HTTP/1.1 204 No Content')
    await it.clock.advance(1999)
    const refused = await post(it, '/containers/create?name=web', config)
    expect(statusLine(refused)).toBe(CONFLICT)
    expect(messageOf(refused)).toContain('The container name "/web" is already in use')
    expect(statusLine(await post(it, '/containers/create', config))).toBe(CREATED)
    await it.clock.advance(1)
    expect(statusLine(await post(it, '/containers/create?name=web', config))).toBe(CREATED)
  },

  'removal-in-progress': async (it) => {
    await create(it, 'web')
    const refused = await it.ask('DELETE /containers/web')
    expect(statusLine(refused)).toBe(CONFLICT)
    expect(messageOf(refused)).toBe('removal of container web is already in progress')
    const started = await post(it, '/containers/web/start')
    expect(statusLine(started)).toBe(CONFLICT)
    expect(messageOf(started)).toBe('container is marked for removal and cannot be started')
    await it.clock.advance(10_000)
    expect(messageOf(await it.ask('DELETE /containers/web'))).toBe('No such container: web')
  },

  vanishes: async (it) => {
    const id = await create(it, 'web')
    await create(it, 'db')
    expect(jsonOf(await it.ask('GET /containers/json?all=1'))).toHaveLength(2)
    const gone = await it.ask(`GET /containers/${id}/json`)
    expect(statusLine(gone)).toBe(MISSING)
    expect(bodyOf(gone)).toBe(`{"message":"No such container: ${id}"}\n`)
    expect(statusLine(await it.ask('GET /containers/db/json'))).toBe(OK)
  },

  'listed-early': async (it) => {
    await pull(it)
    const events = it.say('GET /events')
    await events.until(/\r\n\r\n/)
    const late = post(it, '/containers/create?name=web', config)
    await events.until(/"Action":"create"/)
    events.hangUp()
    expect(jsonOf(await it.ask('GET /containers/json?all=1'))).toHaveLength(1)
    expect(statusLine(await it.ask('GET /containers/web/json'))).toBe(OK)
    await it.clock.advance(5000)
    expect(statusLine(await late)).toBe(CREATED)
  },

  'dead-nameless': async (it) => {
    const [dead] = jsonOf(await it.ask('GET /containers/json?all=1'))
    expect(dead).toMatchObject({ Names: [], State: 'dead', Status: 'Dead', Image: 'hello-world' })
    expect(statusLine(await it.ask('GET /containers/leftover/json'))).toBe(MISSING)
    expect(jsonOf(await it.ask(`GET /containers/${dead.Id}/json`)).State).toMatchObject({ Dead: true, Status: 'dead' })
  },

  'null-names': async (it) => {
    await create(it, 'web')
    expect(bodyOf(await it.ask('GET /containers/json?all=1'))).toContain('"Names":null')
  },

  'wait-404': async (it) => {
    await run(it, 'web')
    const answer = await post(it, '/containers/web/wait')
    expect(statusLine(answer)).toBe(MISSING)
    expect(bodyOf(answer)).toBe('{"message":"No such container: web"}\n')
  },

  'wait-cut': async (it) => {
    await run(it, 'web')
    const answer = await post(it, '/containers/web/wait')
    expect(headOf(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nTransfer-Encoding: chunked(\r\n|$)/s)
    expect(bodyOf(answer)).toBe('')
    expect(jsonOf(await it.ask('GET /containers/web/json')).State.Running).toBe(true)
  },

  'wait-proxy-text': async (it) => {
    await run(it, 'web')
    const answer = await post(it, '/containers/web/wait')
    expect(statusLine(answer)).toBe(OK)
    expect(bodyOf(answer)).toMatch(/^<html><body><h1>504 Gateway Time-out<\/h1>/)
  },

  'wait-removed-error': async (it) => {
    await create(it, 'web', { Cmd: ['sh', '-c', 'exit 3'], HostConfig: { AutoRemove: true } })
    const waiting = it.say('POST /containers/web/wait?condition=removed', 'Content-Length: 0\r\nConnection: close\r\n')
    await waiting.until(/\r\n\r\n/)
    await post(it, '/containers/web/start')
    expect(chunksOf(await waiting.all()).chunks.join('')).toBe(
      '{"StatusCode":3,"Error":{"Message":"container could not be removed: device or resource busy"}}\n',
    )
  },
})
