// What runc refuses of a container's settings (runc libcontainer/configs/validate, libcontainer/specconv).
import { broken } from '../../world/refusal.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import { ulimitsOf } from './daemon-defaults.ts'
import type { HostConfig } from './host-config.ts'

/** bytes (linux/utsname.h: __NEW_UTS_LEN) */
const LONGEST_HOSTNAME = 64

/** dockerd gives no class to any of these: 500. */
export function checkForRunc({ host, settings, words }: ContainerContext, container: Container): void {
  const { Hostname } = container.config
  const config = container.hostConfig
  const ulimits = ulimitsOf(config, settings.now)
  const refuse = (reason: string): Error => broken(words.runcFailed(reason))
  for (const name of Object.keys(config.Sysctls ?? {})) {
    const reason = sysctlProblem(name, config)
    if (reason) throw refuse(`sysctl "${name}" ${reason}`)
  }
  for (const { Name = '' } of ulimits) {
    if (!Object.hasOwn(limitNumbers, Name)) throw refuse(`wrong rlimit value: RLIMIT_${Name.toUpperCase()}`)
  }
  for (const [index, { CgroupPermissions }] of (config.Devices ?? []).entries()) {
    if (!CgroupPermissions && !config.Privileged) {
      throw refuse(`device access at ${DEFAULT_RULES + index} field cannot be empty`)
    }
  }
  const inInit = (reason: string): Error =>
    refuse(`unable to start container process: error during container init: ${reason}`)
  if (host.cgroupVersion === '1') {
    const shares = (problem: string): Error => inInit(`error setting cgroup config for procHooks process: ${problem}`)
    if (config.CpuShares === 1) throw shares('the minimum allowed cpu-shares is 2')
    if (config.CpuShares > MOST_SHARES) throw shares(`the maximum allowed cpu-shares is ${MOST_SHARES}`)
  }
  if (Buffer.byteLength(Hostname) > LONGEST_HOSTNAME && config.UTSMode !== 'host') {
    throw inInit('sethostname: invalid argument')
  }
  for (const { Name = '', Soft = 0, Hard = 0 } of ulimits) {
    if (unsigned(Soft) > unsigned(Hard)) {
      throw inInit(
        `error setting rlimits for ready process: error setting rlimit type ${limitNumbers[Name]}: invalid argument`,
      )
    }
  }
}

const MOST_SHARES = 262_144
/** Rules about devices that come before those asked for, as runc counts them. */
const DEFAULT_RULES = 16

/** -1 is no limit at all. */
const unsigned = (limit: number): number => (limit < 0 ? Infinity : limit)

/** By the name that `--ulimit` gives them (asm-generic/resource.h). */
const limitNumbers: Readonly<Record<string, number>> = Object.fromEntries(
  'cpu fsize data stack core rss nproc nofile memlock as locks sigpending msgqueue nice rtprio rttime'
    .split(' ')
    .flatMap((name, number) => [
      [name, number],
      [name.toUpperCase(), number],
    ]),
)

const ofIpc = new Set(
  'kernel.msgmax kernel.msgmnb kernel.msgmni kernel.sem kernel.shmall kernel.shmmax kernel.shmmni kernel.shm_rmid_forced'.split(
    ' ',
  ),
)

function sysctlProblem(name: string, { IpcMode, NetworkMode, UTSMode }: HostConfig): string | undefined {
  if (ofIpc.has(name) || name.startsWith('fs.mqueue.')) {
    return IpcMode === 'host' ? 'is not allowed in the hosts ipc namespace' : undefined
  }
  if (name.startsWith('net.')) return NetworkMode === 'host' ? 'not allowed in host network namespace' : undefined
  if (name === 'kernel.domainname') return UTSMode === 'host' ? 'is not allowed in the hosts UTS namespace' : undefined
  if (name === 'kernel.hostname') return 'is not allowed as it conflicts with the OCI "hostname" field'
  return 'is not in a separate kernel namespace'
}
