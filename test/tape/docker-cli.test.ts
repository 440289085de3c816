// The docker command against tapes: of a real engine, and of mockerd itself.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { DockerCli, withoutTerminal } from '../docker-cli.ts'
import { test } from '../fixture.ts'
import { type Said, session } from './session.ts'
import { record, replay } from './taping.ts'

const fixture = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

async function sessionOn(host: string): Promise<Said> {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-session-'))
  const cli = new DockerCli(host)
  onTestFinished(async () => {
    await cli.close()
    await rm(folder, { recursive: true })
  })
  return session(cli, folder)
}

describe.skipIf(withoutTerminal)(`the docker command on a tape ${withoutTerminal ?? ''}`, () => {
  test('says what it said to the real engine that was recorded', async ({ skip }) => {
    const tape = await fixture('engine-28.5.2.jsonl')
    const recorded = /Docker-Client\/([\d.]+)/.exec(tape)![1]!
    const folder = await mkdtemp(join(tmpdir(), 'mockerd-cli-version-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const here = new DockerCli(`unix://${folder}/none.sock`)
    const { stdout } = await here.run('--version')
    await here.close()
    // another release asks other things
    skip(!stdout.includes(`version ${recorded},`), `the tape is of docker ${recorded}`)
    await using replaying = await replay(tape)
    expect(await sessionOn(replaying.host)).toEqual(JSON.parse(await fixture('engine-28.5.2.said.json')))
    expect(replaying.script.unmatched).toEqual([])
    expect(replaying.script.unused()).toEqual([])
  })

  test('says the same to mockerd behind a recorder, and to the tape of that', async ({ docker }) => {
    await docker.cli.out('pull', '-q', 'busybox')
    await using recording = await record(docker.host)
    const said = await sessionOn(recording.host)
    expect(said).toMatchObject({
      run: { stdout: 'out\n', stderr: 'err\n', exitCode: 7 },
      'run -i': { stdout: 'one\ntwo\n' },
      'exec -it': { stdout: expect.stringContaining('\n42\r\n'), exitCode: 5 },
      'logs -f': { stdout: 'up\nbye\n', stderr: 'error\n' },
      'rm again': { exitCode: 1 },
    })
    const tape = await recording.text()
    expect(tape).not.toContain('hush')
    await using replaying = await replay(tape)
    expect(await sessionOn(replaying.host)).toEqual(said)
    expect(replaying.script.unmatched).toEqual([])
  })
})
