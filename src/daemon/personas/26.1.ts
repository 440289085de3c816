// Docker Engine 26.1.5.
import type { Persona } from '../../engine/persona.ts'
import type { Words } from '../../engine/words.ts'
import { runcFeatures } from '../runc-features.ts'
import { engine27, words27 } from './27.5.ts'

export const words26: Words = {
  ...words27,
  unknownFlag: (name, hint) => `unknown flag: ${name}${hint}`,
  wrongPlatform: (name, actual, wanted) =>
    `image with reference ${name} was found but does not match the specified platform: wanted ${wanted}, actual: ${actual}`,
  processorsOutside: (count) => `Range of CPUs is from 0.01 to ${count}.00, as there are only ${count} CPUs available`,
  poolOverlaps: () => 'Pool overlaps with other one on this address space',
  poolsExhausted: () =>
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
}

export const engine26: Persona = {
  ...engine27,
  name: '26.1',
  version: '26.1.5',
  apiVersion: '1.45',
  gitCommit: '411e817',
  goVersion: 'go1.21.12',
  buildTime: '2024-07-23T19:36:28.000000000+00:00',
  containerd: { version: '1.7.19', commit: '2bf793ef6dc9a18e00cb12efb64355c2c9d5eb41' },
  runc: { version: '1.1.13', commit: 'v1.1.13-0-g58aa920' },
  info: { ...engine27.info, without: [], runtimeFeatures: runcFeatures('1.1.13', 'v1.1.13-0-g58aa920') },
  json: {
    ...engine27.json,
    bodies: {
      ContainerCreate: 'runconfig.ContainerConfigWrapper',
      ContainerExec: 'types.ExecConfig',
      ExecStart: 'types.ExecStartCheck',
      ImageCommit: 'runconfig.ContainerConfigWrapper',
      NetworkConnect: 'types.NetworkConnect',
      NetworkCreate: 'types.NetworkCreateRequest',
      NetworkDisconnect: 'types.NetworkDisconnect',
    },
  },
  words: words26,
  differences: new Set([
    ...engine27.differences,
    'no-directory-is-a-failure',
    'no-gateway-modes',
    'no-ipv6-by-default',
    'sandboxes-are-remembered',
  ]),
}
