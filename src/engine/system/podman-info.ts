// What Podman says otherwise in /info (podman pkg/api/handlers/compat/info.go).
import type { Engine } from '../engine.ts'
import type { PodmanTraits } from '../persona.ts'
import { ARCHITECTURE } from './version.ts'

export function podmanInfo({ buildah, runtime, networkPlugins }: PodmanTraits, { persona, host }: Engine): object {
  const none = { ID: '' }
  return {
    Plugins: { Volume: ['local'], Network: networkPlugins, Authorization: null, Log: persona.info.logDrivers },
    Architecture: ARCHITECTURE.go,
    IndexServerAddress: '',
    Labels: null,
    LoggingDriver: '',
    ExperimentalBuild: true,
    Runtimes: { [runtime.name]: { path: `/usr/bin/${runtime.name}` } },
    DefaultRuntime: runtime.name,
    InitBinary: '',
    ContainerdCommit: none,
    RuncCommit: none,
    InitCommit: none,
    SecurityOptions: [`name=seccomp,profile=${persona.info.seccompProfile}`],
    ProductLicense: 'Apache-2.0',
    Warnings: [],
    BuildahVersion: buildah,
    CPURealtimePeriod: false,
    CPURealtimeRuntime: false,
    CgroupVersion: host.cgroupVersion,
    Rootless: false,
    SwapFree: 0,
    SwapTotal: 0,
  }
}
