// Docker Engine 29.0.4: the first that breaks clients older than API 1.44.
// differs: with graph drivers, as an installation that was upgraded has them, not with containerd's image store.
import type { Persona } from '../../engine/persona.ts'
import { type Words, words28 } from '../../engine/words.ts'
import { runcFeatures } from '../runc-features.ts'
import { engine28 } from './28.5.ts'

const words29: Words = {
  ...words28,
  alreadyPaused: (id) => `container ${id} is already paused`,
}

export const engine290: Persona = {
  ...engine28,
  name: '29.0',
  version: '29.0.4',
  apiVersion: '1.52',
  minApiVersion: '1.44',
  gitCommit: '4612690',
  goVersion: 'go1.25.4',
  buildTime: '2025-11-24T18:44:28.000000000+00:00',
  containerd: { version: 'v2.1.5', commit: 'fcd43222d6b07379a4be9786bda52438f0dd16a1' },
  info: { ...engine28.info, runtimeFeatures: runcFeatures('1.3.3', 'v1.3.3-0-gd842d771') },
  words: words29,
  differences: new Set([
    'authorization-passes-long-bodies',
    'old-cgroups-are-deprecated',
    'snapshotters-are-drivers',
    'old-info-has-sorted-keys',
    'old-events-have-sorted-keys',
    'stream-errors-have-sorted-keys',
    'progress-has-no-bar',
    'links-set-no-variables',
    'operations-have-a-minimum',
    'events-are-negotiated',
    'stats-tell-the-system',
  ]),
}
