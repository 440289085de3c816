// GET /version: the engine and the programs that it works with.
import type { Engine } from '../engine.ts'

/** The simulated machine's processor, as Go and as `uname -m` name it. */
export const ARCHITECTURE = { go: 'amd64', machine: 'x86_64' } as const

/** In the order of moby's api/types.Version. */
export function versionOf({ persona, host }: Engine): object {
  const { version, apiVersion, minApiVersion, gitCommit, goVersion, buildTime, containerd, runc, init } = persona
  const component = (Name: string, part: { readonly version: string; readonly commit: string }): object => ({
    Name,
    Version: part.version,
    Details: { GitCommit: part.commit },
  })
  return {
    Platform: { Name: persona.platform },
    Components: [
      {
        Name: 'Engine',
        Version: version,
        Details: {
          ApiVersion: apiVersion,
          Arch: ARCHITECTURE.go,
          BuildTime: buildTime,
          Experimental: 'false',
          GitCommit: gitCommit,
          GoVersion: goVersion,
          KernelVersion: host.kernel,
          MinAPIVersion: minApiVersion,
          Os: 'linux',
        },
      },
      component('containerd', containerd),
      component('runc', runc),
      component('docker-init', init),
    ],
    Version: version,
    ApiVersion: apiVersion,
    MinAPIVersion: minApiVersion,
    GitCommit: gitCommit,
    GoVersion: goVersion,
    Os: 'linux',
    Arch: ARCHITECTURE.go,
    KernelVersion: host.kernel,
    BuildTime: buildTime,
  }
}
