// Docker Engine 25.0.5. It was the first to refuse versions below 1.24.
import type { Persona } from '../../engine/persona.ts'
import { attackSurface, type Words } from '../../engine/words.ts'
import { runcFeatures } from '../runc-features.ts'
import { engine26, words26 } from './26.1.ts'

export const words25: Words = {
  ...words26,
  cannotKill: (name, reason) => `Cannot kill container: ${name}: ${reason}`,
  opensToAll: (url, missing) => `WARNING: API is accessible on ${url} without ${missing}.${attackSurface}`,
}

const inherited = [...engine26.differences].filter((name) => name !== 'old-clients-get-json-errors')

export const engine25: Persona = {
  ...engine26,
  name: '25.0',
  version: '25.0.5',
  apiVersion: '1.44',
  lowestApiVersion: '1.12',
  gitCommit: 'e63daec',
  goVersion: 'go1.21.8',
  buildTime: '2024-03-19T14:12:29.000000000+00:00',
  containerd: { version: '1.6.28', commit: 'ae07eda36dd25f8a1b98dfbf587313b99c0190bb' },
  runc: { version: '1.1.12', commit: 'v1.1.12-0-g51d5e94' },
  info: { ...engine26.info, runtimeFeatures: runcFeatures('1.1.12', 'v1.1.12-0-g51d5e94') },
  words: words25,
  differences: new Set([
    ...inherited,
    'default-network-keeps-its-name',
    'no-container-is-an-empty-name',
    'open-ports-need-no-notice',
    'resolv-conf-is-plain',
  ]),
}
