// The package has the types that its doors lead to. The compiler writes those of every file, four fifths of them for nobody.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

/** Removes from a directory of declarations what none of its files with these names leads to. */
export function keepReachable(directory: string, doors: readonly string[]): void {
  const reached = new Set(doors.map((door) => join(directory, door)))
  for (const path of reached) {
    for (const { fileName } of ts.preProcessFile(readFileSync(path, 'utf8')).importedFiles) {
      if (fileName.startsWith('.')) reached.add(declarationOf(join(path, '..', fileName)))
    }
  }
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !reached.has(path)) rmSync(path)
  }
  removeEmpty(directory)
}

/** Imports say `./a.ts`, or `./a.js` where they were written for JavaScript. */
function declarationOf(path: string): string {
  const declaration = path.replace(/(?:\.d)?\.[jt]s$/, '.d.ts')
  if (!existsSync(declaration)) throw new Error(`there is no declaration ${relative('.', declaration)}`)
  return declaration
}

function removeEmpty(directory: string): boolean {
  const left = readdirSync(directory, { withFileTypes: true }).filter(
    (entry) => !(entry.isDirectory() && removeEmpty(join(directory, entry.name))),
  )
  if (left.length === 0) rmSync(directory, { recursive: true })
  return left.length === 0
}
