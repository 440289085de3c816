// Docker Engine 20.10.24.
import type { Persona } from '../../engine/persona.ts'
import { type Words, words28 } from '../../engine/words.ts'
import { engine23 } from './23.0.ts'

const notJson = (contentType: string): string => `Content-Type specified (${contentType}) must be 'application/json'`

const words20: Words = {
  ...words28,
  emptyConfig: () => 'Config cannot be empty in order to create a container',
  noCommand: () => 'No command specified',
  notRunning: (id) => `Container ${id} is not running`,
  removeRunning: (_name, state, id) =>
    `You cannot remove a ${state} container ${id}. ${
      state === 'paused' ? 'Unpause and then stop' : 'Stop'
    } the container before attempting removal or force remove`,
  invalidJson: (reason) => reason,
  malformedContentType: notJson,
  wrongContentType: notJson,
  // it read the signal before it began to kill
  cannotKill: (name, reason) =>
    reason.startsWith('Invalid signal: ') ? reason : `Cannot kill container: ${name}: ${reason}`,
  invalidSignal: (signal) => `Invalid signal: ${signal}`,
  unsupportedSignal: (number) => `The linux daemon does not support signal ${number}`,
  unknownRestartPolicy: (name) => `invalid restart policy '${name}'`,
  retriesWithoutOnFailure: (name) => `maximum retry count cannot be used with restart policy '${name}'`,
  negativeRetries: () => 'maximum retry count cannot be negative',
  unknownRuntime: (name) => `Unknown runtime specified ${name}`,
  badResize: (_side, value, reason) => `strconv.Atoi: parsing "${value}": ${reason}`,
  unreadableFilters: (reason) => reason,
  ambiguousId: (prefix) => `Multiple IDs found with provided prefix: ${prefix}`,
  invalidChange: (word) => `${word.toLowerCase()} is not a valid change command`,
  unpackFailed: (reason) => `Error processing tar file(exit status 1): ${reason}`,
  execHasRun: (id) => `Error: Exec command ${id} has already run`,
  execIsRunning: (id) => `Error: Exec command ${id} is already running`,
  invalidFilter: (filter) => `Invalid filter '${filter}'`,
  invalidFilterValue: (filter) => `Invalid filter '${filter}'`,
  wrongPlatform: (name, actual, wanted) =>
    `image with reference ${name} was found but does not match the specified platform: wanted ${wanted}, actual: ${actual}`,
  emptyNetworkName: () => 'invalid name: ',
  poolOverlaps: () => 'Pool overlaps with other one on this address space',
  activeEndpoints: (name, id) => `network ${name} id ${id} has active endpoints`,
  connectToHost: () => 'container cannot be disconnected from host network or connected to host network',
  disconnectFromHost: () => 'container cannot be disconnected from host network or connected to host network',
  networkingFailed: (reason) => reason,
  addressOutside: (address) => `Invalid address ${address}: It does not belong to any of this network's subnets`,
  startFailed: (reason) =>
    `failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${reason}: unknown`,
}

export const engine20: Persona = {
  name: '20.10',
  version: '20.10.24',
  apiVersion: '1.41',
  minApiVersion: '1.12',
  gitCommit: '5d6db84',
  goVersion: 'go1.19.7',
  buildTime: '2023-04-04T18:18:43.000000000+00:00',
  platform: 'Docker Engine - Community',
  containerd: { version: '1.6.20', commit: '2806fc1057397dbaeefbea0e4e17bddfbd388f38' },
  runc: { version: '1.1.5', commit: 'v1.1.5-0-gf19387a' },
  init: { version: '0.19.0', commit: 'de40ad0' },
  ping: {},
  info: {
    without: [],
    withoutDriverStatus: ['Using metacopy'],
    logDrivers: [
      'awslogs',
      'fluentd',
      'gcplogs',
      'gelf',
      'journald',
      'json-file',
      'local',
      'logentries',
      'splunk',
      'syslog',
    ],
    runtimes: ['io.containerd.runc.v2', 'io.containerd.runtime.v1.linux', 'runc'],
    runtimeFeatures: undefined,
    seccompProfile: 'default',
    registryConfig: {
      AllowNondistributableArtifactsCIDRs: [],
      AllowNondistributableArtifactsHostnames: [],
      InsecureRegistryCIDRs: ['127.0.0.0/8'],
      IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } },
      Mirrors: [],
    },
    bridgeFiltering: true,
  },
  json: { ...engine23.json, bodies: { ...engine23.json.bodies, VolumeCreate: 'volume.VolumeCreateBody' } },
  words: words20,
  differences: new Set([
    'json-is-read-carelessly',
    'blank-settings-stay-blank',
    'default-network-keeps-its-name',
    'kernel-memory-is-told',
    'interrupts-are-not-masked',
    'powercap-is-not-masked',
    'sandboxes-are-remembered',
    'renaming-asks-no-network',
    'layer-ids-are-not-shown',
    'unreadable-filters-are-a-failure',
    'searches-are-failures',
    'die-tells-no-duration',
    'push-needs-credentials',
    'no-directory-is-a-failure',
    'read-only-is-forbidden',
    'no-build-cache-is-null',
    'disconnecting-stopped-is-news',
    'anonymous-volumes-have-no-label',
    'no-subnets-are-an-empty-list',
    'internal-networks-have-a-gateway',
    'networks-are-checked-late',
    'networks-come-before-the-task',
    'aliases-come-with-the-connection',
  ]),
}
