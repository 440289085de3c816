// What docker top shows: ps as it runs on the host, recorded of a real engine (test/recordings/top.json).
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import recorded from '../recordings/top.json' with { type: 'json' }
import type { TestDaemon } from '../test-daemon.ts'

interface Top {
  readonly Titles: string[]
  readonly Processes: string[][] | null
}

const ask = async (docker: TestDaemon, psArgs: string): Promise<Top | string> => {
  const query = new URLSearchParams({ ps_args: psArgs })
  const reply = await docker.fetch(new Request(`http://docker/containers/box/top?${query}`))
  const body = (await reply.json()) as Top & { readonly message: string }
  return reply.ok ? body : body.message
}

describe('ps on the host', () => {
  test(`answers ${recorded.length} sets of options as a real one does`, async ({ docker }) => {
    await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    for (const [psArgs, titles, row] of recorded as [string, string | string[], (string[] | null)?][]) {
      const top = await ask(docker, psArgs)
      if (typeof titles === 'string') {
        expect([psArgs, top]).toEqual([psArgs, titles])
        continue
      }
      const { Titles, Processes } = top as Top
      // numbers of processes, times and places of a machine are its own
      const cells = Processes?.[0]?.map((cell, index) => (row?.[index] === '*' ? '*' : cell)) ?? null
      expect([psArgs, Titles, cells]).toEqual([psArgs, titles, row])
    }
  })

  test('shows the processes of execs too, with the users that they run as', async ({ docker }) => {
    const box = await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    const exec = await box.exec({ Cmd: ['sleep', '500'], User: '33' })
    await exec.start({ Detach: true })
    const { Processes } = (await ask(docker, '-eo user,pid,ppid,args')) as Top
    expect(Processes!.map(([user, , , args]) => [user, args])).toEqual([
      ['root', 'sleep 1000'],
      ['www-data', 'sleep 500'],
    ])
    const { State } = await box.inspect()
    expect(Processes![0]![1]).toBe(String(State.Pid))
    // both are children of the shim
    expect(Processes![0]![2]).toBe(Processes![1]![2])
  })

  test('selects among them', async ({ docker }) => {
    const box = await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    await (await box.exec({ Cmd: ['sleep', '500'], User: '33' })).start({ Detach: true })
    const shown = async (psArgs: string): Promise<unknown> =>
      ((await ask(docker, psArgs)) as Top).Processes?.map((row) => row.at(-1))
    expect(await shown('-f -u www-data')).toEqual(['sleep 500'])
    expect(await shown('-f -C sleep')).toEqual(['sleep 1000', 'sleep 500'])
    expect(await ask(docker, '-f -C cat')).toBe('ps: exit status 1')
    expect(await ask(docker, '-f -u nosuch')).toBe('ps: error: user name does not exist')
  })

  test('must not call something else PID', async ({ docker }) => {
    await docker.run('busybox', ['sleep', '1000'], { name: 'box' })
    expect(await ask(docker, '-o comm=PID')).toBe('specifying "comm=PID" is not allowed')
  })
})
