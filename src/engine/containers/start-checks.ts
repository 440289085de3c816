// What dockerd finds wrong with a container's wishes only when it is started (moby daemon/oci_linux.go).
import { broken, conflict, invalid, Refusal } from '../../world/refusal.ts'
import { walk } from '../directories.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import type { HostConfig } from './host-config.ts'
import { linksOf } from './links.ts'
import { isUp } from './state.ts'

export function checkStart(context: ContainerContext, container: Container): void {
  const { hostConfig } = container
  checkIpc(context, hostConfig.IpcMode)
  checkPid(context, hostConfig.PidMode)
  checkLinks(context, container)
  for (const options of Object.values(hostConfig.Tmpfs ?? {})) checkTmpfsOptions(options)
  checkDevices(context, hostConfig)
}

const prefix = 'container:'

function checkIpc(context: ContainerContext, mode: string): void {
  const donor = donorOf(context, mode, 'IPC')
  if (!donor) return
  if (!isUp(donor.state)) throw conflict(`failed to join IPC namespace: container ${donor.id} is not running`)
  if (!['shareable', 'host'].includes(donor.hostConfig.IpcMode)) {
    throw invalid(
      `failed to join IPC namespace: container ${donor.id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
    )
  }
}

/** dockerd has no class for this one: 500. */
function checkPid(context: ContainerContext, mode: string): void {
  const donor = donorOf(context, mode, 'PID')
  if (donor && !isUp(donor.state)) {
    throw broken(`failed to join PID namespace: container ${donor.id} is not running`)
  }
}

function donorOf({ table }: ContainerContext, mode: string, kind: string): Container | undefined {
  if (!mode.startsWith(prefix)) return undefined
  try {
    return table.find(mode.slice(prefix.length))
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.kind, `failed to join ${kind} namespace: ${error.message}`)
    throw error
  }
}

/** Links are the default network's (moby daemon/container_operations_unix.go: setupLinkedContainers). */
function checkLinks({ table }: ContainerContext, container: Container): void {
  if (!container.endpoints.has('bridge')) return
  for (const [target, alias] of linksOf(table, container)) {
    if (!isUp(target.state)) {
      throw broken(`Cannot link to a non running container: /${target.name} AS /${container.name}/${alias}`)
    }
  }
}

const tmpfsWords = new Set(
  'defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime strictatime nostrictatime size mode uid gid nr_inodes nr_blocks mpol'.split(
    ' ',
  ),
)

/** moby/sys/mount: MergeTmpfsOptions */
function checkTmpfsOptions(options: string): void {
  if (options === '') return
  for (const option of options.split(',')) {
    const [word = ''] = option.split('=')
    if (!tmpfsWords.has(word)) throw broken(`invalid tmpfs option "${word}"`)
  }
}

/** The devices of the simulated host, below /dev. */
const devices = new Set(
  'console full fuse hwrng kmsg kvm loop-control net/tun null ptmx random tty urandom vda vda1 zero'.split(' '),
)
const CGROUP_RULE = /^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/

function checkDevices({ hostFiles }: ContainerContext, config: HostConfig): void {
  for (const { PathOnHost = '' } of config.Devices ?? []) {
    if (PathOnHost.startsWith('/dev/') && devices.has(PathOnHost.slice('/dev/'.length))) continue
    if (PathOnHost.startsWith('/') && walk(hostFiles, PathOnHost) !== undefined) continue
    throw broken(
      `error gathering device information while adding custom device "${PathOnHost}": no such file or directory`,
    )
  }
  for (const rule of config.DeviceCgroupRules ?? []) {
    if (!CGROUP_RULE.test(rule)) throw broken(`invalid device cgroup rule format: '${rule}'`)
  }
  for (const { Driver = '', DeviceIDs, Capabilities } of config.DeviceRequests ?? []) {
    if (Driver === 'cdi') {
      throw broken(`CDI device injection failed: unresolvable CDI devices ${(DeviceIDs ?? []).join(', ')}`)
    }
    const asked = (Capabilities ?? []).map((words) => `[${words.join(' ')}]`).join(' ')
    throw broken(`could not select device driver "${Driver}" with capabilities: [${asked}]`)
  }
}
