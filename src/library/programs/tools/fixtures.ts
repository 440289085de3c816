// Files that stand for addresses outside of the simulated networks.
import { readFileSync } from 'node:fs'
import { Glob } from '../../../runtime/applets/text-pattern/glob.ts'
import type { Program } from '../../../runtime/process.ts'

export interface Fixtures {
  /** The content that was declared for a URL. */
  find(url: string): Uint8Array | undefined
}

export const noFixtures: Fixtures = { find: () => undefined }

/** URL, in which `*` stands for anything -> a file of this machine, read when it is first wanted. */
export function fixturesOf(declared: Readonly<Record<string, string>>): Fixtures {
  const patterns = Object.entries(declared).map(([url, path]) => ({ pattern: new Glob(url), path }))
  const known = new Map<string, Uint8Array>()
  return {
    find(url) {
      const path = patterns.find(({ pattern }) => pattern.matches(url))?.path
      if (path === undefined) return undefined
      const content = known.get(path) ?? readFileSync(path)
      known.set(path, content)
      return content
    },
  }
}

/** wget with these: what is not declared goes to `otherwise`. */
export const wgetWith =
  (fixtures: Fixtures, otherwise: Program): Program =>
  async (process) => {
    const urls = process.argv.slice(1).filter((word) => /^https?:\/\//.test(word))
    const contents = urls.map((url) => fixtures.find(url))
    if (urls.length === 0 || contents.includes(undefined)) return otherwise(process)
    const text = process.argv.slice(1).join(' ')
    const given = /(?:^| )(?:-\w*O|--output-document)[ =]?(\S+)/.exec(text)?.[1]
    const folder = /(?:^| )(?:-\w*P|--directory-prefix)[ =]?(\S+)/.exec(text)?.[1]
    for (const [index, url] of urls.entries()) {
      const name = new URL(url).pathname.replace(/^.*\//, '') || 'index.html'
      const content = contents[index]!
      if (given === '-') await process.write(1, content)
      else process.files.writeFile(given ?? (folder === undefined ? name : `${folder}/${name}`), content)
    }
    return 0
  }
