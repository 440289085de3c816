// What clients see of containers that end otherwise than they should, or do not start.
import { expect } from 'vitest'
import { bodyOf, type Play } from '../play.ts'
import { actionsTold, create, jsonOf, messageOf, post, run, statusLine } from './ask.ts'
import type { Shows } from './shows.ts'

// biome-ignore lint/suspicious/noExplicitAny: each test knows what it has asked for
const inspect = async (it: Play, name = 'web'): Promise<any> => jsonOf(await it.ask(`GET /containers/${name}/json`))

const told = (it: Play): Promise<string[]> => actionsTold(it, { type: ['container'] })

/** A start that is refused: what it says, and what is left of the container. */
async function refused(
  it: Play,
): Promise<{ readonly status: string; readonly message: string; readonly state: object }> {
  await create(it, 'web')
  const answer = await post(it, '/containers/web/start')
  const { State } = await inspect(it)
  expect(State.Error).toBe(messageOf(answer))
  return {
    status: statusLine(answer),
    message: messageOf(answer),
    state: { Status: State.Status, Running: State.Running, ExitCode: State.ExitCode },
  }
}

const RUNC =
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: '

export const endings: Shows = {
  oom: async (it) => {
    await run(it, 'web')
    expect(bodyOf(await post(it, '/containers/web/wait'))).toContain('{"StatusCode":137}\n')
    const { State } = await inspect(it)
    expect(State).toMatchObject({ Status: 'exited', Running: false, OOMKilled: true, ExitCode: 137, Error: '' })
    expect(await told(it)).toEqual(['create', 'start', 'oom', 'die'])
  },

  'oom-flag-lost': async (it) => {
    await run(it, 'web')
    expect(bodyOf(await post(it, '/containers/web/wait'))).toContain('{"StatusCode":137}\n')
    expect((await inspect(it)).State).toMatchObject({ Status: 'exited', OOMKilled: false, ExitCode: 137 })
    expect(await told(it)).toEqual(['create', 'start', 'die'])
  },

  'oom-other-process': async (it) => {
    await run(it, 'web')
    const { Id } = jsonOf(await post(it, '/containers/web/exec', { Cmd: ['sleep', '1'] }))
    await post(it, `/exec/${Id}/start`, { Detach: true })
    expect((await inspect(it)).State).toMatchObject({ Running: true, OOMKilled: true, ExitCode: 0 })
    expect(await told(it)).toContain('oom')
  },

  'start-bad-command': async (it) => {
    expect(await refused(it)).toEqual({
      status: 'HTTP/1.1 400 Bad Request',
      message: `${RUNC}exec: "nosuch": executable file not found in $PATH`,
      state: { Status: 'created', Running: false, ExitCode: 127 },
    })
  },

  'start-not-executable': async (it) => {
    expect(await refused(it)).toEqual({
      status: 'HTTP/1.1 400 Bad Request',
      message: `${RUNC}exec: "/etc/hosts": permission denied`,
      state: { Status: 'created', Running: false, ExitCode: 126 },
    })
  },

  'start-no-driver': async (it) => {
    expect(await refused(it)).toEqual({
      status: 'HTTP/1.1 500 Internal Server Error',
      message: 'could not select device driver "nvidia" with capabilities: [[gpu]]',
      state: { Status: 'created', Running: false, ExitCode: 128 },
    })
  },

  'restart-loop': async (it) => {
    await run(it, 'web')
    expect(await inspect(it)).toMatchObject({ RestartCount: 0, State: { Status: 'running', Restarting: false } })
    await it.clock.advance(1000)
    expect(await inspect(it)).toMatchObject({
      State: { Status: 'restarting', Running: true, Restarting: true, ExitCode: 1 },
    })
    const exec = await post(it, '/containers/web/exec', { Cmd: ['true'] })
    expect(statusLine(exec)).toBe('HTTP/1.1 409 Conflict')
    expect(messageOf(exec)).toMatch(/^Container [0-9a-f]{64} is restarting, wait until the container is running$/)
    // 100 ms, 200 ms, 400 ms
    for (const [count, pause] of [100, 200, 400].entries()) {
      await it.clock.advance(pause)
      expect(await inspect(it)).toMatchObject({
        RestartCount: count + 1,
        State: { Status: 'running', Restarting: false },
      })
      await it.clock.advance(1000)
    }
    expect((await told(it)).slice(0, 6)).toEqual(['create', 'start', 'die', 'start', 'die', 'start'])
  },
}
