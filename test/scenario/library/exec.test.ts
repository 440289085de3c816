// What clients see of the scenarios about execs.
import { expect } from 'vitest'
import { bodyOf, type Play } from '../play.ts'
import { headersOf, jsonOf, post, run, statusLine, textOf, UPGRADE } from './ask.ts'
import { showGroup } from './shows.ts'

/** Runs a command in a container that runs, to the end of its output. */
async function ended(it: Play, command: string): Promise<string> {
  await run(it, 'web')
  const { Id } = jsonOf(await post(it, '/containers/web/exec', { AttachStdout: true, Cmd: ['sh', '-c', command] }))
  expect(await look(it, Id)).toEqual({ Running: false, ExitCode: null })
  const body = { Detach: false }
  await it
    .say(`POST /exec/${Id}/start`, `${UPGRADE}${headersOf(body)}`)
    .say(textOf(body))
    .all()
  return Id
}

async function look(it: Play, id: string): Promise<object> {
  const { Running, ExitCode } = jsonOf(await it.ask(`GET /exec/${id}/json`))
  return { Running, ExitCode }
}

await showGroup('exec', {
  'exit-lag': async (it) => {
    const id = await ended(it, 'exit 3')
    for (let time = 1; time <= 3; time++) expect(await look(it, id)).toEqual({ Running: true, ExitCode: null })
    expect(await look(it, id)).toEqual({ Running: false, ExitCode: 3 })
  },

  'exit-lag-time': async (it) => {
    const id = await ended(it, 'exit 3')
    await it.clock.advance(1999)
    expect(await look(it, id)).toEqual({ Running: true, ExitCode: null })
    await it.clock.advance(1)
    expect(await look(it, id)).toEqual({ Running: false, ExitCode: 3 })
  },

  'not-running': async (it) => {
    const id = await run(it, 'web')
    const answer = await post(it, '/containers/web/exec', { Cmd: ['true'] })
    expect(statusLine(answer)).toBe('HTTP/1.1 409 Conflict')
    expect(bodyOf(answer)).toBe(`{"message":"container ${id} is not running"}\n`)
    expect(jsonOf(await it.ask('GET /containers/web/json')).State).toMatchObject({ Status: 'exited', ExitCode: 137 })
  },

  paused: async (it) => {
    await run(it, 'web')
    const answer = await post(it, '/containers/web/exec', { Cmd: ['true'] })
    expect(statusLine(answer)).toBe('HTTP/1.1 409 Conflict')
    expect(bodyOf(answer)).toBe('{"message":"Container web is paused, unpause the container before exec"}\n')
    await post(it, '/containers/web/unpause')
    expect(statusLine(await post(it, '/containers/web/exec', { Cmd: ['true'] }))).toBe('HTTP/1.1 201 Created')
  },
})
