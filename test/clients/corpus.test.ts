// Command lines with what a real busybox container gave for them, run as `docker exec` runs them.
import { readFileSync } from 'node:fs'
import type Dockerode from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demultiplexed } from '../reading.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

interface Case {
  readonly id: string
  readonly argv: readonly string[]
  /** runs first in the same container */
  readonly before?: readonly string[]
  readonly stdin?: string
  readonly user?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly expect: { readonly stdout?: string; readonly exitCode?: number; readonly exitCodeOneOf?: readonly number[] }
}

const file = new URL('../recordings/corpus.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }

// one daemon with the image for all: what a case changes is in its own container
let docker: TestDaemon
beforeAll(async () => {
  docker = await startTestDaemon()
  await docker.create('busybox')
})
afterAll(() => docker.close())

async function exec(
  box: Dockerode.Container,
  { argv, stdin, user, cwd, env = {} }: Pick<Case, 'argv' | 'stdin' | 'user' | 'cwd' | 'env'>,
): Promise<{ readonly stdout: string; readonly exitCode: number | null }> {
  const created = await box.exec({
    Cmd: [...argv],
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(user && { User: user }),
    ...(cwd && { WorkingDir: cwd }),
  })
  const stream = await created.start({ hijack: true, stdin: stdin !== undefined })
  const { stdout } = demultiplexed(stream)
  stream.end(stdin)
  const text = await stdout.whole()
  return { stdout: text, exitCode: (await created.inspect()).ExitCode }
}

test.for(cases.map((one) => [one.id, one] as const))(
  '%s: as docker exec in a real busybox container',
  async ([, one]) => {
    const box = await docker.run('busybox', ['sleep', '1000000'])
    // the recorded busybox was built without it, that of the image is not
    await exec(box, { argv: ['rm', '/bin/addgroup'] })
    if (one.before) await exec(box, { argv: one.before })
    const { stdout, exitCode } = await exec(box, one)
    if (one.expect.stdout !== undefined) expect(stdout).toBe(one.expect.stdout)
    expect(one.expect.exitCodeOneOf ?? [one.expect.exitCode]).toContain(exitCode)
    await box.remove({ force: true })
  },
)
