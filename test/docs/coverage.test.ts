// docs/coverage.md tells the truth.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { coverage, notShown } from '../../scripts/coverage.ts'
import type { ContractOperation } from '../../scripts/generate/contract.ts'
import { chooseTests } from '../../scripts/shown-by.ts'
import { shownBy } from '../contract/shown-by.ts'

test('docs/coverage.md says what every operation does: if not, `npm run coverage:docs`', () => {
  expect(readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8')).toBe(coverage())
})

test('every operation that is simulated is shown by a test: if not, `npm run coverage:docs -- --tests`', () => {
  expect(notShown()).toEqual([])
})

// that a named test is in its file, and calls what it is named for, is seen while it runs: contract/shown-by.setup.ts
test('every test that docs/coverage.md names has a file', () => {
  const files = new Set(Object.values(shownBy).map(({ file }) => file))
  const gone = [...files].filter((file) => !existsSync(new URL(`../../${file}`, import.meta.url)))
  expect(gone).toEqual([])
})

test('an operation is shown by the test that lets it succeed and calls the least besides', () => {
  const operation = { id: 'ContainerTop', file: 'container.yaml' }
  const calls = (title: string, operations: Record<string, boolean>, file = 'test/containers/top.test.ts') => ({
    ...{ file, title, operations },
  })
  const tests = [
    calls('is refused', { ContainerTop: false }),
    calls('does much', { ContainerTop: true, ContainerCreate: true, ContainerStart: true }),
    calls('does little', { ContainerTop: true, ContainerCreate: true }),
    calls('does everything', { ContainerTop: true }, 'test/properties/lifecycle.test.ts'),
  ]
  const chosen = chooseTests([operation as ContractOperation], tests)
  expect(chosen).toEqual({ ContainerTop: { file: 'test/containers/top.test.ts', title: 'does little' } })
})
