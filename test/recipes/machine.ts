// The machine that recipes find: mockerd is installed, and the language's packages as this repository has them.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { compose } from '../clients/compose.ts'
import { installPackage } from '../doors/installed-command.ts'
import { python } from './runtimes.ts'

export interface Machine {
  /** Where node finds the packages of this repository, and with them mockerd as it is installed. */
  readonly folder: string
  /** Runs a script as the first line of a page or step says; resolves to what it prints. Rejects if it fails. */
  run(script: string, cwd: string, more?: NodeJS.ProcessEnv): Promise<string>
  /** The mockerds that have been started and not ended. */
  leftOver(): readonly number[]
}

/** For a whole file of tests. */
export function machine(): Machine {
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(import.meta.dirname, '../../.recipes-'))
    for (const name of ['bin', 'node_modules', 'runtime']) mkdirSync(join(folder, name))
    const installed = await installPackage()
    symlinkSync(installed, join(folder, 'node_modules/mockerd'))
    const command = (name: string, text: string): void =>
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    // each daemon notes its process, so that one that is left over is seen
    command('mockerd', `echo $$ >> '${folder}/started'\nexec '${process.execPath}' '${installed}/dist/mockerd.js' "$@"`)
    command('npx', 'exec "$@"')
    if (python) command('python3', `exec '${python}' "$@"`)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    get folder() {
      return folder
    },
    run: (script, cwd, more) => shell(script, cwd, { ...environment(folder), ...more }),
    leftOver: () => (existsSync(join(folder, 'started')) ? startedIn(folder).filter(lives) : []),
  }
}

const startedIn = (folder: string): number[] =>
  readFileSync(join(folder, 'started'), 'utf8').trim().split('\n').map(Number)

function environment(folder: string): NodeJS.ProcessEnv {
  const { DOCKER_HOST: _host, MOCKERD: _command, ...inherited } = process.env
  return {
    ...inherited,
    PATH: [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
    XDG_RUNTIME_DIR: join(folder, 'runtime'),
    DOCKER_CONFIG: join(folder, 'configuration'),
    COMPOSE: compose?.join(' '),
    PYTHONDONTWRITEBYTECODE: '1',
  }
}

async function shell(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`it ended with ${code}\n${stdout}\n${stderr}`)
  return stdout
}

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
