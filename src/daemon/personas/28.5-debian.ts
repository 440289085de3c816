// Docker Engine 28.5.2 as Debian builds it: another version string, another runc, one logging driver less.
import type { Persona } from '../../engine/persona.ts'
import { runcFeatures } from '../runc-features.ts'
import { engine28 } from './28.5.ts'

const runc = { version: '1.1.5+ds1', commit: '1.1.5+ds1-1+deb12u1' }

export const engine28Debian: Persona = {
  ...engine28,
  name: '28.5-debian',
  version: '28.5.2+dfsg4',
  gitCommit: '3ef3c07c883be49a2e8097bcf6d2952fce1d70eb',
  goVersion: 'go1.27.1',
  buildTime: '2026-09-15T11:02:57.000000000+00:00',
  platform: '',
  containerd: { version: '2.1.9+unknown', commit: '' },
  runc,
  init: { version: '0.19.0', commit: '' },
  words: {
    ...engine28.words,
    healthcheckStyle: () => ({ ...engine28.words.healthcheckStyle(), quoted: false }),
  },
  json: { ...engine28.json, style: 'path' },
  info: {
    ...engine28.info,
    logDrivers: engine28.info.logDrivers.filter((driver) => driver !== 'gcplogs'),
    runtimeFeatures: runcFeatures(runc.version, runc.commit),
  },
  // it has patches of later releases
  differences: new Set([...engine28.differences].filter((name) => name !== 'authorization-passes-long-bodies')),
}
