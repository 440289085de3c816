// What clients see of the scenarios about networks and ports.
import { expect } from 'vitest'
import { bodyOf } from '../play.ts'
import { messageOf, post, statusLine } from './ask.ts'
import { showGroup } from './shows.ts'

await showGroup('network', {
  'in-use': async (it) => {
    await post(it, '/networks/create', { Name: 'backend' })
    for (let time = 1; time <= 3; time++) {
      const answer = await it.ask('DELETE /networks/backend')
      expect(statusLine(answer)).toBe('HTTP/1.1 403 Forbidden')
      expect(bodyOf(answer)).toMatch(
        /^\{"message":"error while removing network: network backend has active endpoints \(name:\\"other\\" id:\\"[0-9a-f]{12}\\"\)"\}\n$/,
      )
    }
    expect(statusLine(await it.ask('GET /networks/backend'))).toBe('HTTP/1.1 200 OK')
    expect(statusLine(await it.ask('DELETE /networks/backend'))).toBe('HTTP/1.1 204 No Content')
  },

  'name-taken': async (it) => {
    const answer = await post(it, '/networks/create', { Name: 'backend' })
    expect(statusLine(answer)).toBe('HTTP/1.1 409 Conflict')
    expect(messageOf(answer)).toBe('network with name backend already exists')
    expect(statusLine(await it.ask('GET /networks/backend'))).toBe('HTTP/1.1 200 OK')
  },
})
