// Docker Engine 24.0.9.
import type { Persona } from '../../engine/persona.ts'
import type { Words } from '../../engine/words.ts'
import { engine25, words25 } from './25.0.ts'

export const words24: Words = {
  ...words25,
  targetNotFound: (target) => `failed to reach build target ${target} in Dockerfile`,
  intermediateRemoved: (id) => `Removing intermediate container ${id}`,
  healthcheckStyle: () => ({ settings: ['Interval', 'Timeout', 'StartPeriod'], quoted: true }),
  emptyConfig: () => 'Config cannot be empty in order to create a container',
  noCommand: () => 'No command specified',
  uppercaseName: () => 'invalid reference format: repository name must be lowercase',
  notRunning: (id) => `Container ${id} is not running`,
  removeRunning: (_name, state, id) =>
    `You cannot remove a ${state} container ${id}. ${
      state === 'paused' ? 'Unpause and then stop' : 'Stop'
    } the container before attempting removal or force remove`,
  unknownRestartPolicy: (name) => `invalid restart policy '${name}'`,
  retriesWithoutOnFailure: (name) => `maximum retry count cannot be used with restart policy '${name}'`,
  negativeRetries: () => 'maximum retry count cannot be negative',
}

const { lowestApiVersion: _, ...engine25WithAnyVersion } = engine25

export const engine24: Persona = {
  ...engine25WithAnyVersion,
  name: '24.0',
  version: '24.0.9',
  apiVersion: '1.43',
  minApiVersion: '1.12',
  gitCommit: 'fca702d',
  goVersion: 'go1.20.13',
  buildTime: '2024-02-01T00:12:23.000000000+00:00',
  info: {
    ...engine25.info,
    logDrivers: [...engine25.info.logDrivers, 'logentries'].sort(),
    runtimeFeatures: undefined,
  },
  json: {
    ...engine25.json,
    bodies: { ...engine25.json.bodies, ContainerCheckpointCreate: 'types.CheckpointCreateOptions' },
  },
  words: words24,
  differences: new Set([
    ...engine25.differences,
    'devicemapper-is-there',
    'images-are-saved-as-folders',
    'vfs-keeps-all-xattrs',
    'networks-are-checked-late',
    'aliases-come-with-the-connection',
    'blank-settings-stay-blank',
    'renaming-asks-no-network',
    'logs-name-graph-drivers',
  ]),
}
