// Sockets that a service manager opens and hands over, as systemd does.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { activatedSockets } from '../../src/http/activation.ts'
import { RunningCli } from '../docker-cli.ts'
import { installPackage } from '../doors/installed-command.ts'
import { connect, connectTcp } from './raw-client.ts'

let installed: string
beforeAll(async () => {
  installed = await installPackage()
})
afterAll(() => rmSync(installed, { recursive: true }))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mockerd-activation-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

/** The command with these sockets, each a path or 0 for a port. */
function activate(places: readonly (string | 0)[], ...args: readonly string[]): RunningCli {
  const manager = join(import.meta.dirname, 'service-manager.mjs')
  const command = [process.execPath, join(installed, 'dist/mockerd.js'), ...args]
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [manager, JSON.stringify(places), ...command], {
    env: { PATH, HOME: folder },
    detached: true,
  })
  // the manager and what it has started
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // both have ended
    }
  })
  return new RunningCli(child)
}

const PING = 'GET /_ping HTTP/1.0\r\n\r\n'

describe('fd://', () => {
  test('is all sockets that were handed over', async () => {
    const path = join(folder, 'docker.sock')
    const mockerd = await activate([path, 0], '-H', 'fd://').shows(/API listen on 127\.0\.0\.1:\d+/, 'stderr')
    await mockerd.shows(/DOCKER_HOST=/)
    expect(mockerd.stdout).toBe(`export DOCKER_HOST=unix://${path}\n`)
    expect(await connect(path).say(PING).all()).toMatch(/\r\n\r\nOK$/)
    const [, port] = /API listen on 127\.0\.0\.1:(\d+)/.exec(mockerd.stderr)!
    expect(await connectTcp(Number(port)).say(PING).all()).toMatch(/\r\n\r\nOK$/)
  })

  test('with a number is one of them', async () => {
    const [first, second] = [join(folder, 'a.sock'), join(folder, 'b.sock')]
    const mockerd = await activate([first, second], '-H', 'fd://4').shows(/DOCKER_HOST=/)
    expect(mockerd.stdout).toBe(`export DOCKER_HOST=unix://${second}\n`)
    expect(await connect(second).say(PING).all()).toMatch(/\r\n\r\nOK$/)
  })

  test.each([
    ['', 0, 'no sockets found via socket activation: make sure the service was started by systemd'],
    ['docker', 1, 'failed to parse systemd fd address: should be a number: docker'],
    ['4', 1, 'too few socket activated files passed in by systemd'],
  ])('%j of %d sockets is refused in the words of dockerd', (place, count, sentence) => {
    expect(() => activatedSockets(place, { count })).toThrow(new Error(sentence))
  })

  test('is refused where nobody handed anything over', async () => {
    const { stderr } = await activate([], '-H', 'fd://').finished
    expect(stderr).toContain('failed to load listeners: no sockets found via socket activation')
  })
})
