// What clients see of output that is framed otherwise than they expect.
import { expect } from 'vitest'
import { bodyOf, chunksOf, headOf, type Play } from '../play.ts'
import { post, run } from './ask.ts'
import type { Shows } from './shows.ts'

/** A container that has printed two lines, one to each stream, and its log. */
async function printed(it: Play): Promise<string> {
  await run(it, 'web', { Cmd: ['sh', '-c', 'echo one; echo two >&2'] })
  await post(it, '/containers/web/wait')
  return it.ask('GET /containers/web/logs?stdout=1&stderr=1')
}

const ONE = '\x01\0\0\0\0\0\0\x04one\n'
const TWO = '\x02\0\0\0\0\0\0\x04two\n'

export const framings: Shows = {
  'terminal-unasked': async (it) => {
    const answer = await printed(it)
    expect(headOf(answer)).toContain('\r\nContent-Type: application/vnd.docker.raw-stream')
    expect(chunksOf(answer).chunks.join('')).toBe('one\r\ntwo\r\n')
    expect(it.daemon.engine.containers.find('web').config.Tty).toBe(true)
  },

  'frame-split': async (it) => {
    const { chunks, complete } = chunksOf(await printed(it))
    expect(chunks.slice(0, 3)).toEqual(['\x01\0\0\0\0', '\0\0\x04on', 'e\n\x02\0\0'])
    expect(chunks.join('')).toBe(ONE + TWO)
    expect(complete).toBe(true)
  },

  'frame-empty': async (it) => {
    expect(chunksOf(await printed(it)).chunks.join('')).toBe(`\x01\0\0\0\0\0\0\0${ONE}${TWO}`)
  },

  'frame-large': async (it) => {
    const text = '0123456789abcdef0123456789abcdef\n'.repeat(3000)
    // 99000 bytes
    expect(chunksOf(await printed(it)).chunks.join('')).toBe(`\x01\0\0\0\0\x01\x82\xb8${text}${ONE}${TWO}`)
  },

  'logs-error-frame': async (it) => {
    const { chunks, complete } = chunksOf(await printed(it))
    expect(chunks.join('')).toBe(`${ONE}\x03\0\0\0\0\0\0\x24Error grabbing logs: unexpected EOF\n`)
    expect(complete).toBe(true)
  },

  'logs-stall': async (it) => {
    await run(it, 'web', { Cmd: ['sh', '-c', 'while true; do date; sleep 1; done'] })
    const logs = it.say('GET /containers/web/logs?stdout=1&follow=1')
    await logs.until(/UTC 2026\n/)
    await it.clock.advance(60_000)
    expect(bodyOf(await it.ask('GET /containers/web/logs?stdout=1')).match(/UTC/g)!.length).toBeGreaterThan(50)
    expect(chunksOf(logs.text).chunks).toHaveLength(1)
    expect(logs.ended).toBe(false)
    logs.socket.destroy()
  },
}
