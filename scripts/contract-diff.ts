// Compares openapi/ with the published definitions of every API version: `npm run contract:diff`.
import { join } from 'node:path'
import { differencesOf, ranges, sentence } from './contract-diff/differences.ts'
import { type Explained, explain, readExplanations } from './contract-diff/explanations.ts'
import { ownFacts } from './contract-diff/own.ts'
import { findPublished, readPublished } from './contract-diff/published.ts'
import { readContract } from './generate/contract.ts'

const root = join(import.meta.dirname, '..')

/** What the two say differently, and which of it is meant; undefined where the definitions are not there. */
export function contractDiff(): Explained | undefined {
  const directory = findPublished(root)
  if (directory === undefined) return undefined
  const published = readPublished(directory)
  const contract = readContract(join(root, 'openapi'))
  const differences = differencesOf(
    published.versions,
    (version) => published.at(version),
    (version) => ownFacts(contract, version),
  )
  const lines = differences.map((one) => ({ text: sentence(one), versions: ranges(one.versions, published.versions) }))
  return explain(lines, readExplanations(join(import.meta.dirname, 'contract-diff', 'differences.yaml')))
}

if (process.argv[1] === import.meta.filename) {
  const result = contractDiff()
  if (result === undefined) {
    console.error('the published definitions are not there: name their directory in $ENGINE_API')
    process.exitCode = 2
  } else {
    for (const line of result.unexplained) console.log(line)
    for (const pattern of result.unused) console.log(`explains nothing: ${pattern}`)
    console.log(`${result.explained} differences are explained, ${result.unexplained.length} are not`)
    if (result.unexplained.length > 0 || result.unused.length > 0) process.exitCode = 1
  }
}
