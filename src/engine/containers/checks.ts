// What dockerd refuses before it makes or updates a container (moby daemon/container.go: verifyContainerSettings;
// daemon/daemon_unix.go: verifyPlatformContainerSettings). All of it is 400 unless marked.
import { isIP } from 'node:net'
import { broken, invalid } from '../../world/refusal.ts'
import type { Host } from '../host.ts'
import { isRuntime } from '../runtimes.ts'
import { cgroupParentProblem, type Settings } from '../settings.ts'
import { parseSignal } from '../signals.ts'
import type { Words } from '../words.ts'
import { checkCapabilities } from './capabilities.ts'
import type { Config, ContainerConfig } from './config.ts'
import type { ContainerContext } from './context.ts'
import type { HostConfig } from './host-config.ts'
import { checkLogConfig } from './logging/config.ts'
import { checkPorts } from './ports.ts'
import { checkNewResources, checkResources } from './resource-checks.ts'
import { curvesOf } from './stats/curve-labels.ts'

/** Checks of the Config that need no image. */
export function checkConfig(config: ContainerConfig | Config, words: Words): void {
  if (config.WorkingDir && !config.WorkingDir.startsWith('/')) {
    throw invalid(`the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`)
  }
  for (const entry of config.Env ?? []) {
    if (entry === '' || entry.startsWith('=')) throw invalid(`invalid environment variable: ${entry}`)
  }
  curvesOf(config.Labels ?? {}, '')
  if (config.StopSignal) parseSignal(config.StopSignal, words)
  const health = config.Healthcheck
  if (!health) return
  for (const field of ['Interval', 'Timeout', 'StartPeriod', 'StartInterval'] as const) {
    const value = health[field] ?? 0
    if (value !== 0 && value < 1_000_000) throw invalid(`${field} in Healthcheck cannot be less than 1ms`)
  }
  if ((health.Retries ?? 0) < 0) throw invalid('Retries in Healthcheck cannot be negative')
}

/** Checks of the whole HostConfig at create. */
export function checkHostConfig(
  config: HostConfig,
  { host, settings, differences, words }: Pick<ContainerContext, 'host' | 'settings' | 'differences' | 'words'>,
): void {
  const refuse = differences.has('unsupported-options-are-failures') ? broken : invalid
  checkRestartPolicy(config.RestartPolicy, words)
  if (config.AutoRemove && config.RestartPolicy.Name !== 'no') {
    throw invalid("can't create 'AutoRemove' container with restart policy")
  }
  checkCapabilities('CapAdd', config.CapAdd)
  checkCapabilities('CapDrop', config.CapDrop)
  checkPorts(config.PortBindings)
  for (const entry of config.ExtraHosts ?? []) checkExtraHost(entry)
  if (Object.keys(config.Annotations ?? {}).includes('')) {
    throw invalid('invalid Annotations: the empty string is not permitted as an annotation key')
  }
  if (config.Isolation && config.Isolation.toLowerCase() !== 'default') {
    throw refuse(words.wrongIsolation(config.Isolation))
  }
  checkNamespaces(config, differences.has('namespaces-are-checked-late'))
  checkNewResources(config, words, refuse)
  checkResources(config, host, words)
  if (config.ShmSize < 0) throw invalid('SHM size can not be less than 0')
  if (Math.abs(config.OomScoreAdj) > 1000) {
    throw invalid(`Invalid value ${config.OomScoreAdj}, range for oom score adj is [-1000, 1000]`)
  }
  checkUserNamespace(config, settings.now)
  checkCgroupParent(config.CgroupParent, settings.now, host)
  if (!isRuntime(config.Runtime, settings.now)) throw invalid(words.unknownRuntime(config.Runtime))
  checkLogConfig(config.LogConfig)
  for (const option of config.SecurityOpt ?? []) checkSecurityOption(option)
}

/** What does not go together with users of its own, which every container has whose daemon maps them. */
function checkUserNamespace({ Privileged, NetworkMode, PidMode, UsernsMode }: HostConfig, settings: Settings): void {
  if (settings.usernsRemap === '' || UsernsMode === 'host') return
  if (Privileged) {
    throw invalid(
      'privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode',
    )
  }
  if (NetworkMode === 'host') {
    throw invalid("cannot share the host's network namespace when user namespaces are enabled")
  }
  if (PidMode === 'host') throw invalid('cannot share the host PID namespace when user namespaces are enabled')
}

function checkCgroupParent(parent: string, settings: Settings, host: Host): void {
  const problem = parent ? cgroupParentProblem(parent, settings, host) : undefined
  if (problem) throw invalid(problem)
}

/** `name:address` (moby opts/hosts.go: ValidateExtraHost). */
function checkExtraHost(entry: string): void {
  const colon = entry.indexOf(':')
  if (colon < 1) throw invalid(`bad format for add-host: "${entry}"`)
  const address = entry.slice(colon + 1)
  if (address !== 'host-gateway' && !isIP(address)) throw invalid(`invalid IP address in add-host: "${address}"`)
}

export function checkRestartPolicy(policy: { Name: string; MaximumRetryCount: number }, words: Words): void {
  if (!['', 'no', 'always', 'on-failure', 'unless-stopped'].includes(policy.Name)) {
    throw invalid(words.unknownRestartPolicy(policy.Name))
  }
  if (policy.Name === 'on-failure') {
    if (policy.MaximumRetryCount < 0) throw invalid(words.negativeRetries())
  } else if (policy.MaximumRetryCount !== 0) {
    throw invalid(words.retriesWithoutOnFailure(policy.Name, policy.MaximumRetryCount < 0))
  }
}

const isContainerMode = (mode: string): boolean => mode.startsWith('container:') && mode.length > 'container:'.length

export const ipcModes: readonly string[] = ['', 'none', 'private', 'shareable', 'host', 'container:']

function checkNamespaces(config: HostConfig, isLax: boolean): void {
  const mode = (value: string | null, kind: string, known: readonly string[]): void => {
    if (value && !known.includes(value) && !isContainerMode(value)) throw invalid(`invalid ${kind}: ${value}`)
  }
  if (!isLax) {
    mode(config.IpcMode, 'IPC mode', ipcModes)
    mode(config.PidMode, 'PID mode', ['', 'host'])
    if (!['', 'host'].includes(config.UTSMode)) throw invalid(`invalid UTS mode: ${config.UTSMode}`)
  }
  if (!['', 'host', 'private'].includes(config.CgroupnsMode)) {
    throw invalid(`invalid cgroup namespace mode: ${config.CgroupnsMode}`)
  }
}

const BOOLEAN = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/

/** dockerd answers these two with 500 (moby daemon/daemon_unix.go: parseSecurityOpt). */
function checkSecurityOption(option: string): void {
  if (option === 'no-new-privileges' || option === 'disable' || option === 'writable-cgroups') return
  const cut = option.search(/[=:]/)
  if (cut < 0) throw broken(`invalid --security-opt 1: "${option}"`)
  const name = option.slice(0, cut)
  const isSwitch = name === 'no-new-privileges' || name === 'writable-cgroups'
  const isKnown = isSwitch ? BOOLEAN.test(option.slice(cut + 1)) : ['label', 'apparmor', 'seccomp'].includes(name)
  if (!isKnown) throw broken(`invalid --security-opt 2: "${option}"`)
}
