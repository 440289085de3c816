// A daemon that systemd starts for the first client: it gets its socket, and who is waiting in it.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { RunningCli } from '../docker-cli.ts'
import { installPackage } from '../doors/installed-command.ts'

let installed: string
beforeAll(async () => {
  installed = await installPackage()
})
afterAll(() => rm(installed, { recursive: true }))

/** As systemd does it: the socket is descriptor 3, and the environment says whose it is. */
function activated(where: net.ListenOptions, args: readonly string[]): Promise<RunningCli> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.listen(where, () => {
      const { fd } = (server as unknown as { readonly _handle: { readonly fd: number } })._handle
      const script = 'LISTEN_PID=$$ exec "$0" "$@"'
      const child = spawn('sh', ['-c', script, process.execPath, join(installed, 'dist/mockerd.js'), ...args], {
        stdio: ['pipe', 'pipe', 'pipe', fd],
        env: { PATH: process.env.PATH, LISTEN_FDS: '1' },
      }) as ChildProcessWithoutNullStreams
      onTestFinished(() => void child.kill('SIGKILL'))
      const { path } = where
      // from here on the child alone accepts; node takes a file away when it closes, but not under another name
      if (path !== undefined) renameSync(path, `${path}.kept`)
      server.close(() => {
        if (path !== undefined) renameSync(`${path}.kept`, path)
        resolve(new RunningCli(child))
      })
    })
  })
}

test('-H fd:// answers at the socket that was handed over, knows where it is, and leaves it there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mockerd-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'handed.sock')
  const daemon = await activated({ path }, ['-H', 'fd://'])
  await daemon.shows(/API listen on/, 'stderr')
  expect(daemon.stdout).toBe(`export DOCKER_HOST=unix://${path}\n`)
  expect(daemon.stderr).toContain(`msg="API listen on ${path}"`)
  expect(await new Dockerode({ socketPath: path }).version()).toMatchObject({ Version: '28.5.2' })
  expect(await daemon.kill('SIGTERM').finished).toMatchObject({ exitCode: 0 })
  expect(existsSync(path)).toBe(true)
})

test('-H fd:// refuses a TCP socket that other machines reach, unless that is allowed', async () => {
  const where = { host: '0.0.0.0', port: 0 }
  const refused = await activated(where, ['-H', 'fd://'])
  expect(await refused.finished).toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(
      /\nfailed to load listeners: tcp:\/\/0\.0\.0\.0:\d+ can be reached from other machines, .*--allow-public/,
    ),
    exitCode: 1,
  })
  const allowed = await activated(where, ['-H', 'fd://', '--allow-public'])
  await allowed.shows(/^export DOCKER_HOST=tcp:\/\/0\.0\.0\.0:\d+\n$/)
})
