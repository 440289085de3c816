// /debug: what the daemon tells of its own process.
import { gunzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { manualClock } from '../../src/index.ts'
import { dockerTest, test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

const ask = ({ fetch }: TestDaemon, path: string, method = 'GET') =>
  fetch(new Request(`http://docker/debug/${path}`, { method }))

describe('the variables of the process', () => {
  test('are its command line and its memory', async ({ docker }) => {
    const reply = await ask(docker, 'vars')
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const { cmdline, memstats } = (await reply.json()) as { cmdline: string[]; memstats: Record<string, unknown> }
    expect(cmdline[0]).toMatch(/dockerd$/)
    expect(memstats.HeapAlloc).toBeGreaterThan(0)
    expect(memstats.PauseNs).toHaveLength(256)
  })

  test('are there for GET only, and for versions that the daemon speaks', async ({ docker }) => {
    expect((await ask(docker, 'vars', 'POST')).status).toBe(404)
    expect((await docker.fetch(new Request('http://docker/v1.40/debug/vars'))).status).toBe(200)
    expect((await docker.fetch(new Request('http://docker/v1.20/debug/vars'))).status).toBe(400)
  })
})

describe('profiles', () => {
  test('are listed on a page of their own', async ({ docker }) => {
    const page = await (await ask(docker, 'pprof/')).text()
    expect(page).toContain("<a href='heap?debug=1'>heap</a>")
    expect(page).not.toContain('goroutineleak')
    expect((await ask(docker, 'pprof')).status).toBe(404)
  })

  test('are texts for those who debug', async ({ docker }) => {
    const text = async (path: string): Promise<string> => (await ask(docker, `pprof/${path}`)).text()
    expect(await text('goroutine?debug=1')).toBe('goroutine profile: total 0\n')
    expect(await text('heap?debug=1')).toMatch(/^heap profile: .*\n\n# runtime.MemStats\n# Alloc = \d+\n/)
    expect(await text('block?debug=1')).toMatch(/^--- contention:\n/)
    expect(await text('mutex?debug=1')).toMatch(/^--- mutex:\n/)
    expect(await text('cmdline')).toMatch(/dockerd\0--data-root\0/)
    expect(await text('symbol?0x1')).toBe('num_symbols: 1\n')
  })

  test('are files for the tools of Go', async ({ docker }) => {
    const reply = await ask(docker, 'pprof/goroutine')
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="goroutine"')
    const bytes = gunzipSync(await reply.arrayBuffer())
    // a sample type that has the strings 1 and 2, the empty string, these strings
    expect(bytes.subarray(0, 26).toString('latin1')).toBe('\x0a\x04\x08\x01\x10\x022\x002\x09goroutine2\x05count')
  })

  test('that do not exist, or cannot be taken so, are refused', async ({ docker }) => {
    const refusal = async (path: string): Promise<unknown> => {
      const reply = await ask(docker, `pprof/${path}`)
      return [reply.status, reply.headers.get('x-go-pprof'), await reply.text()]
    }
    expect(await refusal('nosuch')).toEqual([404, '1', 'Unknown profile\n'])
    expect(await refusal('heap?seconds=x')).toEqual([
      400,
      '1',
      'invalid value for "seconds" - must be a positive integer\n',
    ])
    expect(await refusal('heap?seconds=1&debug=1')).toEqual([400, '1', 'seconds and debug params are incompatible\n'])
  })

  const clock = manualClock()
  dockerTest(() => ({ clock }))('over some time take that time', async ({ docker }) => {
    const taken: string[] = []
    const take = async (path: string): Promise<void> => {
      const reply = await ask(docker, `pprof/${path}`)
      taken.push(`${reply.headers.get('content-disposition')?.split('"')[1]} at ${clock.now() - start}`)
    }
    const start = clock.now()
    const all = Promise.all([take('profile'), take('trace?seconds=0.5'), take('heap?seconds=2')])
    for (const ms of [500, 1500, 28_000]) {
      await new Promise(setImmediate)
      await clock.advance(ms)
    }
    await all
    expect(taken).toEqual(['trace at 500', 'heap-delta at 2000', 'profile at 30000'])
  })
})
