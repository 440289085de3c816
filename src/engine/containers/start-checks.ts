// What dockerd finds wrong with a container's wishes only when it is started (moby daemon/oci_linux.go).
import { isIP } from 'node:net'
import { inGoWords } from '../../storage/troubles.ts'
import { broken, conflict, invalid, missing, Refusal } from '../../world/refusal.ts'
import { walk } from '../directories.ts'
import { isInstalled, isRuntime } from '../runtimes.ts'
import { ipcModes } from './checks.ts'
import type { Container } from './container.ts'
import type { ContainerContext } from './context.ts'
import type { HostConfig } from './host-config.ts'
import { hostDevice } from './host-devices.ts'
import { brokenLink } from './links.ts'
import { checkForRunc } from './runc-checks.ts'
import { isUp } from './state.ts'

export function checkStart(context: ContainerContext, container: Container): void {
  const { hostConfig } = container
  checkStorage(context, container)
  checkIpc(context, hostConfig.IpcMode)
  checkPid(context, hostConfig.PidMode)
  checkLinks(context, container)
  for (const options of Object.values(hostConfig.Tmpfs ?? {})) checkTmpfsOptions(options)
  checkMounts(container)
  checkDevices(context, hostConfig)
  checkNames(context, hostConfig)
  checkRuntime(context, hostConfig.Runtime)
  checkForRunc(context, container)
}

/** The first that dockerd writes for a start are the files of its networks. */
function checkStorage({ driver, host, words }: ContainerContext, { id }: Container): void {
  const trouble = driver.troubles?.at('start', id)
  if (!trouble) return
  throw broken(words.networkingFailed(`open ${host.root}/containers/${id}/hosts: ${inGoWords(trouble)}`))
}

/** Parts of mounts that must be there, and options that do not go together. */
function checkMounts({ hostConfig, mounts }: Container): void {
  for (const { ReadOnly, BindOptions } of hostConfig.Mounts ?? []) {
    for (const option of ['ReadOnlyNonRecursive', 'ReadOnlyForceRecursive'] as const) {
      if (!ReadOnly && BindOptions?.[option]) {
        throw broken(`mount options conflict: !ReadOnly && BindOptions.${option}`)
      }
    }
  }
  for (const { tree, subpath, source } of mounts) {
    if (subpath === undefined || walk(tree, subpath) !== undefined) continue
    const path = `${source}/${subpath}`
    throw missing(`cannot access path ${path}: lstat ${path}: no such file or directory`)
  }
}

/** Name servers and names of /etc/hosts (moby daemon/container_operations.go: buildSandboxOptions). */
function checkNames({ host, settings }: ContainerContext, { Dns, ExtraHosts }: HostConfig): void {
  for (const server of Dns ?? []) {
    if (!isIP(server)) throw broken(`bad nameserver address ${server}: ParseAddr("${server}"): unable to parse IP`)
  }
  const isKnown = host.bridge !== 'none' || settings.now.hostGatewayIps.length > 0
  if (!isKnown && ExtraHosts?.some((entry) => entry.endsWith(':host-gateway'))) {
    throw broken('unable to derive the IP value for host-gateway')
  }
}

/** What is not installed containerd looks for by the last two parts of its name. */
function checkRuntime({ settings, words }: ContainerContext, name: string): void {
  if (isInstalled(name, settings.now)) return
  if (!isRuntime(name, settings.now)) throw invalid(words.unknownRuntime(name))
  const program = `containerd-shim-${name.split('.').slice(-2).join('-')}`
  throw broken(
    `failed to create task for container: failed to start shim: failed to resolve runtime path: runtime "${name}" binary not installed "${program}": file does not exist`,
  )
}

const prefix = 'container:'

function checkIpc(context: ContainerContext, mode: string): void {
  if (!mode.startsWith(prefix) && !ipcModes.includes(mode)) throw broken(`Invalid IPC mode: ${mode}`)
  const donor = donorOf(context, mode, 'IPC')
  if (!donor) return
  if (!isUp(donor.state)) throw conflict(`failed to join IPC namespace: container ${donor.id} is not running`)
  if (!['shareable', 'host'].includes(donor.hostConfig.IpcMode)) {
    throw invalid(
      `failed to join IPC namespace: container ${donor.id}: non-shareable IPC (hint: use IpcMode:shareable for the donor container)`,
    )
  }
}

/**
 * dockerd has no class for this one: 500.
 * differs: nothing is shared then: a container sees its own processes alone
 */
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
  const link = brokenLink(table, container, ({ state }) => isUp(state))
  if (link) throw broken(`Cannot link to a non running container: ${link}`)
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

const CGROUP_RULE = /^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/

function checkDevices({ hostFiles }: ContainerContext, config: HostConfig): void {
  const throttled = [
    config.BlkioDeviceReadBps,
    config.BlkioDeviceWriteBps,
    config.BlkioDeviceReadIOps,
    config.BlkioDeviceWriteIOps,
  ]
  for (const { Path = '' } of throttled.flatMap((list) => list ?? [])) {
    if (!hostDevice(Path)) throw broken(`stat ${Path}: no such file or directory`)
  }
  for (const { PathOnHost = '' } of config.Devices ?? []) {
    if (hostDevice(PathOnHost)) continue
    if (PathOnHost.startsWith('/') && hostFiles.has(PathOnHost)) continue
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
