// docs/storage.md tells numbers, a driver and messages: they are those that mockerd has.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { appendTable, lookupTable } from '../../bench/storage-tables.ts'
import { accountNames } from '../../src/storage/account.ts'
import { codeBlocks } from './code-blocks.ts'

const root = new URL('../../', import.meta.url)
const guide = readFileSync(new URL('docs/storage.md', root), 'utf8')

test('the guide shows what a byte appended to 10 MB costs under each storage driver, as the bench prints it', () => {
  expect(guide).toContain(appendTable())
})

test('the guide shows what a lookup costs under each storage driver, as the bench prints it', () => {
  expect(guide).toContain(lookupTable())
})

test('the guide names every storage driver and every counter', () => {
  const files = readdirSync(new URL('src/storage/drivers/', root))
  const rows = guide.split('\n').filter((line) => line.startsWith('| `'))
  for (const file of files) expect(rows.some((row) => row.startsWith(`| \`${file.replace('.ts', '')}\``))).toBe(true)
  for (const name of accountNames) expect(guide).toContain(`\`${name}\``)
})

test('the storage driver in the guide is one that keeps the promises of all', () => {
  const own = readFileSync(new URL('test/storage/own-driver.ts', root), 'utf8')
  const shown = codeBlocks(guide).find(({ language }) => language === 'ts')!.code
  const driver = /const lvm.*\n {2}\)\n/s.exec(own)![0]
  expect(shown).toContain(driver)
})
