// The code that README.md shows is compiled and run, so that a stranger who copies it is not let down.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon } from '../src/index.ts'
import { withoutDockerCli } from './docker-cli.ts'
import { type CodeBlock, codeBlocks } from './docs/code-blocks.ts'

const start = promisify(execFile)
type Options = { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv }

/** Runs a command that is to succeed; what it printed is the message when it does not. */
async function run(command: string, args: readonly string[], options: Options = {}): Promise<string> {
  try {
    return (await start(command, args, { cwd: root, ...options })).stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${stdout}\n${stderr}`)
  }
}

const root = join(import.meta.dirname, '..')
const blocks = codeBlocks(readFileSync(join(root, 'README.md'), 'utf8'))
const written = (language: string): CodeBlock[] => blocks.filter((block) => block.language === language)

/** The first line of a block of TypeScript is its file's name. */
const fileName = ({ code }: CodeBlock): string => /^\/\/ ([\w.-]+\.ts)\n/.exec(code)?.[1] ?? ''

/** A project like a stranger's: beside node_modules, with mockerd as its dependency. */
let project = ''

beforeAll(() => {
  project = mkdtempSync(join(root, '.readme-'))
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      extends: '../tsconfig.json',
      compilerOptions: {
        types: ['node', 'vitest/globals'],
        isolatedDeclarations: false,
        paths: { mockerd: ['../src/index.ts'], 'mockerd/*': ['../src/*.ts'] },
      },
      include: ['*.ts', 'fixtures/*.ts'],
    }),
  )
  writeFileSync(
    join(project, 'vitest.config.js'),
    `export default { test: { globals: true, testTimeout: 60_000, include: ${JSON.stringify(written('ts').filter(isForVitest).map(fileName))}, exclude: [] }, resolve: { alias: [
      { find: /^mockerd$/, replacement: ${JSON.stringify(join(root, 'src/index.ts'))} },
      { find: /^mockerd\\/(\\w+)$/, replacement: ${JSON.stringify(join(root, 'src/$1.ts'))} } ] } }`,
  )
  for (const block of written('ts')) writeFileSync(join(project, fileName(block)), block.code)
  // test/docs/fixtures.test.ts runs these; to compile them here saves a second look at all of mockerd
  mkdirSync(join(project, 'fixtures'))
  for (const block of codeBlocks(readFileSync(join(root, 'docs/fixtures.md'), 'utf8'))) {
    if (block.language === 'ts') writeFileSync(join(project, 'fixtures', fileName(block)), block.code)
  }
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

test('every block of TypeScript names its file, and no two the same', () => {
  const names = written('ts').map(fileName)
  expect(names).not.toContain('')
  expect(names).toEqual([...new Set(names)])
})

test('the TypeScript of the README and of docs/fixtures.md compiles', { timeout: 120_000 }, async () => {
  const said = await run(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', project]).catch(String)
  // mistakes in src/ itself are for `npm run typecheck`
  const mistakes = said.split('\n').filter((line) => /error TS/.test(line) && line.includes('.readme-'))
  expect(mistakes).toEqual([])
})

const isForVitest = ({ code }: CodeBlock): boolean => /from '(vitest|mockerd\/(vitest|jest))'/.test(code)

test('the tests for Vitest and Jest pass', { timeout: 60_000 }, async () => {
  await run(join(root, 'node_modules/.bin/vitest'), ['run', '--root', project])
})

const scripts = written('ts').filter((block) => !isForVitest(block))

test.each(scripts.map(fileName))('node runs %s to its end', { timeout: 60_000 }, async (name) => {
  await run(process.execPath, ['--import', 'tsx', join(project, name)], { cwd: project })
})

const inDocker = written('sh').filter(({ code }) => /^docker |^eval /m.test(code))

test.skipIf(withoutDockerCli).each(inDocker)(
  'the commands of line $line do what they say',
  { timeout: 60_000 },
  async ({ code, prints }) => {
    await using daemon = await startDaemon()
    const runtime = mkdtempSync(join(project, 'run-'))
    const mockerd = `${process.execPath} --import tsx ${join(root, 'src/mockerd.ts')}`
    const ended = code.includes('kill $!') ? '\nwait $!' : ''
    const commands = code.replaceAll('node_modules/.bin/mockerd', mockerd) + ended
    const env = { ...process.env, ...daemon.env, DOCKER_CONFIG: runtime, XDG_RUNTIME_DIR: runtime }
    const stdout = await run('bash', ['-euo', 'pipefail', '-c', commands], { env })
    if (prints !== undefined) expect(stdout).toBe(prints)
    expect(stdout).not.toBe('')
    expect(
      readdirSync(runtime).filter((name) => name.endsWith('.sock')),
      'a socket is left over',
    ).toEqual([])
  },
)

test('every npm command of the README is one of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
  const text = readFileSync(join(root, 'README.md'), 'utf8')
  const named = [...text.matchAll(/npm (?:run )?(start|test|[a-z:]+)\b/g)].map(([, name]) => name!)
  const known = [...Object.keys(scripts), 'ci', 'install', 'pack', 'registry']
  expect(named.filter((name) => !known.includes(name))).toEqual([])
})

test('every file that the README leads to is there', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8')
  const files = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path!)
  const there = new Set(readdirSync(root, { recursive: false }).map(String))
  for (const file of files) {
    expect(() => readFileSync(join(root, file)), file).not.toThrow()
    expect(there).toContain(file.split('/')[0])
  }
})
