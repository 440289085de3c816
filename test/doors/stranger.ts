// A project of a stranger's with mockerd among its node_modules, made of the present sources.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundle } from '../../scripts/bundle.ts'

const root = join(import.meta.dirname, '../..')

export interface Ran {
  readonly code: number
  /** stdout and stderr */
  readonly said: string
}

export interface Stranger extends Disposable {
  readonly directory: string
  write(files: Readonly<Record<string, string>>): void
  /** Runs a program of node_modules by the path of its file. */
  run(
    program: string,
    args: readonly string[],
    options?: { readonly in?: string; readonly env?: NodeJS.ProcessEnv },
  ): Promise<Ran>
}

/** It lies beside node_modules, so that it has all that mockerd needs. */
export async function moveIn(): Promise<Stranger> {
  const directory = mkdtempSync(join(root, '.fixtures-'))
  const own = join(directory, 'node_modules/mockerd')
  mkdirSync(own, { recursive: true })
  cpSync(join(root, 'package.json'), join(own, 'package.json'))
  // else it would be a part of mockerd itself, which has its own dist/
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }')
  await bundle(join(own, 'dist'))
  return {
    directory,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, name)), { recursive: true })
        writeFileSync(join(directory, name), text)
      }
    },
    run: (program, args, { in: place = '.', env } = {}) =>
      new Promise((resolve) => {
        const options = { cwd: join(directory, place), env: { ...cleanEnvironment(), ...env }, timeout: 110_000 }
        execFile(process.execPath, [join(root, 'node_modules', program), ...args], options, (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
        )
      }),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** Without what the runner of these tests tells its own. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|JEST|NODE_ENV|NODE_OPTIONS|DOCKER_)/.test(name))
  return { ...Object.fromEntries(own), NO_COLOR: '1' }
}
