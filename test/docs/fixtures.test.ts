// The code of docs/fixtures.md is run by the runner that it is for; test/readme.test.ts compiles it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveIn, type Stranger } from '../doors/stranger.ts'
import { codeBlocks } from './code-blocks.ts'

const root = join(import.meta.dirname, '../..')
const blocks = codeBlocks(readFileSync(join(root, 'docs/fixtures.md'), 'utf8'))

/** By the name in its first line. */
const files = blocks.map(({ code }) => ({ name: /^\/\/ ([\w.-]+\.[jt]s)\n/.exec(code)?.[1] ?? '', code }))
const named = (end: RegExp): typeof files => files.filter(({ name }) => end.test(name))
const asFiles = (some: typeof files, folder: string): Record<string, string> =>
  Object.fromEntries(some.map(({ name, code }) => [`${folder}/${name}`, code]))

const scripts = named(/^(?!.*\.test\.ts$).*\.ts$/)

let stranger: Stranger
beforeAll(async () => {
  stranger = await moveIn()
  stranger.write({
    ...asFiles(named(/\.ts$/), 'esm'),
    'esm/vitest.config.js': "export default { test: { include: ['*.test.ts'], testTimeout: 60_000 } }",
    'cjs/package.json': '{ "type": "commonjs" }',
    ...asFiles(named(/\.js$/), 'cjs'),
  })
}, 120_000)
afterAll(() => stranger[Symbol.dispose]())

test('every block names its file, and no two the same', () => {
  const names = files.map(({ name }) => name)
  expect(names).not.toContain('')
  expect(names).toEqual([...new Set(names)])
})

test('the tests for Vitest pass', { timeout: 120_000 }, async () => {
  const { code, said } = await stranger.run('vitest/vitest.mjs', ['run'], { in: 'esm' })
  expect(code, said).toBe(0)
})

test('the tests for Jest pass, with the daemon of the run', { timeout: 120_000 }, async () => {
  const { code, said } = await stranger.run('jest/bin/jest.js', [], { in: 'cjs' })
  expect(code, said).toBe(0)
})

test.each(scripts.map(({ name }) => name))('node runs %s to its end', { timeout: 60_000 }, async (name) => {
  const { code, said } = await stranger.run('tsx/dist/cli.mjs', [name], { in: 'esm' })
  expect(code, said).toBe(0)
})
