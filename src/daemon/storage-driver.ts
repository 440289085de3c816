// Which storage driver a daemon has: what was asked for, what its release knows, and dockerd's words where it refuses.
import type { Host } from '../engine/host.ts'
import type { Persona } from '../engine/persona.ts'
import { deprecatedDrivers } from '../engine/system/storage.ts'
import type { DriverFactory, StorageDriver } from '../storage/driver.ts'
import { drivers } from '../storage/drivers.ts'
import type { Random } from '../world/random.ts'

/** What concerns storage of what a daemon is to be like. */
export interface StorageOptions {
  /** dockerd's `--storage-driver`: `overlay2` (the default), `btrfs`, `vfs`, …, or one of `drivers`. */
  readonly storageDriver?: string | undefined
  /** dockerd's `--storage-opt`, each as `name=value`. */
  readonly storageOptions?: readonly string[] | undefined
  /** Storage drivers of your own, by name; they come before mockerd's. */
  readonly drivers?: Readonly<Record<string, DriverFactory>> | undefined
  /** Hears of what dockerd would log as a warning when it starts. */
  readonly warn?: ((text: string) => void) | undefined
}

const usual = 'overlay2'
const seeAlso = 'visit https://docs.docker.com/go/storage-driver/ for more information'

/** Throws an Error with dockerd's words for a driver or an option that it does not start with. */
export function createStorageDriver(
  options: StorageOptions,
  { persona, host, random }: { persona: Persona; host: Host; random: Random },
): StorageDriver {
  const name = options.storageDriver || usual
  const failed = (reason: string): Error =>
    new Error(`failed to start daemon: ${persona.words.storageFailed(reason, name)}`)
  const own = options.drivers !== undefined && Object.hasOwn(options.drivers, name) ? options.drivers[name] : undefined
  const removed = own === undefined && removedDrivers(persona).includes(name)
  if (removed) {
    throw failed(`[graphdriver] ERROR: the ${name} storage-driver has been deprecated and removed; ${seeAlso}`)
  }
  if (own === undefined && deprecatedDrivers(persona).includes(name)) {
    options.warn?.(`[graphdriver] WARNING: ${persona.words.storageDeprecated(name)}`)
  }
  const factory = own ?? (isKnown(persona, name) ? drivers[name] : undefined)
  if (factory === undefined) throw failed('driver not supported')
  try {
    return factory({
      root: host.root,
      random,
      options: parseStorageOptions(options.storageOptions ?? [], persona),
      fileSystem: host.fileSystem,
      differences: persona.differences,
    })
  } catch (error) {
    throw failed((error as Error).message)
  }
}

/**
 * The driver to begin with when none is named, of those that have content under the data root: the one that there is.
 * Throws an Error with dockerd's words when there are several (moby daemon/graphdriver/driver.go: New).
 */
export function priorDriver(root: string, prior: readonly string[], persona: Persona): string | undefined {
  const found = prior.filter((name) => name !== 'vfs' && isKnown(persona, name)).sort()
  if (found.length > 1) {
    const names = found.join(', ')
    const reason = `${root} contains several valid graphdrivers: ${names}; cleanup or explicitly choose storage driver (-s <DRIVER>)`
    throw new Error(`failed to start daemon: ${persona.words.storageFailed(reason, '')}`)
  }
  const [name] = found
  if (
    name !== undefined &&
    deprecatedDrivers(persona).includes(name) &&
    !persona.differences.has('old-drivers-go-on')
  ) {
    const reason = `prior storage driver ${name} is deprecated and will be removed in a future release; update the the daemon configuration and explicitly choose this storage driver to continue using it; ${seeAlso}`
    throw new Error(`failed to start daemon: ${persona.words.storageFailed(reason, '')}`)
  }
  return name
}

function removedDrivers(persona: Persona): readonly string[] {
  const there = deprecatedDrivers(persona)
  return ['aufs', 'devicemapper', 'overlay'].filter((name) => !there.includes(name))
}

function isKnown(persona: Persona, name: string): boolean {
  if (!Object.hasOwn(drivers, name) || removedDrivers(persona).includes(name)) return false
  return name !== 'overlayfs' || persona.differences.has('snapshotters-are-drivers')
}

function parseStorageOptions(list: readonly string[], { words }: Persona): Record<string, string> {
  const options: Record<string, string> = Object.create(null) as Record<string, string>
  for (const text of list) {
    const equals = text.indexOf('=')
    if (equals === -1) throw new Error(words.unreadableStorageOption(text))
    options[text.slice(0, equals).trim()] = text.slice(equals + 1).trim()
  }
  return options
}
