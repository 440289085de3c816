// What clients see of the scenarios about versions of the API.
import { expect } from 'vitest'
import { bodyOf, headOf } from '../play.ts'
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
    expect(headOf(await it.ask('GET /_ping'))).toMatch(/^HTTP\/1\.1 200 OK\r\nApi-Version: 1\.52\r\n/)
    expect(bodyOf(await it.ask('GET /containers/json'))).toBe('[]\n')
    expect(bodyOf(await it.ask('GET /v1.44/containers/json'))).toBe('[]\n')
  },

  'max-version': async (it) => {
    const young = await it.ask('GET /v1.44/containers/json')
    expect(headOf(young)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nApi-Version: 1\.43\r\n/)
    expect(bodyOf(young)).toBe('{"message":"client version 1.44 is too new. Maximum supported API version is 1.43"}\n')
    expect(bodyOf(await it.ask('GET /v1.43/containers/json'))).toBe('[]\n')
  },
})
