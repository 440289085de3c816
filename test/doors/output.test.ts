// The command where what it prints cannot be written: nobody reads it, or there is no space.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunningCli } from '../docker-cli.ts'
import { installPackage } from './installed-command.ts'

let installed: string
beforeAll(async () => {
  installed = await installPackage()
})
afterAll(() => rm(installed, { recursive: true }))

/** @param redirection of its standard output, as a shell has it */
function mockerd(args: readonly string[], redirection = ''): RunningCli {
  const line = `exec "$0" "$@" ${redirection}`
  const words = ['-c', line, process.execPath, join(installed, 'dist/mockerd.js'), ...args]
  const env = { PATH: process.env.PATH, XDG_RUNTIME_DIR: installed }
  return new RunningCli(spawn('sh', words, { env }) as ChildProcessWithoutNullStreams)
}

describe.each([['--help'], ['--version'], ['start', '--help'], ['explain', 'pull/enospc']])(
  'mockerd %s %s',
  (...args) => {
    test('has printed enough when nobody reads it', async () => {
      const command = mockerd(args)
      command.stopReading()
      expect((await command.finished).exitCode).toBe(0)
    })

    test.runIf(existsSync('/dev/full'))('says in a sentence that there is no space', async () => {
      expect(await mockerd(args, '>/dev/full').finished).toEqual({
        stdout: '',
        stderr: 'mockerd: cannot print: write: no space left on device\n',
        exitCode: 1,
      })
    })
  },
)
