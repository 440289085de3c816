// `Warnings` of /info: what is risky or missing in how the daemon is configured (moby daemon/info.go, info_unix.go).
import type { Engine } from '../engine.ts'
import { cgroupDriver } from '../settings.ts'
import { storageWarnings } from './storage.ts'

/** null where there is nothing to warn of. */
export function daemonWarnings(engine: Engine): string[] | null {
  const { host, persona, settings } = engine
  const { seccompProfile, ipForward } = settings.now
  const { differences } = persona
  const warnings = [
    ...listenerWarnings(engine),
    ...(cgroupDriver(settings.now, host) === 'none' ? [WITHOUT_CGROUPS[host.cgroupVersion]] : []),
    ...(host.cgroupVersion === '1' && differences.has('old-cgroups-are-deprecated') ? [OLD_CGROUPS] : []),
    ...(ipForward ? [] : ['WARNING: IPv4 forwarding is disabled']),
    ...(storageWarnings(engine) ?? []),
    ...(seccompProfile === 'builtin' || differences.has('seccomp-profiles-give-no-warning')
      ? []
      : ['WARNING: daemon is not using the default seccomp profile']),
  ]
  return warnings.length > 0 ? warnings : null
}

const WITHOUT_CGROUPS = {
  '1': 'WARNING: Running in rootless-mode without cgroups. To enable cgroups in rootless-mode, you need to boot the system in cgroup v2 mode.',
  '2': 'WARNING: Running in rootless-mode without cgroups. Systemd is required to enable cgroups in rootless-mode.',
}

const OLD_CGROUPS =
  'WARNING: Support for cgroup v1 is deprecated and planned to be removed by no later than May 2029 (https://github.com/moby/moby/issues/51111)'

/** Ways in over TCP that do not ask who comes. */
function listenerWarnings({ persona: { words }, settings: { now } }: Engine): string[] {
  if (now.tlsverify) return []
  const [scheme, missing] = now.tls ? ['https', 'TLS client verification'] : ['http', 'encryption']
  return now.hosts.flatMap((host) => {
    const [, address] = /^tcp:\/\/(.*)$/.exec(host) ?? []
    return address === undefined ? [] : [words.opensToAll(`${scheme}://${address}`, missing)]
  })
}
