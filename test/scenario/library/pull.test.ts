// What clients see of the scenarios about pulls.
import { expect } from 'vitest'
import { chunksOf, headOf } from '../play.ts'
import { messageOf, objectsOf, pull, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

await showGroup('pull', {
  'error-in-stream': async (it) => {
    const answer = await pull(it, 'ghcr.io/acme/tool', '1.2')
    expect(headOf(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nContent-Type: application\/json\r\n/s)
    const { chunks, complete } = chunksOf(answer)
    expect(complete).toBe(true)
    expect(chunks.join('')).toBe(
      [
        '{"status":"Pulling from acme/tool","id":"1.2"}',
        '{"status":"Pulling fs layer","progressDetail":{},"id":"9824c27679d3"}',
        '{"status":"Downloading","progressDetail":{"current":524288,"total":3623844},"id":"9824c27679d3"}',
        '{"errorDetail":{"message":"unexpected EOF"},"error":"unexpected EOF"}',
        '',
      ].join('\r\n'),
    )
    expect(statusLine(await it.ask('GET /images/ghcr.io/acme/tool:1.2/json'))).toBe('HTTP/1.1 404 Not Found')
  },

  reset: async (it) => {
    const first = await pull(it)
    expect(objectsOf(first)).toHaveLength(3)
    expect(chunksOf(first).complete).toBe(false)
    expect(messageOf(await it.ask('GET /images/alpine/json'))).toBe('No such image: alpine:latest')
    const second = await pull(it)
    expect(objectsOf(second).at(-1)).toEqual({ status: 'Status: Downloaded newer image for alpine:latest' })
    expect(chunksOf(second).complete).toBe(true)
  },
})
