// Docker Engine 23.0.6.
import type { Persona } from '../../engine/persona.ts'
import type { Words } from '../../engine/words.ts'
import { engine24, words24 } from './24.0.ts'

const words23: Words = {
  ...words24,
  unreadableFilters: (reason) => `invalid filter: ${reason}`,
  ambiguousId: (prefix) => `Multiple IDs found with provided prefix: ${prefix}`,
  noCredentials: () => 'Bad parameters and missing X-Registry-Auth: EOF',
  exitCodeOfWhat: (_value, reason) => reason,
  invalidFilterValue: (filter, reason) =>
    filter.startsWith('health=')
      ? filter.replace('health=', 'Unrecognised filter value for health: ')
      : words24.invalidFilterValue(filter, reason),
  loggingFailed: (reason) => `failed to initialize logging driver: ${reason}`,
  startFailed: (reason) => words24.startFailed(reason).replace('failed to create task for container: ', ''),
}

export const engine23: Persona = {
  ...engine24,
  name: '23.0',
  version: '23.0.6',
  apiVersion: '1.42',
  gitCommit: '9dbdbd4',
  goVersion: 'go1.19.9',
  buildTime: '2023-05-05T20:50:10.000000000+00:00',
  containerd: { version: '1.6.21', commit: '3dce8eb055cbb6872793272b4f20ed16117344f8' },
  runc: { version: '1.1.7', commit: 'v1.1.7-0-g860f061' },
  json: { ...engine24.json, bodies: { ...engine24.json.bodies, SystemAuth: 'types.AuthConfig' } },
  words: words23,
  differences: new Set([
    ...engine24.differences,
    'lost-privileges-are-not-told',
    'registry-errors-are-json',
    'aufs-and-overlay-are-there',
    'overlay2-may-check-the-kernel',
    'die-tells-no-duration',
    'powercap-is-not-masked',
    'wrong-filter-values-are-failures',
    'one-shot-stats-have-a-name',
    'image-names-are-checked-late',
  ]),
}
