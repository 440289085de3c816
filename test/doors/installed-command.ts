// The command as it is installed: bundled once for the tests of a file, started by each of them.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { bundle } from '../../scripts/bundle.ts'
import { RunningCli } from '../docker-cli.ts'

const root = join(import.meta.dirname, '../..')

/** Makes a folder with the package as npm would install it, without its types. */
export async function installPackage(): Promise<string> {
  const installed = await mkdtemp(join(tmpdir(), 'mockerd-command-'))
  await symlink(join(root, 'node_modules'), join(installed, 'node_modules'))
  await symlink(join(root, 'scenarios'), join(installed, 'scenarios'))
  await copyFile(join(root, 'package.json'), join(installed, 'package.json'))
  await bundle(join(installed, 'dist'))
  return installed
}

/** For a whole file of tests: gives what starts the command, with its environment, until the test is over. */
export function installedCommand(): (args: readonly string[], env: NodeJS.ProcessEnv) => RunningCli {
  let installed = ''
  beforeAll(async () => {
    installed = await installPackage()
  })
  afterAll(() => rm(installed, { recursive: true }))
  return (args, env) => {
    const { PATH = '' } = process.env
    const child: ChildProcessWithoutNullStreams = spawn(
      process.execPath,
      [join(installed, 'dist/mockerd.js'), ...args],
      { env: { PATH, ...env } },
    )
    onTestFinished(() => void child.kill('SIGKILL'))
    return new RunningCli(child)
  }
}
