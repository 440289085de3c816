// Docker Engine 27.5.1. Built: when it was tagged, as for all engines whose packages were built elsewhere.
import type { Persona } from '../../engine/persona.ts'
import { type Words, words28 } from '../../engine/words.ts'
import { runcFeatures } from '../runc-features.ts'
import { engine28 } from './28.5.ts'

const hostNetwork = (): string => 'container cannot be disconnected from host network or connected to host network'

/** They put the place in front of the name in it (moby pkg/archive). */
export const unpackFailed27: Words['unpackFailed'] = (reason) =>
  reason.replace(
    /^(cannot overwrite (?:non-)?directory )"(.*)"( with (?:non-)?directory )"(.*)"$/,
    (_, what, name, which, place) => `${what}"${place.replace(/\/$/, '')}/${name}"${which}"${place}"`,
  )

export const words27: Words = {
  ...words28,
  portBusy: (host, _container, reason) => `Error starting userland proxy: listen tcp4 ${host}: bind: ${reason}`,
  removeRunning: (name, state, id) => words28.removeRunning(`/${name}`, state, id),
  unreadableStorageOption: (option) => `unable to parse key/value option: ${option}`,
  removeFailed: (_name, id, reason) => `container ${id}: ${reason}`,
  badResize: (_side, value, reason) => `strconv.Atoi: parsing "${value}": ${reason}`,
  execHasRun: (id) => `Error: Exec command ${id} has already run`,
  execIsRunning: (id) => `Error: Exec command ${id} is already running`,
  invalidFilterValue: (filter) =>
    filter.startsWith('health=')
      ? filter.replace('health=', 'unrecognized filter value for health: ')
      : words28.invalidFilter(filter),
  unpackFailed: unpackFailed27,
  emptyNetworkName: () => 'invalid name: ',
  wrongIsolation: (isolation) => `Invalid isolation: ${JSON.stringify(isolation)} - linux only supports 'default'`,
  unsupportedQuality: (what) => `Invalid QoS settings: linux does not support configuration of maximum ${what}`,
  wrongNetworkMode: (reason) => `Invalid network mode: ${reason}`,
  sharedNetworkMissing: (reason) => reason,
  execRefused: (reason) => `${words28.execRefused(reason)}: unknown`,
  execFailed: (reason) => `${words28.execFailed(reason)}: unknown`,
  activeEndpoints: (name, id) => `network ${name} id ${id} has active endpoints`,
  connectToHost: hostNetwork,
  disconnectFromHost: hostNetwork,
  networkingFailed: (reason) => reason,
  // containerd's client of the time named the class of an error that has none
  runcFailed: (reason) => `${words28.runcFailed(reason)}: unknown`,
  startFailed: (reason) => `${words28.startFailed(reason)}: unknown`,
}

export const engine27: Persona = {
  ...engine28,
  name: '27.5',
  version: '27.5.1',
  apiVersion: '1.47',
  gitCommit: '4c9b3b0',
  goVersion: 'go1.22.11',
  buildTime: '2025-01-21T23:46:50.000000000+00:00',
  containerd: { version: 'v1.7.25', commit: 'bcc810d6b9066471b0b6fa75f557a15a1cbf31bb' },
  runc: { version: '1.2.4', commit: 'v1.2.4-0-g6c52b3f' },
  info: {
    ...engine28.info,
    runtimeFeatures: runcFeatures('1.2.4', 'v1.2.4-0-g6c52b3f'),
    registryConfig: {
      AllowNondistributableArtifactsCIDRs: null,
      AllowNondistributableArtifactsHostnames: null,
      InsecureRegistryCIDRs: ['127.0.0.0/8'],
      IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } },
      Mirrors: null,
    },
    bridgeFiltering: true,
  },
  json: { style: 'fields', bodies: {} },
  words: words27,
  differences: new Set([
    'authorization-passes-long-bodies',
    'reloads-tell-of-artifacts',
    'host-gateway-is-one-address',
    'interfaces-cannot-be-named',
    'stats-end-with-the-name',
    'disconnecting-stopped-is-news',
    'interrupts-are-not-masked',
    'execs-check-users-late',
    'push-needs-credentials',
    'pull-refusals-are-failures',
    'unsupported-options-are-failures',
    'failed-execs-end-with-126',
    'old-clients-get-json-errors',
    'no-device-specifications',
    'networks-come-before-the-task',
    'layer-ids-are-not-shown',
    'image-configs-are-whole',
    'host-servers-are-not-marked',
    'no-commit-is-expected-too',
    'hosts-have-prefixes-with-zero',
    'logs-are-sentences',
  ]),
}
