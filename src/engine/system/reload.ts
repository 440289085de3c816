// What a daemon that runs takes over from its configuration when it reads it again (moby daemon/reload.go, reload_unix.go).
import type { Engine } from '../engine.ts'
import { runtimesProblem } from '../runtimes.ts'
import { defaultSettings, isCgroupPrivate, type Settings } from '../settings.ts'

/** Kept as they are where the configuration says nothing of them. */
const kept = [
  'debug',
  'defaultCgroupnsMode',
  'defaultIpcMode',
  'defaultRuntime',
  'defaultShmSize',
  'insecureRegistries',
  'labels',
  'liveRestore',
  'registryMirrors',
  'runtimes',
  'shutdownTimeout',
] as const

/** dockerd's own again where the configuration says nothing of them. */
const renewed = ['features', 'maxConcurrentDownloads', 'maxConcurrentUploads', 'maxDownloadAttempts'] as const

/** All that a reload may change. */
export const reloadable: readonly (keyof Settings)[] = [...kept, ...renewed]

/**
 * The settings after a reload; what dockerd does not reload stays.
 * @param changes what the configuration says now, and nothing else
 * @throws Error with dockerd's words; nothing has changed then
 */
export function reloaded(now: Settings, changes: Partial<Settings>): Settings {
  const said = (names: readonly (keyof Settings)[]): Partial<Settings> =>
    Object.fromEntries(names.flatMap((name) => (changes[name] === undefined ? [] : [[name, changes[name]]])))
  const usual = Object.fromEntries(renewed.map((name) => [name, defaultSettings[name]]))
  const next: Settings = { ...now, ...said(kept), ...usual, ...said(renewed) }
  const problem = runtimesProblem(next)
  if (problem) throw new Error(problem)
  return next
}

/** What the event `daemon reload` tells: all that can be reloaded, as it is then. */
export function reloadAttributes({ host, persona, settings: { now } }: Engine): Record<string, string> {
  const { differences } = persona
  const old = { 'cluster-store': '', 'cluster-advertise': '', 'cluster-store-opts': '{}' }
  return {
    ...(differences.has('reloads-tell-of-cluster-stores') && old),
    ...(differences.has('reloads-tell-of-artifacts') && { 'allow-nondistributable-artifacts': '[]' }),
    debug: String(now.debug),
    'default-cgroupns-mode': isCgroupPrivate(now, host) ? 'private' : 'host',
    'default-ipc-mode': now.defaultIpcMode || 'private',
    'default-runtime': now.defaultRuntime,
    'default-shm-size': String(now.defaultShmSize),
    features: goMap(now.features),
    'insecure-registries': JSON.stringify(now.insecureRegistries),
    labels: JSON.stringify(now.labels),
    'live-restore': String(now.liveRestore),
    'max-concurrent-downloads': String(now.maxConcurrentDownloads),
    'max-concurrent-uploads': String(now.maxConcurrentUploads),
    'max-download-attempts': String(now.maxDownloadAttempts),
    name: host.name,
    'registry-mirrors': JSON.stringify(now.registryMirrors),
    runtimes: Object.entries(now.runtimes)
      .map(([name, { path = '' }]) => `${name}:${path}`)
      .join(' '),
    'shutdown-timeout': String(now.shutdownTimeout),
  }
}

/** As Go prints a map: `map[a:false b:true]`. */
function goMap(values: Readonly<Record<string, boolean>>): string {
  const sorted = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1))
  return `map[${sorted.map(([name, value]) => `${name}:${value}`).join(' ')}]`
}
