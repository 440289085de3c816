// Writes generated files: whole or not at all, and only when something changed, so that several may generate at once.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether the file was written. */
export function writeIfChanged(file: string, text: string): boolean {
  if (readIfThere(file) === text) return false
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, file)
  return true
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
