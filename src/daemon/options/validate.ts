// Whether options fit together, as dockerd sees it before it starts (moby daemon/config/config.go: Validate).
import { personaNamed } from '../personas.ts'
import { checkDomain, checkHost, checkLabel, checkMirror } from './checks.ts'
import { checkResources } from './generic-resources.ts'
import { prefixText } from './netip.ts'
import type { CommandOptions } from './table.ts'

/** Throws an Error with dockerd's words. */
export function validate(options: CommandOptions): void {
  const level = options['log-level']
  if (level && !/^(panic|fatal|error|warn|info|debug|trace)$/i.test(level))
    throw new Error(`invalid logging level: ${level}`)
  const format = options['log-format']
  if (format && format !== 'text' && format !== 'json') throw new Error(`invalid log format: ${format}`)
  options['dns-search']?.forEach(checkDomain)
  oneOfEach(options['host-gateway-ip'] ?? [])
  options.label?.forEach(checkLabel)
  notNegative(options.mtu, 'default MTU')
  notNegative(options['max-concurrent-downloads'], 'max concurrent downloads')
  notNegative(options['max-concurrent-uploads'], 'max concurrent uploads')
  notNegative(options['max-download-attempts'], 'max download attempts')
  const port = options['network-diagnostic-port'] ?? 0
  if (port < 0 || port > 65535) {
    throw new Error(`invalid network-diagnostic-port (${port}): value must be between 0 and 65535`)
  }
  checkResources(options['node-generic-resource'] ?? [])
  options.host?.forEach(checkHost)
  options['registry-mirror']?.forEach(checkMirror)
  checkCorsHeader(options)
  options['exec-opt']?.forEach(checkExecOption)
  checkProxy(options)
  checkIpcMode(options['default-ipc-mode'])
  checkFixedCidr6(options['fixed-cidr-v6'])
  const cgroups = options['default-cgroupns-mode']
  if (cgroups && cgroups !== 'host' && cgroups !== 'private') {
    throw new Error(`invalid default cgroup namespace (${cgroups}): use "host" or "private"`)
  }
}

/** The label that is said last, of those that say the same. Throws an Error with dockerd's words for two values of one key. */
export function conflictFree(labels: readonly string[]): string[] {
  const values = new Map<string, string>()
  for (const label of labels) {
    const [, key, value = ''] = /^([^=]*)=(.*)$/s.exec(label) ?? []
    // what has no value is no label
    if (key === undefined) continue
    const before = values.get(key)
    if (before !== undefined && before !== value) {
      throw new Error(`conflict labels for ${key}=${value} and ${key}=${before}`)
    }
    values.set(key, value)
  }
  return Array.from(values, ([key, value]) => `${key}=${value}`)
}

function notNegative(value: number | undefined, what: string): void {
  if (value !== undefined && value < 0) throw new Error(`invalid ${what}: ${value}`)
}

/** moby internal/opts/host_gateway_opts.go */
function oneOfEach(addresses: readonly string[]): void {
  for (const [family, name] of [
    [addresses.filter((one) => !one.includes(':')), 'IPv4'],
    [addresses.filter((one) => one.includes(':')), 'IPv6'],
  ] as const) {
    if (family.length > 1) throw new Error(`only one ${name} host gateway IP address can be specified`)
  }
}

/** From 28 on it is there to be refused. */
function checkCorsHeader({ 'api-cors-header': header, engine }: CommandOptions): void {
  if (!header || Number.parseInt(personaNamed(engine).version, 10) < 28) return
  throw new Error(
    'DEPRECATED: The "api-cors-header" config parameter and the dockerd "--api-cors-header" option have been removed; use a reverse proxy if you need CORS headers',
  )
}

/** What the kernel of the simulated host can do (moby cmd/dockerd/daemon_linux.go: validateCPURealtimeOptions). */
export function refuseRealtime(options: CommandOptions): void {
  if ((options['cpu-rt-period'] || options['cpu-rt-runtime']) && options['cgroup-version'] !== '1') {
    throw new Error('daemon-scoped cpu-rt-period and cpu-rt-runtime are not implemented for cgroup v2')
  }
}

function checkExecOption(text: string): void {
  const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  const name = key.trim().toLowerCase()
  const refuse = (reason: string): Error => new Error(`invalid exec-opt (${text}): ${reason}`)
  if (name === '' || value.trim() === '') throw refuse(`must be formatted 'opt=value'`)
  if (name === 'isolation') throw refuse("option 'isolation' is only supported on windows")
  if (name !== 'native.cgroupdriver') throw refuse(`unknown option: '${name}'`)
}

/** differs: it is not looked whether the proxy is there. */
function checkProxy({ 'userland-proxy': isWanted = true, 'userland-proxy-path': path }: CommandOptions): void {
  if (!isWanted || path === undefined) return
  const refuse = (reason: string): Error => new Error(`invalid userland-proxy-path: ${reason}`)
  if (path === '') throw refuse('userland-proxy is enabled, but userland-proxy-path is not set')
  if (!path.startsWith('/')) throw refuse(`must be an absolute path: ${path}`)
}

function checkIpcMode(mode: string | undefined): void {
  if (!mode || mode === 'private' || mode === 'shareable') return
  const hint = 'use "shareable" or "private"'
  if (mode !== 'none' && mode !== 'host' && !mode.startsWith('container:')) {
    throw new Error(`default IPC mode setting (${mode}) is invalid; ${hint}`)
  }
  throw new Error(`IPC mode "${mode}" is not supported as default value; ${hint}`)
}

function checkFixedCidr6(text: string | undefined): void {
  if (!text) return
  let prefix: string
  try {
    prefix = prefixText(text)
  } catch (error) {
    throw new Error(`invalid fixed-cidr-v6: invalid fixed-cidr-v6: ${(error as Error).message}`)
  }
  if (!prefix.includes(':') || prefix.startsWith('::ffff:')) {
    throw new Error(`invalid fixed-cidr-v6: invalid fixed-cidr-v6: '${text}' is not a valid IPv6 subnet`)
  }
}
