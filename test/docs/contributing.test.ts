// The files that CONTRIBUTING.md shows are those of the repository.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)
const guide = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8')
const shown = [...guide.matchAll(/`(src\/[\w./-]+)`:\n\n```ts\n(.*?)```/gs)].map(([, path, code]) => ({ path, code }))

test('each recipe shows a file', () => {
  expect(shown).toHaveLength(guide.match(/^### /gm)!.length)
})

test.each(shown)('the recipe shows $path as it is', ({ path, code }) => {
  expect(code).toBe(readFileSync(new URL(path!, root), 'utf8'))
})
