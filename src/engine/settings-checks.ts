// Settings that keep a daemon from starting (moby daemon/daemon_unix.go: verifyDaemonSettings).
import type { Host } from './host.ts'
import { runtimesProblem } from './runtimes.ts'
import { cgroupParentProblem, type Settings } from './settings.ts'

/** The first thing that is wrong, in dockerd's order and words; undefined if nothing is. */
export function settingsProblem(settings: Settings, host: Host): string | undefined {
  const { containerdNamespace, containerdPluginsNamespace, icc, iptables, ipv6, ip6tables } = settings
  if (containerdNamespace === containerdPluginsNamespace) {
    return 'containers namespace and plugins namespace cannot be the same'
  }
  for (const name of ['bip', 'bip6'] as const) {
    if (host.bridge === 'none' && settings[name] !== '') {
      return `You specified -b & --${name}, mutually exclusive options. Please specify only one`
    }
  }
  for (const [name, isMissing] of [
    ['iptables', !iptables],
    ['ip6tables', ipv6 && !ip6tables],
  ] as const) {
    if (!icc && isMissing) {
      return `You specified --${name}=false with --icc=false. ICC=false uses ${name} to function. Please set --icc or --${name} to true`
    }
  }
  return (
    cgroupDriverProblem(settings.execOpts) ??
    (settings.cgroupParent ? cgroupParentProblem(settings.cgroupParent, settings, host) : undefined) ??
    runtimesProblem(settings)
  )
}

function cgroupDriverProblem(options: readonly string[]): string | undefined {
  for (const option of options) {
    const [, driver = ''] = /^native\.cgroupdriver=(.*)$/s.exec(option) ?? []
    const named = `native.cgroupdriver option ${driver}`
    if (driver === 'none') return `${named} is internally used and cannot be specified manually`
    if (!['', 'cgroupfs', 'systemd'].includes(driver)) return `${named} not supported`
  }
  return undefined
}
