// Writes docs/coverage.md: `npm run coverage:docs`. With `-- --tests` it first runs all tests to see what they call.
import { join } from 'node:path'
import { buildCacheOperations } from '../src/api/build-cache.ts'
import { checkpointOperations } from '../src/api/checkpoints.ts'
import { pluginOperations } from '../src/api/plugins.ts'
import { swarmOperations } from '../src/api/swarm.ts'
import { unsupported } from '../src/api/unsupported.ts'
import { shownBy } from '../test/contract/shown-by.ts'
import { readContract } from './generate/contract.ts'
import { coverageTable } from './generate/coverage-table.ts'
import { writeIfChanged } from './generate/write.ts'
import { chooseTests, runTests, type ShownBy } from './shown-by.ts'

const root = join(import.meta.dirname, '..')

export function coverage(shown: ShownBy = shownBy): string {
  return coverageTable(readContract(join(root, 'openapi')), {
    unsupported,
    partial: {
      'outside of a swarm': Object.keys(swarmOperations),
      'without plugins': Object.keys(pluginOperations),
      'without experimental features': Object.keys(checkpointOperations),
      'without the containerd image store': ['ImageAttestations'],
      'the classic builder': ['ImageBuild'],
      'with an empty build cache': ['BuildCancel', ...Object.keys(buildCacheOperations)],
      'until the registry denies access': ['ImagePush'],
    },
    shownBy: shown,
  })
}

/** Operations that are simulated, and no test shows it. */
export function notShown(shown: ShownBy = shownBy): string[] {
  const ids = readContract(join(root, 'openapi')).operations.map(({ id }) => id)
  return ids.filter((id) => !(unsupported as readonly string[]).includes(id) && shown[id] === undefined)
}

if (process.argv[1] === import.meta.filename) {
  let shown = shownBy
  if (process.argv.includes('--tests')) {
    shown = chooseTests(readContract(join(root, 'openapi')).operations, runTests(root))
    writeIfChanged(join(root, 'test', 'contract', 'shown-by.json'), `${JSON.stringify(shown, null, 2)}\n`)
  }
  const changed = writeIfChanged(join(root, 'docs', 'coverage.md'), coverage(shown))
  console.log(changed ? 'docs/coverage.md is new' : 'docs/coverage.md was right')
  for (const id of notShown(shown))
    console.log(`no test shows ${id}; if there is one: npm run coverage:docs -- --tests`)
  if (notShown(shown).length > 0) process.exitCode = 1
}
