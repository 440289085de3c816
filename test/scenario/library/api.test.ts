// What clients see of the scenarios about versions of the API.
import { expect } from 'vitest'
import { bodyOf, headOf } from '../play.ts'
import { jsonOf, messageOf, objectsOf, pull, run, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

await showGroup('api', {
  'min-version': async (it) => {
    const old = await it.ask('GET /v1.43/containers/json')
    expect(headOf(old)).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\nApi-Version: 1\.52\r\nContent-Type: application\/json\r\n/,
    )
    expect(bodyOf(old)).toBe(
      '{"message":"client version 1.43 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version"}\n',
    )
    // what is older than JSON errors gets a text
    const ancient = await it.ask('GET /v1.23/containers/json')
    expect(headOf(ancient)).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\n.*\r\nContent-Type: text\/plain; charset=utf-8\r\n/s,
    )
    expect(bodyOf(ancient)).toMatch(
      /^client version 1\.23 is too old\. Minimum supported API version is 1\.44, [^{}]*\n$/,
    )
    expect(headOf(await it.ask('GET /_ping'))).toMatch(/^HTTP\/1\.1 200 OK\r\nApi-Version: 1\.52\r\n/)
    expect(bodyOf(await it.ask('GET /containers/json'))).toBe('[]\n')
    expect(bodyOf(await it.ask('GET /v1.44/containers/json'))).toBe('[]\n')
  },

  'min-version-1.40': async (it) => {
    const old = await it.ask('GET /v1.39/containers/json')
    expect(headOf(old)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nApi-Version: 1\.5\d\r\n/)
    expect(messageOf(old)).toMatch(/^client version 1\.39 is too old\. Minimum supported API version is 1\.40, /)
    expect(bodyOf(await it.ask('GET /v1.40/containers/json'))).toBe('[]\n')
  },

  'max-version': async (it) => {
    const young = await it.ask('GET /v1.44/containers/json')
    expect(headOf(young)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nApi-Version: 1\.43\r\n/)
    expect(bodyOf(young)).toBe('{"message":"client version 1.44 is too new. Maximum supported API version is 1.43"}\n')
    expect(bodyOf(await it.ask('GET /v1.43/containers/json'))).toBe('[]\n')
  },

  'fields-1.52': async (it) => {
    await run(it, 'web')
    const { NetworkSettings } = jsonOf(await it.ask('GET /containers/web/json'))
    expect(Object.keys(NetworkSettings).sort()).toEqual(['Networks', 'Ports', 'SandboxID', 'SandboxKey'])
    expect(NetworkSettings.Networks.bridge.IPAddress).toMatch(/^172\./)
    const until = it.clock.now() / 1000 + 1
    const events = it.say(`GET /events?since=0&until=${until}`, 'Connection: close\r\n')
    await events.until(/container/)
    await it.clock.advance(2000)
    for (const event of objectsOf(await events.all())) {
      expect(Object.keys(event)).toEqual(['Type', 'Action', 'Actor', 'scope', 'time', 'timeNano'])
    }
    const usage = jsonOf(await it.ask('GET /system/df?verbose=1'))
    expect(Object.keys(usage)).toEqual(['ImageUsage', 'ContainerUsage', 'VolumeUsage', 'BuildCacheUsage'])
  },

  'null-repo-tags': async (it) => {
    expect(statusLine(await pull(it))).toBe('HTTP/1.1 200 OK')
    expect(bodyOf(await it.ask('GET /images/json'))).toMatch(
      /"RepoDigests":null.*"RepoTags":null|"RepoTags":null.*"RepoDigests":null/,
    )
  },
})
