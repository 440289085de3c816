// The scenarios that mockerd comes with: files of scenarios/ beside package.json, found by name.
import { access, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { didYouMean } from './nearest.ts'

/** As `pull/enospc`. */
const NAME = /^[a-z]+\/[a-z0-9.-]+$/
const EXTENSION = '.yaml'

/** The names of all of them, sorted. */
export async function shippedNames(): Promise<string[]> {
  const files = await readdir(await directory(), { recursive: true })
  const names = files.filter((file) => file.endsWith(EXTENSION))
  return names.map((file) => file.slice(0, -EXTENSION.length).replaceAll('\\', '/')).sort()
}

/**
 * The path of a scenario's file: of one that is there, or of one that mockerd comes with. Rejects with a sentence for what
 * looks like a name and is none.
 */
export async function scenarioFile(nameOrFile: string): Promise<string> {
  if (!NAME.test(nameOrFile) || /\.(ya?ml|json)$/.test(nameOrFile) || (await isThere(nameOrFile))) return nameOrFile
  const names = await shippedNames()
  if (names.includes(nameOrFile)) return join(await directory(), `${nameOrFile}${EXTENSION}`)
  throw new Error(`there is no scenario and no file ${nameOrFile}${didYouMean(nameOrFile, names)}`)
}

/** The nearest scenarios/ that lies beside a package.json: the source tree and dist/ have different depths. */
async function directory(): Promise<string> {
  for (let at = import.meta.dirname; at !== dirname(at); at = dirname(at)) {
    const found = join(at, 'scenarios')
    if ((await isThere(join(at, 'package.json'))) && (await isThere(found))) return found
  }
  throw new Error('the scenarios that mockerd comes with are not installed')
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
