// Which version of mockerd this is.
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Of the nearest package.json above: the source tree and dist/ have different depths. */
export async function packageVersion(): Promise<string> {
  for (let at = import.meta.dirname; at !== dirname(at); at = dirname(at)) {
    const text = await readFile(join(at, 'package.json'), 'utf8').catch(() => undefined)
    if (text !== undefined) return (JSON.parse(text) as { version: string }).version
  }
  throw new Error('the package.json that mockerd comes with is not there')
}
