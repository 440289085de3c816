// A stranger's project: empty but for the packed package, on one Node.js or another.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const start = promisify(execFile)
const quietly = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']

/** What the project has beside mockerd: optional peers of its doors, and the client that the README uses. */
const beside = ['dockerode', 'jest-environment-node', 'msw', 'vitest']

/** Packs what lies in dist/ and installs it into a new folder as npm does for anybody. */
export async function installForStranger(folder: string): Promise<void> {
  if (!existsSync(join(root, 'dist/mockerd.js'))) throw new Error('there is nothing to pack: npm run build')
  mkdirSync(folder)
  const packing = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder]
  const tarball = join(folder, (await start('npm', packing, { cwd: root })).stdout.trim())
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  await start('npm', ['install', '--ignore-scripts', ...quietly, tarball], { cwd: folder })
  for (const name of beside) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
  }
}

/** The program of the newest Node.js, which packages of npm carry; a sentence where the registry has none. */
export async function newestNode(folder: string): Promise<{ readonly path: string } | { readonly lacks: string }> {
  const name = `node-${process.platform}-${process.arch}`
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  try {
    await start('npm', ['install', '--ignore-scripts', ...quietly, `${name}@latest`], { cwd: folder })
  } catch (error) {
    return { lacks: `the registry has no ${name}: ${(error as { stderr: string }).stderr.trim().split('\n').at(-1)}` }
  }
  return { path: join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node') }
}

/** The environment in which `node` is that one, also for npx and for what has a `#!` line. */
export function environmentOf(node: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '' } = process.env
  return { PATH: [dirname(node), PATH].join(delimiter), HOME, LC_ALL: 'C.UTF-8' }
}
