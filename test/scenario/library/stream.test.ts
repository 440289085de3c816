// What clients see of the scenarios about streams, logs and hijacked connections.
import { once } from 'node:events'
import { expect } from 'vitest'
import type { RawClient } from '../../http/raw-client.ts'
import { bodyOf, chunksOf, headOf, type Play } from '../play.ts'
import { create, jsonOf, objectsOf, post, pull, run, UPGRADE } from './ask.ts'
import { showGroup } from './shows.ts'
import { framings } from './stream-frames.ts'

const attach = (it: Play, name = 'web'): RawClient =>
  it.say(`POST /containers/${name}/attach?stream=1&stdin=1&stdout=1`, `${UPGRADE}Content-Length: 0\r\n`)

/** A container that reads its input, with the bytes of a terminal. */
const reader = (it: Play, script: string): Promise<string> =>
  run(it, 'web', { Cmd: ['sh', '-c', script], OpenStdin: true, StdinOnce: true })

const UPGRADED = /^HTTP\/1\.1 101 UPGRADED\r\n.*?\r\n\r\n/s

await showGroup('stream', {
  ...framings,

  slicer: async (it) => {
    const { chunks, complete } = chunksOf(await pull(it))
    expect(complete).toBe(true)
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(15)
    expect(chunks.join('')).toContain('{"status":"Pulling from library/alpine","id":"latest"}\r\n')
    expect(bodyOf(await it.ask('GET /_ping'))).toBe('OK')
  },

  'byte-by-byte': async (it) => {
    const { chunks, complete } = chunksOf(await pull(it))
    expect(complete).toBe(true)
    expect(new Set(chunks.map((chunk) => chunk.length))).toEqual(new Set([1]))
    const said = '{"message":"No such container: none"}\n'
    expect(bodyOf(await it.ask('GET /containers/none/json'))).toBe(said)
  },

  coalesced: async (it) => {
    const answer = await pull(it)
    const { chunks, complete } = chunksOf(answer)
    expect(complete).toBe(true)
    const counts = chunks.map((chunk) => chunk.match(/\r\n/g)?.length)
    expect(counts.slice(0, -1).every((count) => count === 5)).toBe(true)
    expect(objectsOf(answer).at(-1)).toEqual({ status: 'Status: Downloaded newer image for alpine:latest' })
  },

  'not-upgraded': async (it) => {
    await reader(it, 'read line; echo "got $line"')
    const client = attach(it)
    expect(headOf(await client.until(/\r\n\r\n/))).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream',
    )
    expect(bodyOf(await client.say('this\n').all())).toBe('\x01\0\0\0\0\0\0\x09got this\n')
    // many clients give up at the status
    await create(it, 'quiet')
    const disappointed = attach(it, 'quiet')
    await disappointed.until(/200 OK/)
    disappointed.socket.destroy()
  },

  'joined-head': async (it) => {
    await reader(it, 'read line; echo one')
    const client = attach(it)
    const first = once(client.socket, 'data')
    client.say('go\n')
    expect((await first)[0]).toMatch(/^HTTP\/1\.1 101 UPGRADED\r\n.*\r\n\r\n\x01\0\0\0\0\0\0\x04one\n/s)
    // where nothing is to come yet the head does not wait for it
    await create(it, 'quiet')
    const early = attach(it, 'quiet')
    await it.ask('GET /_ping')
    await it.clock.advance(100)
    expect(await early.until(UPGRADED)).toMatch(/\r\n\r\n$/)
    early.socket.destroy()
  },

  'attach-404': async (it) => {
    await reader(it, 'cat')
    const answer = await attach(it).all()
    expect(answer).toBe(
      'HTTP/1.1 404 Not Found\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nNo such container: web\r\n',
    )
  },

  'half-close-ignored': async (it) => {
    await reader(it, 'cat; echo over')
    const client = attach(it)
    await client.until(UPGRADED)
    await client.say('heard\n').hangUp().until(/heard/)
    expect(jsonOf(await it.ask('GET /containers/web/json')).State.Running).toBe(true)
    expect(client.ended).toBe(false)
    await post(it, '/containers/web/kill')
    expect(await client.all()).not.toContain('over')
  },

  'half-close-cuts': async (it) => {
    await reader(it, 'cat; echo over')
    const client = attach(it)
    await client.until(UPGRADED)
    await client.say('heard\n').until(/heard/)
    expect(await client.hangUp().all()).not.toContain('over')
    expect(bodyOf(await it.ask('GET /containers/web/logs?stdout=1'))).toContain('heard')
  },

  'early-response': async (it) => {
    const upload = 'Content-Type: application/x-tar\r\nContent-Length: 1000000\r\n'
    const load = await it.say('POST /images/load', upload).until(/\r\n0\r\n\r\n$/)
    expect(headOf(load)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(objectsOf(load)).toEqual([{ stream: 'Loaded image: alpine:latest\n' }])
    const build = await it.say('POST /build', upload).until(/\r\n0\r\n\r\n$/)
    const message = 'Cannot locate specified Dockerfile: Dockerfile'
    expect(objectsOf(build)).toEqual([{ errorDetail: { message }, error: message }])
    const copy = await it.say('PUT /containers/web/archive?path=/', upload).until(/\}\n$/)
    expect(headOf(copy)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(bodyOf(copy)).toBe('{"message":"unexpected EOF"}\n')
  },
})
