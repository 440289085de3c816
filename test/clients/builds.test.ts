// docker build and docker-compose build, as a person types them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { withoutDockerCli } from '../docker-cli.ts'
import { test as base } from '../fixture.ts'
import { runCompose, withoutCompose } from './compose.ts'

/** A folder that is gone after the test. */
const test = base.extend<{ readonly folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'mockerd-build-'))
    await use(folder)
    rmSync(folder, { recursive: true })
  },
})

describe.skipIf(withoutDockerCli)(`docker build ${withoutDockerCli ?? ''}`, () => {
  test('it builds with the classic builder, and .dockerignore counts', async ({ docker, folder }) => {
    mkdirSync(join(folder, 'dir'))
    writeFileSync(join(folder, 'dir', 'kept'), 'kept\n')
    writeFileSync(join(folder, 'dir', 'left'), 'left out\n')
    writeFileSync(join(folder, '.dockerignore'), '**/left\n')
    writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nCOPY dir /d\nRUN ls /d\nCMD cat /d/*\n')
    const built = await docker.cli.run('build', '-t', 'mine', folder)
    expect(built.stderr).toMatch(/^DEPRECATED: The legacy builder is deprecated/)
    expect(built.stdout).toMatch(/ ---> Running in [0-9a-f]{12}\nkept\n ---> Removed/)
    expect(built.stdout).toMatch(/Successfully built [0-9a-f]{12}\nSuccessfully tagged mine:latest\n$/)
    expect(await docker.cli.out('run', '--rm', 'mine')).toBe('kept\n')
  })

  test('a Dockerfile from elsewhere, and one from standard input', async ({ docker, folder }) => {
    const other = join(folder, 'other.Dockerfile')
    writeFileSync(join(folder, 'f'), 'f\n')
    writeFileSync(other, 'FROM busybox\nCOPY f /\n')
    mkdirSync(join(folder, 'empty'))
    expect(await docker.cli.out('build', '-q', '-f', other, folder)).toMatch(/^sha256:[0-9a-f]{64}\n$/)
    const typed = docker.cli.start('build', '-t', 'typed', '-').type('FROM busybox\nRUN echo typed\n').closeInput()
    expect((await typed.finished).stdout).toContain('\ntyped\n')
  })

  test("it ends with the code of a step that failed, and with dockerd's words", async ({ docker, folder }) => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nRUN exit 7\n')
    const failed = await docker.cli.run('build', folder)
    expect(failed.exitCode).toBe(7)
    expect(failed.stderr).toContain("The command '/bin/sh -c exit 7' returned a non-zero code: 7\n")
    writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nNOPE\n')
    expect(await docker.cli.run('build', folder)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('dockerfile parse error on line 2: unknown instruction: NOPE'),
    })
  })

  test('an interrupted build leaves no container that runs', async ({ docker, folder }) => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nRUN echo begun; sleep 1000\n')
    const building = await docker.cli.start('build', folder).shows(/\nbegun\n/)
    const events = (await docker.dockerode.getEvents({ filters: { event: ['destroy'] } })) as NodeJS.ReadableStream
    const gone = new Promise((resolve) => events.once('data', resolve))
    await building.kill('SIGINT').finished
    await gone
    expect(await docker.dockerode.listContainers({ all: true })).toEqual([])
  })
})

describe.skipIf(withoutCompose)('docker compose build', () => {
  test('builds the image of a service with its arguments, and up runs it', async ({ docker, folder }) => {
    writeFileSync(join(folder, 'Dockerfile'), 'FROM busybox\nARG A\nRUN echo "$A" > /a\n')
    const service = 'build: {context: ., args: {A: one}}, command: cat /a, image: "mine:1"'
    writeFileSync(join(folder, 'compose.yaml'), `services: {app: {${service}}}\n`)
    await runCompose(docker, folder, 'build')
    expect((await docker.dockerode.getImage('mine:1').inspect()).RepoTags).toEqual(['mine:1'])
    await runCompose(docker, folder, 'up', '-d')
    const [{ Id } = { Id: '' }] = await docker.dockerode.listContainers({ all: true })
    const container = docker.dockerode.getContainer(Id)
    await container.wait()
    expect(String(await container.logs({ stdout: true, stderr: true }))).toContain('one')
  })
})
