// The package as strangers get it: the first steps of the README in an empty project, on the Node.js that runs the tests
// and on the newest one.
import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import { RunningCli, withoutDockerCli } from '../docker-cli.ts'
import { codeBlocks } from '../docs/code-blocks.ts'
import { environmentOf, installForStranger, newestNode } from './stranger.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { readonly require?: object }>
}
const doors = Object.entries(exports).filter(([name]) => !name.endsWith('.json'))
const nameOf = ([path]: readonly [string, unknown]): string => join('mockerd', path)

const folder = mkdtempSync(join(tmpdir(), 'mockerd-stranger-'))
const project = join(folder, 'project')
let newest: Awaited<ReturnType<typeof newestNode>>

beforeAll(async () => {
  const [, node] = await Promise.all([installForStranger(project), newestNode(join(folder, 'newest'))])
  newest = node
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The program of a Node.js; skips the test where it is not to be had. */
type FindNode = (context: TestContext) => string
const nodes: readonly [string, FindNode][] = [
  ['this Node.js', () => process.execPath],
  ['the newest Node.js', ({ skip }) => ('path' in newest ? newest.path : skip(newest.lacks))],
]

describe.for(nodes)('on %s', ([, find]) => {
  test('every door can be imported, and those for CommonJS required', { timeout: 60_000 }, async (context) => {
    const node = find(context)
    // Vitest gives its own door to nobody but its tests
    const imported = doors.map(nameOf).filter((name) => name !== 'mockerd/vitest')
    const required = doors.filter(([, door]) => typeof door === 'object' && door.require !== undefined).map(nameOf)
    expect(required).toContain('mockerd')
    const script = `import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
for (const name of ${JSON.stringify(imported)}) if (Object.keys(await import(name)).length === 0) throw new Error(name)
for (const name of ${JSON.stringify(required)}) if (Object.keys(require(name)).length === 0) throw new Error(name)
console.log('all there')`
    writeFileSync(join(project, 'doors.js'), script)
    const { stdout } = await run(node, ['doors.js'], { cwd: project, env: environmentOf(node) })
    expect(stdout).toBe('all there\n')
  })

  test('a test of the README for Vitest passes', { timeout: 60_000 }, async (context) => {
    const node = find(context)
    const blocks = codeBlocks(readme).filter(({ code }) => /from 'mockerd\/vitest'/.test(code))
    expect(blocks).not.toEqual([])
    writeFileSync(join(project, 'first.test.ts'), blocks[0]!.code)
    const vitest = [join(project, 'node_modules/vitest/vitest.mjs'), 'run', '--root', project]
    const { stdout } = await run(node, vitest, { cwd: project, env: environmentOf(node) })
    expect(stdout).toMatch(/Tests .*\d passed/)
  })

  test.skipIf(withoutDockerCli)('npx mockerd serves the docker command', { timeout: 60_000 }, async (context) => {
    const node = find(context)
    const socket = join(mkdtempSync(join(folder, 'run-')), 'docker.sock')
    const env = environmentOf(node)
    const daemon = startGroup('npx', ['--no-install', 'mockerd', '-H', `unix://${socket}`], { cwd: project, env })
    const printed = await daemon.shows(/^export DOCKER_HOST=.*\n/m)
    expect(printed.stdout).toBe(`export DOCKER_HOST=unix://${socket}\n`)
    const inDocker = { ...env, DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: folder }
    for (const { code, prints } of firstSteps()) {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', code], { env: inDocker })
      expect(stdout).not.toBe('')
      if (prints !== undefined) expect(stdout).toBe(prints)
    }
    daemon.interrupt()
    await daemon.finished
  })
})

/** What the README lets a stranger type first. */
function firstSteps(): ReturnType<typeof codeBlocks> {
  const [, section = ''] = /^## First success\n(.*?)^## /ms.exec(readme) ?? []
  const steps = codeBlocks(section).filter(({ language, code }) => language === 'sh' && code.startsWith('docker '))
  expect(steps.map(({ code }) => code).join()).toContain('hello-world')
  return steps
}

class RunningGroup extends RunningCli {
  /** As Ctrl-C does: npx and all that it has started. */
  readonly interrupt: () => void

  constructor(child: ChildProcessWithoutNullStreams) {
    super(child)
    this.interrupt = () => void process.kill(-child.pid!, 'SIGINT')
  }
}

function startGroup(command: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
  const child = spawn(command, args, { ...options, detached: true })
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
  })
  return new RunningGroup(child)
}
