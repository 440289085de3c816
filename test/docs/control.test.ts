// docs/control.md lists the operations of the control API as its contract has them, and what its code uses is there.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { operations } from '../control/checked.ts'
import { codeBlocks } from './code-blocks.ts'

const guide = readFileSync(new URL('../../docs/control.md', import.meta.url), 'utf8')

test('the guide lists all operations of the contract, and no others', () => {
  const rows = operations.map(({ method, path, declared }) => `| \`${method} ${path}\` | ${declared.summary} |`)
  const table = ['| operation | what it does |', '| --- | --- |', ...rows].join('\n')
  expect(guide).toContain(`<!-- operations -->\n\n${table}\n\n<!-- /operations -->`)
})

test('the matchers and methods that the guide shows are there', async () => {
  const { dockerMatchers } = await import('../../src/jest.ts')
  const { controlClient } = await import('../../src/control.ts')
  const code = codeBlocks(guide)
    .map((block) => block.code)
    .join('\n')
  const matchers = [...code.matchAll(/expect\(docker\)\.(\w+)/g)].map(([, name]) => name!)
  expect(Object.keys(dockerMatchers)).toEqual(expect.arrayContaining(matchers))
  expect(new Set(matchers).size).toBe(3)
  for (const [, path] of code.matchAll(/await control\.([\w.]+)\(/g)) {
    const method = path!
      .split('.')
      .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], controlClient('/x'))
    expect(method, path).toBeTypeOf('function')
  }
})
