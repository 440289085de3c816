// The code in docs/snapshots.md runs, and prints what it is said to print.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { codeBlocks } from './code-blocks.ts'

const root = join(import.meta.dirname, '../..')
const [block] = codeBlocks(readFileSync(join(root, 'docs/snapshots.md'), 'utf8'))

// all of mockerd is read for it
test('the code about snapshots prints what stands behind it', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(root, '.readme-'))
  const said: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(`${text}\n`))
  try {
    const file = join(folder, 'snapshots.ts')
    writeFileSync(file, block!.code.replace("'mockerd'", `'${join(root, 'src/index.ts')}'`))
    await import(file)
    expect(said.join('')).toBe(block!.prints)
  } finally {
    log.mockRestore()
    rmSync(folder, { recursive: true })
  }
})
