// Writes docs/coverage.md: `npm run coverage:docs`.
import { join } from 'node:path'
import { buildCacheOperations } from '../src/api/build-cache.ts'
import { checkpointOperations } from '../src/api/checkpoints.ts'
import { pluginOperations } from '../src/api/plugins.ts'
import { swarmOperations } from '../src/api/swarm.ts'
import { unsupported } from '../src/api/unsupported.ts'
import { readContract } from './generate/contract.ts'
import { coverageTable } from './generate/coverage-table.ts'
import { writeIfChanged } from './generate/write.ts'

const root = join(import.meta.dirname, '..')

export function coverage(): string {
  return coverageTable(readContract(join(root, 'openapi')), {
    unsupported,
    partial: {
      'outside of a swarm': Object.keys(swarmOperations),
      'without plugins': Object.keys(pluginOperations),
      'without experimental features': Object.keys(checkpointOperations),
      'without the containerd image store': ['ImageAttestations'],
      'with an empty build cache': Object.keys(buildCacheOperations),
      'until the registry denies access': ['ImagePush'],
    },
  })
}

if (process.argv[1] === import.meta.filename) {
  const changed = writeIfChanged(join(root, 'docs', 'coverage.md'), coverage())
  console.log(changed ? 'docs/coverage.md is new' : 'docs/coverage.md was right')
}
