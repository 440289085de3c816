// GET /version: the engine and the programs that it works with.
import type { Engine } from '../engine.ts'
import type { PodmanTraits } from '../persona.ts'
import { isLikeRunc } from '../runtimes.ts'

/** The simulated machine's processor, as Go and as `uname -m` name it. */
export const ARCHITECTURE = { go: 'amd64', machine: 'x86_64' } as const

/** In the order of moby's api/types.Version. */
export function versionOf(engine: Engine): object {
  const { persona, host } = engine
  const { now } = engine.settings
  engine.metrics.hostInfo.observe('system_version', 0)
  const { version, apiVersion, minApiVersion, gitCommit, goVersion, buildTime, containerd, runc, init, podman } =
    persona
  const component = (Name: string, part: { readonly version: string; readonly commit: string }): object => ({
    Name,
    Version: part.version,
    Details: { GitCommit: part.commit },
  })
  const components = [
    {
      Name: 'Engine',
      Version: version,
      Details: {
        ApiVersion: apiVersion,
        Arch: ARCHITECTURE.go,
        BuildTime: buildTime,
        Experimental: String(now.experimental),
        GitCommit: gitCommit,
        GoVersion: goVersion,
        KernelVersion: host.kernel,
        MinAPIVersion: minApiVersion,
        Os: 'linux',
      },
    },
    component('containerd', containerd),
    ...(isLikeRunc(now.defaultRuntime, now) ? [component(now.defaultRuntime, runc)] : []),
    component('docker-init', init),
  ]
  return {
    Platform: { Name: persona.platform },
    Components: podman ? podmanComponents(podman, engine) : components,
    Version: version,
    ApiVersion: apiVersion,
    MinAPIVersion: minApiVersion,
    GitCommit: gitCommit,
    GoVersion: goVersion,
    Os: 'linux',
    Arch: ARCHITECTURE.go,
    KernelVersion: host.kernel,
    ...(now.experimental && { Experimental: true }),
    BuildTime: buildTime,
  }
}

/** The versions there are those of Podman's own API (podman pkg/api/handlers/compat/version.go). */
function podmanComponents({ conmon, runtime }: PodmanTraits, { persona, host }: Engine): object[] {
  return [
    {
      Name: 'Podman Engine',
      Version: persona.version,
      Details: {
        APIVersion: persona.version,
        Arch: ARCHITECTURE.go,
        BuildTime: persona.buildTime,
        Experimental: 'false',
        GitCommit: persona.gitCommit,
        GoVersion: persona.goVersion,
        KernelVersion: host.kernel,
        MinAPIVersion: '4.0.0',
        Os: 'linux',
      },
    },
    { Name: 'Conmon', Version: conmon.version, Details: { Package: conmon.package } },
    {
      Name: `OCI Runtime (${runtime.name})`,
      Version: runtime.version,
      Details: { Package: runtime.package },
    },
  ]
}
