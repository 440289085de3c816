// Podman 5.4.2 with its Docker-compatible API.
// differs: it introduces itself and refuses as Podman does; what it does with containers and images is Docker's.
import type { Persona } from '../../engine/persona.ts'
import { engine20 } from './20.10.ts'

const conmon = 'conmon_2.1.12-4_amd64'
const crun = 'crun_1.21-1_amd64'

export const podman5: Persona = {
  ...engine20,
  name: 'podman-5',
  version: '5.4.2',
  apiVersion: '1.41',
  minApiVersion: '1.24',
  gitCommit: 'be85287fcf4590961614ee37be65eeb315e5d9ff',
  goVersion: 'go1.24.4',
  buildTime: '2025-04-02T13:43:09Z',
  platform: 'linux/amd64/debian-13',
  ping: {
    'Buildkit-Version': '',
    'Builder-Version': '',
    'Cache-Control': 'no-cache',
    'Docker-Experimental': 'true',
    'Libpod-Buildah-Version': '1.39.4',
    Ostype: 'linux',
  },
  info: {
    ...engine20.info,
    logDrivers: ['k8s-file', 'none', 'passthrough', 'journald'],
    registryConfig: {
      AllowNondistributableArtifactsCIDRs: [],
      AllowNondistributableArtifactsHostnames: [],
      InsecureRegistryCIDRs: [],
      IndexConfigs: {},
      Mirrors: [],
    },
  },
  podman: {
    buildah: '1.39.4',
    conmon: { version: 'conmon version 2.1.12, commit: unknown', package: conmon },
    runtime: { name: 'crun', version: 'crun version 1.21', package: crun },
    networkPlugins: ['bridge', 'macvlan', 'ipvlan'],
  },
}
