// The files that docs/library.md shows are read and run as they stand there.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadImages } from '../../src/index.ts'
import { imageDeclaration } from '../../src/library/declared/image-declaration.ts'
import { behaviour } from '../../src/library/declared/program-declaration.ts'
import { withoutDockerCli } from '../docker-cli.ts'
import { demultiplexed } from '../reading.ts'
import { startTestDaemon } from '../test-daemon.ts'
import { codeBlocks } from './code-blocks.ts'

const start = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const guide = readFileSync(join(root, 'docs/library.md'), 'utf8')
const blocks = codeBlocks(guide)
const written = (language: string): string => blocks.find((block) => block.language === language)!.code
const module = (name: string): string => blocks.find(({ code }) => code.startsWith(`// ${name}\n`))!.code

let project = ''
beforeAll(() => {
  project = mkdtempSync(join(root, '.readme-'))
  mkdirSync(join(project, 'images'))
  writeFileSync(join(project, 'vitest.config.js'), "export default { test: { include: ['*.test.ts'] } }")
  writeFileSync(join(project, 'images/shop.yaml'), written('yaml'))
  // as in a project of its own, but for the place of mockerd
  const source = JSON.stringify(join(root, 'src/index.ts'))
  for (const name of ['shop.test.ts', 'greeter.ts']) {
    const code = module(name).replaceAll("'mockerd'", source)
    writeFileSync(join(project, name), code.replaceAll("'images/", `'${project}/images/`))
  }
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

test('the image of the guide serves, is healthy and ends as it says', async () => {
  await using docker = await startTestDaemon(await loadImages(join(project, 'images')))
  const container = await docker.create('example/shop')
  const { stdout } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await stdout.shows(/ready on 8080\n/)
  const exec = await container.exec({ Cmd: ['wget', '-qO-', 'http://localhost:8080/items'], AttachStdout: true })
  const asked = demultiplexed(await exec.start({}))
  await asked.stdout.shows(/\[\{"id":1,"name":"pear"\}\]/)
  await container.stop()
  await stdout.shows(/bye\n$/)
  expect((await container.inspect()).State).toMatchObject({ ExitCode: 0 })
})

test('the test and the module of the guide run', { timeout: 60_000 }, async () => {
  await start(process.execPath, ['--import', 'tsx', join(project, 'greeter.ts')], { cwd: root })
  await start(join(root, 'node_modules/.bin/vitest'), ['run', '--root', project], { cwd: project })
})

test.skipIf(withoutDockerCli)('the commands of the guide print what it says', { timeout: 60_000 }, async () => {
  const block = blocks.find(({ language }) => language === 'sh')!
  const mockerd = `${process.execPath} --import ${join(root, 'node_modules/tsx/dist/esm/index.mjs')} ${join(root, 'src/mockerd.ts')}`
  const commands = `${block.code.replaceAll('node_modules/.bin/mockerd', mockerd)}wait $!\n`
  const env = { ...process.env, XDG_RUNTIME_DIR: project, DOCKER_CONFIG: project }
  const { stdout } = await start('bash', ['-euo', 'pipefail', '-c', commands], { cwd: project, env })
  expect(stdout).toBe(block.prints)
})

test('the guide names every word that a declaration may have', () => {
  const names = (schema: object): string[] => Object.keys((schema as { properties: object }).properties)
  const missing = [...names(imageDeclaration.schema), ...names(behaviour.schema)].filter(
    (name) => !guide.includes(`\`${name}\``),
  )
  expect(missing).toEqual([])
})
