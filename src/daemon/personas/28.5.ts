// Docker Engine 28.5.2.
import type { Persona } from '../../engine/persona.ts'
import { words28 } from '../../engine/words.ts'
import { runcFeatures } from '../runc-features.ts'

export const engine28: Persona = {
  name: '28.5',
  version: '28.5.2',
  apiVersion: '1.51',
  minApiVersion: '1.24',
  lowestApiVersion: '1.24',
  gitCommit: '89c5e8f',
  goVersion: 'go1.25.3',
  buildTime: '2025-11-05T14:43:33.000000000+00:00',
  platform: 'Docker Engine - Community',
  containerd: { version: 'v1.7.29', commit: '442cb34bda9a6a0fed82a2ca7cade05c5c749582' },
  runc: { version: '1.3.3', commit: 'v1.3.3-0-gd842d771' },
  init: { version: '0.19.0', commit: 'de40ad0' },
  ping: { 'Builder-Version': '2', Swarm: 'inactive' },
  info: {
    without: ['ExecutionDriver'],
    withoutDriverStatus: [],
    logDrivers: ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
    runtimes: ['io.containerd.runc.v2', 'runc'],
    runtimeFeatures: runcFeatures('1.3.3', 'v1.3.3-0-gd842d771'),
    seccompProfile: 'builtin',
    registryConfig: {
      AllowNondistributableArtifactsCIDRs: null,
      AllowNondistributableArtifactsHostnames: null,
      IndexConfigs: { 'docker.io': { Mirrors: [], Name: 'docker.io', Official: true, Secure: true } },
      InsecureRegistryCIDRs: ['::1/128', '127.0.0.0/8'],
      Mirrors: null,
    },
    bridgeFiltering: false,
  },
  json: { style: 'embedded', bodies: {} },
  words: words28,
  differences: new Set(['old-info-has-sorted-keys', 'authorization-passes-long-bodies']),
}
