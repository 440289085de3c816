// What clients see of the scenarios about registries.
import { expect } from 'vitest'
import { bodyOf } from '../play.ts'
import { messageOf, objectsOf, pull, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

const UNAUTHORIZED = 'HTTP/1.1 401 Unauthorized'
const credentials = Buffer.from('{"username":"me","password":"secret"}').toString('base64url')

await showGroup('registry', {
  'auth-expired': async (it) => {
    const again = (more: string): Promise<string> =>
      it.ask('POST /images/create?fromImage=alpine&tag=latest', `${more}Content-Length: 0\r\n`)
    const first = await again(`X-Registry-Auth: ${credentials}\r\n`)
    expect(statusLine(first)).toBe(UNAUTHORIZED)
    expect(bodyOf(first)).toBe('{"message":"unauthorized: authentication required"}\n')
    const without = await pull(it)
    expect(statusLine(without)).toBe(UNAUTHORIZED)
    expect(messageOf(without)).toBe('unauthorized: authentication required')
    const second = await again(`X-Registry-Auth: ${credentials}\r\n`)
    expect(statusLine(second)).toBe('HTTP/1.1 200 OK')
    expect(objectsOf(second).at(-1)).toEqual({ status: 'Status: Downloaded newer image for alpine:latest' })
  },
})
