// docs/coverage.md tells the truth.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { coverage } from '../../scripts/coverage.ts'

test('docs/coverage.md says what every operation does: if not, `npm run coverage:docs`', () => {
  expect(readFileSync(new URL('../../docs/coverage.md', import.meta.url), 'utf8')).toBe(coverage())
})
