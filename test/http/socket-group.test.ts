// Whose the file of a unix socket is.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startDaemon } from '../../src/index.ts'

const groups = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'))
const hasDockerGroup = groups.some(([name]) => name === 'docker')

/** Starts a daemon with a socket of this group, and gives what it warns of and the status of the file. */
async function start(group?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-group-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'a.sock')
  const said: string[] = []
  const log = (level: string, message: string): void => {
    if (level === 'warning') said.push(message)
  }
  const daemon = await startDaemon({ hosts: [`unix://${path}`], group, logger: { level: 'warning', log } })
  onTestFinished(() => daemon.close())
  const { mode, uid, gid } = await stat(path)
  return { path, said, mode: mode & 0o777, uid, gid }
}

test('it belongs to its user and can be used by one group', async () => {
  const own = process.getgid!()
  const [name = String(own)] = groups.find(([, , id]) => id === String(own)) ?? []
  for (const group of [undefined, name, String(own)]) {
    expect(await start(group)).toMatchObject({ mode: 0o660, uid: process.getuid!(), gid: own, said: [] })
  }
})

test.skipIf(process.getuid!() !== 0)('root may give it to any group, also to one without a name', async () => {
  expect(await start('54321')).toMatchObject({ mode: 0o660, uid: 0, gid: 54_321 })
})

test.skipIf(process.getuid!() === 0)('others may give it to their own groups only', async () => {
  await expect(start('54321')).rejects.toThrow(/chown .*a\.sock: operation not permitted$/)
})

test('a group that is not there is refused in the words of dockerd', async () => {
  await expect(start('no-such-group')).rejects.toThrow('failed to load listeners: group no-such-group not found')
})

test.skipIf(hasDockerGroup)('dockerd goes on without the group docker, and says so', async () => {
  const { path, said, gid } = await start('docker')
  expect(gid).toBe(process.getgid!())
  expect(said).toEqual([`could not change group ${path} to docker: group docker not found`])
})
