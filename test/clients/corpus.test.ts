// Command lines with what a real busybox container gave for them: through the API, `docker exec` and `docker run`.
import type Dockerode from 'dockerode'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Finished, withoutDockerCli } from '../docker-cli.ts'
import { demultiplexed } from '../reading.ts'
import { type Case, cases } from '../recordings/corpus.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

// one daemon with the image for all: what a case changes is in its own container
let docker: TestDaemon
beforeAll(async () => {
  docker = await startTestDaemon()
  // the recorded busybox was built without it, that of the image is not
  const box = await docker.run('busybox', ['sleep', '1000000'])
  await exec(box, { argv: ['rm', '/bin/addgroup'] })
  await box.commit({ repo: 'recorded' })
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
    const box = await docker.run('recorded', ['sleep', '1000000'])
    if (one.before) await exec(box, { argv: one.before })
    const { stdout, exitCode } = await exec(box, one)
    if (one.expect.stdout !== undefined) expect(stdout).toBe(one.expect.stdout)
    expect(one.expect.exitCodeOneOf ?? [one.expect.exitCode]).toContain(exitCode)
    await box.remove({ force: true })
  },
)

describe.skipIf(withoutDockerCli)(`the docker command ${withoutDockerCli ?? ''}`, () => {
  test.concurrent.each(cases.map((one) => [one.id, one] as const))('%s: docker exec', async (_, one) => {
    const box = await docker.run('recorded', ['sleep', '1000000'])
    if (one.before) await docker.cli.out('exec', box.id, ...one.before)
    expectRecorded(one, await command(one, ['exec', '-i', ...flags(one), box.id, ...one.argv]))
    await box.remove({ force: true })
  })

  // with --init, as PID 1 obeys other rules for signals
  test.concurrent.each(cases.map((one) => [one.id, one] as const))('%s: docker run', async (_, one) => {
    const [, , before] = one.before ?? []
    const argv = before === undefined ? one.argv : ['sh', '-c', `${before}\nexec "$@"`, 'sh', ...one.argv]
    expectRecorded(one, await command(one, ['run', '--rm', '--init', '-i', ...flags(one), 'recorded', ...argv]))
  })
})

function flags({ user, cwd, env = {} }: Case): string[] {
  return [
    ...(user === undefined ? [] : ['-u', user]),
    ...(cwd === undefined ? [] : ['-w', cwd]),
    ...Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
  ]
}

function command({ stdin = '' }: Case, args: readonly string[]): Promise<Finished> {
  return docker.cli
    .start(...args)
    .type(stdin)
    .closeInput().finished
}

function expectRecorded({ expect: wanted }: Case, { stdout, exitCode }: Finished): void {
  if (wanted.stdout !== undefined) expect(stdout).toBe(wanted.stdout)
  expect(wanted.exitCodeOneOf ?? [wanted.exitCode]).toContain(exitCode)
}
