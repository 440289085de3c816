// What clients see of the scenarios about what stands between them and the daemon, and about other engines.
import { expect } from 'vitest'
import { bodyOf, chunksOf, headOf, type Play } from '../play.ts'
import { create, jsonOf, messageOf, post, run, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

const OK = 'HTTP/1.1 200 OK'
const PING = 'GET /_ping'
const LIST = 'GET /containers/json'

/** On one connection: a request that is answered, then another; what came for that. */
async function secondOf(it: Play, first: string, second: string): Promise<string> {
  const client = it.say(first)
  await client.until(/OK$/)
  const { length } = client.text
  return (await client.say(`${second} HTTP/1.1\r\nHost: x\r\n\r\n`).all()).slice(length)
}

await showGroup('proxy', {
  denied: async (it) => {
    const answer = await post(it, '/containers/create', { Image: 'alpine' })
    expect(headOf(answer)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
    expect(headOf(answer)).toContain('\r\nContent-Type: text/html\r\n')
    expect(bodyOf(answer)).toBe(
      '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n',
    )
    expect(bodyOf(await it.ask(LIST))).toBe('[]\n')
  },

  'bad-gateway': async (it) => {
    for (const path of ['/_ping', '/version', '/containers/json']) {
      const answer = await it.ask(`GET ${path}`)
      expect(statusLine(answer)).toBe('HTTP/1.1 502 Bad Gateway')
      expect(headOf(answer)).toContain('\r\nContent-Type: text/html\r\n')
      expect(bodyOf(answer)).toMatch(/^<html>\r\n<head><title>502 Bad Gateway<\/title>/)
    }
  },

  'gateway-timeout': async (it) => {
    await run(it, 'web')
    const waiting = post(it, '/containers/web/stop?t=0')
    await it.ask(PING)
    await it.clock.advance(60_000)
    const answer = await waiting
    expect(statusLine(answer)).toBe('HTTP/1.1 504 Gateway Timeout')
    expect(bodyOf(answer)).toBe(
      "<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n",
    )
    expect(jsonOf(await it.ask('GET /containers/web/json')).State.Status).toBe('exited')
  },

  'head-ping': async (it) => {
    const head = await it.ask('HEAD /_ping')
    expect(statusLine(head)).toBe('HTTP/1.1 405 Method Not Allowed')
    expect(headOf(head)).toContain('\r\nAllow: GET\r\n')
    expect(bodyOf(head)).toBe('')
    expect(bodyOf(await it.ask(PING))).toBe('OK')
  },

  'no-api-version': async (it) => {
    const answer = await it.ask(PING)
    expect(statusLine(answer)).toBe(OK)
    expect(headOf(answer)).not.toMatch(/Api-Version|Docker|Ostype|Builder|Swarm/i)
    expect(jsonOf(await it.ask('GET /version')).ApiVersion).toBe('1.51')
  },

  'invalid-json': async (it) => {
    await create(it, 'web')
    const answer = await it.ask('GET /containers/web/json')
    expect(statusLine(answer)).toBe(OK)
    expect(chunksOf(answer)).toEqual({ chunks: ['{'], complete: true })
    const list = await it.ask('GET /images/json')
    expect(headOf(list)).toContain('\r\nContent-Length: 1\r\n')
    expect(bodyOf(list)).toBe('[')
  },

  'html-instead-of-json': async (it) => {
    const answer = await it.ask(LIST)
    expect(statusLine(answer)).toBe(OK)
    expect(headOf(answer)).toContain('\r\nContent-Type: text/html\r\n')
    expect(bodyOf(answer)).toBe('<!DOCTYPE html>\n<html><body><h1>It works!</h1></body></html>\n')
  },

  'empty-error': async (it) => {
    const answer = await it.ask(LIST)
    expect(statusLine(answer)).toBe('HTTP/1.1 500 Internal Server Error')
    expect(headOf(answer)).toContain('\r\nContent-Length: 0\r\n')
    expect(bodyOf(answer)).toBe('')
    expect(bodyOf(await it.ask(PING))).toBe('OK')
  },

  'huge-error': async (it) => {
    const answer = await it.ask(LIST)
    expect(statusLine(answer)).toBe('HTTP/1.1 500 Internal Server Error')
    expect(bodyOf(answer).length).toBeGreaterThan(1 << 20)
    expect(messageOf(answer)).toBe('goroutine 1 [running]:\n'.repeat(50_000))
  },

  'keepalive-stale': async (it) => {
    expect(await secondOf(it, PING, LIST)).toBe('')
    expect(bodyOf(await it.ask(LIST))).toBe('[]\n')
  },

  podman: async (it) => {
    const answer = await it.ask(PING)
    expect(headOf(answer)).toMatch(/\r\nApi-Version: 1\.41\r\n/)
    expect(headOf(answer)).toMatch(/\r\nLibpod-Api-Version: 5\.4\.2\r\n/)
    const node = await it.ask('GET /v1.41/nodes/self')
    expect(statusLine(node)).toBe('HTTP/1.1 503 Service Unavailable')
    expect(bodyOf(node)).toBe(
      '{"cause":"Podman does not support service: /v1.41/nodes/self","message":"Podman does not support service: /v1.41/nodes/self","response":503}\n',
    )
  },

  'podman-1.44': async (it) => {
    for (const path of ['/_ping', '/v1.44/containers/json']) {
      const head = headOf(await it.ask(`GET ${path}`))
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(head).toMatch(/\r\nApi-Version: 1\.44(\r\n|$)/)
      expect(head).toMatch(/\r\nLibpod-Api-Version: /)
    }
    expect(jsonOf(await it.ask('GET /version')).ApiVersion).toBe('1.44')
    expect(statusLine(await it.ask('GET /v1.44/nodes/self'))).toBe('HTTP/1.1 503 Service Unavailable')
  },
})
