// What subscribers see of the scenarios about events.
import { expect } from 'vitest'
import type { RawClient } from '../../http/raw-client.ts'
import { chunksOf, type Play } from '../play.ts'
import { objectsOf, post } from './ask.ts'
import { showGroup } from './shows.ts'

const subscribe = (it: Play): Promise<RawClient> => {
  const client = it.say('GET /events', 'Connection: close\r\n')
  return client.until(/\r\n\r\n/).then(() => client)
}

/** So many events, one after the other: volumes 1, 2, 3, … are made. */
async function make(it: Play, ...names: number[]): Promise<void> {
  for (const name of names) {
    await post(it, '/volumes/create', { Name: `v${name}` })
    await it.clock.advance(1000)
  }
}

const namesOf = (answer: string): unknown[] =>
  objectsOf(answer).map(({ Actor }) => (Actor as { readonly ID: string }).ID)

/** Volumes that a subscriber has heard of when it hears of one. */
async function heard(client: RawClient, last: string): Promise<unknown[]> {
  return namesOf(await client.until(new RegExp(`"ID":"${last}".*\n`)))
}

await showGroup('events', {
  disconnect: async (it) => {
    const first = await subscribe(it)
    await make(it, 1, 2, 3, 4)
    const all = await first.all()
    expect(namesOf(all)).toEqual(['v1', 'v2', 'v3'])
    expect(chunksOf(all).complete).toBe(true)
    const second = await subscribe(it)
    await make(it, 5, 6, 7, 8)
    expect(await heard(second, 'v8')).toEqual(['v5', 'v6', 'v7', 'v8'])
  },

  'disconnect-mid-event': async (it) => {
    const first = await subscribe(it)
    await make(it, 1, 2, 3, 4)
    const { chunks, complete } = chunksOf(await first.all())
    const text = chunks.join('')
    expect(text).toHaveLength(500)
    expect(text).not.toMatch(/\n$/)
    expect(complete).toBe(false)
    const second = await subscribe(it)
    await make(it, 5, 6, 7, 8)
    expect(await heard(second, 'v8')).toEqual(['v5', 'v6', 'v7', 'v8'])
  },

  'disconnect-reset': async (it) => {
    const first = await subscribe(it)
    await make(it, 1, 2, 3, 4)
    const all = await first.all()
    expect(namesOf(all)).toEqual(['v1', 'v2', 'v3'])
    expect(chunksOf(all).complete).toBe(false)
    const second = await subscribe(it)
    await make(it, 5)
    expect(await heard(second, 'v5')).toEqual(['v5'])
  },

  gap: async (it) => {
    const client = await subscribe(it)
    await make(it, 1, 2, 3, 4, 5, 6, 7)
    expect(await heard(client, 'v7')).toEqual(['v1', 'v2', 'v4', 'v5', 'v7'])
    expect(await it.ask('GET /volumes/v3')).toMatch(/^HTTP\/1\.1 200 /)
  },

  duplicate: async (it) => {
    const client = await subscribe(it)
    await make(it, 1, 2)
    await client.until(/("ID":"v2"[\s\S]*){2}\n/)
    expect(namesOf(client.text)).toEqual(['v1', 'v1', 'v2', 'v2'])
  },

  reordered: async (it) => {
    const client = await subscribe(it)
    await make(it, 1, 2, 3, 4)
    expect(await heard(client, 'v3')).toEqual(['v2', 'v1', 'v4', 'v3'])
    const times = objectsOf(client.text).map(({ timeNano }) => Number(timeNano))
    expect(times[0]).toBeGreaterThan(times[1]!)
  },

  'exec-noise': async (it) => {
    const client = await subscribe(it)
    await make(it, 1, 2)
    await heard(client, 'v2')
    await client.until(/(exec_start[\s\S]*){20}\n/)
    const actions = objectsOf(client.text).map(({ Action }) => Action)
    const noise = Array.from({ length: 10 }, () => 'exec_start: /bin/sh -c true')
    expect(actions).toEqual(['create', ...noise, 'create', ...noise])
  },

  'ring-overrun': async (it) => {
    await make(it, 1)
    const until = it.clock.now() / 1000
    const all = objectsOf(await it.ask(`GET /events?since=0&until=${until}`))
    expect(all).toHaveLength(256)
    expect(new Set(all.map(({ Action }) => Action))).toEqual(new Set(['exec_start: /bin/sh -c true']))
    expect(await it.ask('GET /volumes/v1')).toMatch(/^HTTP\/1\.1 200 /)
  },
})
