// What CommonJS gets of the doors: a few lines that lead to the ES modules, and their types.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Doors that tests in CommonJS need. The other ones Node gives them as they are. */
export const commonJsDoors: readonly string[] = ['index', 'jest', 'control']

/**
 * Jest cannot load ES modules for tests in CommonJS, before Node 24.9. Its environment for mockerd has done so and left
 * them in the sandbox (src/daemon/sandbox.ts); everywhere else Node can load them.
 */
const codeOf = (door: string): string => `'use strict'
const loaded = globalThis[Symbol.for('mockerd')]
module.exports = loaded ? loaded.${door} : load()

function load() {
  try {
    return require('./${door}.js')
  } catch (cause) {
    if (typeof jest === 'undefined') throw cause
    throw new Error("mockerd is made of ES modules, which Jest cannot load for CommonJS: set testEnvironment: 'mockerd/jest-environment-node'", { cause })
  }
}
`

/** Writes `<door>.cjs` into the directory that has `<door>.js`. */
export function writeCommonJs(directory: string): void {
  for (const door of commonJsDoors) writeFileSync(join(directory, `${door}.cjs`), codeOf(door))
}

/** Writes `types/<door>.d.cts` beside `types/<door>.d.ts`; asks the doors in the directory what they give. */
export async function writeCommonJsTypes(directory: string): Promise<void> {
  for (const door of commonJsDoors) {
    const given = (await import(pathToFileURL(join(directory, `${door}.js`)).href)) as Record<string, unknown>
    const where = `'./${door}.js'`
    const lines = Object.entries(given).flatMap(([name, value]) => [
      `export declare const ${name}: Door[${JSON.stringify(name)}]`,
      ...(/^class\b/.test(String(value)) ? [`export type ${name} = InstanceType<Door[${JSON.stringify(name)}]>`] : []),
    ])
    const types = [
      '// The types of the ES module, for CommonJS.',
      `export type * from ${where} with { 'resolution-mode': 'import' }`,
      `type Door = typeof import(${where}, { with: { 'resolution-mode': 'import' } })`,
      ...lines,
      '',
    ]
    writeFileSync(join(directory, 'types', `${door}.d.cts`), types.join('\n'))
  }
}
