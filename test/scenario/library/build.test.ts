// What clients see of the scenarios about builds.
import { expect } from 'vitest'
import { tarBytes, tarEntry } from '../../tars.ts'
import { bodyOf, chunksOf, headOf, type Play } from '../play.ts'
import { objectsOf } from './ask.ts'
import { showGroup } from './shows.ts'

const FILE = 'FROM scratch\nLABEL a=b\nLABEL c=d\n'

async function build(it: Play): Promise<string> {
  const context = await tarBytes([tarEntry('Dockerfile', FILE)])
  const head = `Connection: close\r\nContent-Type: application/x-tar\r\nContent-Length: ${context.length}\r\n`
  return it.say('POST /build?t=mine', head).say(context).all()
}

await showGroup('build', {
  fail: async (it) => {
    const answer = await build(it)
    expect(headOf(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    const { chunks, complete } = chunksOf(answer)
    expect(complete).toBe(true)
    const lines = chunks.join('').split('\r\n')
    expect(lines).toContain('{"stream":"Successfully built jsondiff\\n"}')
    expect(lines.slice(-2)).toEqual([
      `{"errorDetail":{"code":1,"message":"The command '/bin/sh -c pip install jsondiff' returned a non-zero code: 1"},"error":"The command '/bin/sh -c pip install jsondiff' returned a non-zero code: 1"}`,
      '',
    ])
    expect(bodyOf(await it.ask('GET /images/json'))).toBe('[]\n')
  },

  disconnect: async (it) => {
    const first = await build(it)
    expect(chunksOf(first).complete).toBe(true)
    expect(objectsOf(first)).toEqual([{ stream: 'Step 1/3 : FROM scratch' }, { stream: '\n' }])
    expect(objectsOf(await build(it)).at(-1)).toEqual({ stream: 'Successfully tagged mine:latest\n' })
  },
})
