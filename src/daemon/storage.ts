// What a daemon stands on: a storage driver with its layers, in memory, or under a data root of the host.
import { resolve } from 'node:path'
import { errorText, osReason } from '../codec/path-error.ts'
import type { Host } from '../engine/host.ts'
import type { Persona } from '../engine/persona.ts'
import { type ContentStore, contentStore } from '../storage/content.ts'
import type * as DataRoots from '../storage/data-root/data-root.ts'
import { DataRootError } from '../storage/data-root/data-root-error.ts'
import type { HostFiles } from '../storage/data-root/host-files.ts'
import type { UnpackedRoot } from '../storage/data-root/unpacked-root.ts'
import { deferredDriver } from '../storage/deferred-driver.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { type LayerStore, layerStore } from '../storage/layers.ts'
import { noStore, type Store } from '../storage/store.ts'
import type { Random } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { createStorageDriver, priorDriver, type StorageOptions } from './storage-driver.ts'

/** What concerns the data root of what a daemon is to be like. */
export interface DataRootOptions extends StorageOptions {
  /**
   * A directory of the host: images, containers, volumes and networks are kept there, and are there again at the
   * next start. If left out everything is in memory, and gone at the end.
   */
  readonly dataRoot?: string | undefined
  /** What to begin with, out of a snapshot: everything is in memory. A snapshot that was read is for one daemon. */
  readonly begin?: UnpackedRoot | undefined
  /** How files under the data root are written; a test may let the host's disk fail. */
  readonly hostFiles?: HostFiles | undefined
}

export interface Storage {
  readonly driver: StorageDriver
  readonly layers: LayerStore
  readonly store: Store
  /** For what comes and is not to stay. */
  readonly passing: ContentStore
  /** `ID` of /info, if it is kept. */
  readonly engineId?: (fresh: string) => string
  /** Once the engine has taken over what it needs. */
  begun(): void
  /** Resolves when all that a client could know of is kept; undefined if it is. */
  save(): Promise<void> | undefined
  close(): Promise<void>
}

/**
 * Takes the data root, if there is to be one. Throws an Error with dockerd's words when it cannot be had.
 *
 * @param code there if there is to be one
 */
export function takeDataRoot(
  { dataRoot, hostFiles: files, warn }: DataRootOptions,
  code: typeof DataRoots | undefined,
): DataRoots.DataRoot | undefined {
  if (dataRoot === undefined) return undefined
  try {
    return code!.openDataRoot({ path: resolve(dataRoot), ...(warn && { warn }), ...(files && { files }) })
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && syscall === 'mkdir')
      throw noDirectory(dataRoot, `canonical path points to a file '${dataRoot}'`)
    if (code === 'ENOTDIR') {
      throw noDirectory(dataRoot, `failed to canonicalise path for ${dataRoot}: ${osReason(error)}`)
    }
    if (error instanceof DataRootError || code !== undefined) {
      throw new Error(`failed to start daemon: ${errorText(error)}`)
    }
    throw error
  }
}

/** moby daemon/daemon.go: CreateDaemonRoot */
const noDirectory = (path: string, why: string): Error =>
  new Error(`Unable to get the full path to root (${path}): ${why}`)

export function openStorage(
  options: DataRootOptions,
  { persona, host, world, root }: { persona: Persona; host: Host; world: World; root: DataRoots.DataRoot | undefined },
): Storage {
  const random = world.random.fork('storage')
  if (options.begin) return unpackedStorage(options.begin, options, { persona, host, random })
  if (!root) {
    const driver = createStorageDriver(options, { persona, host, random })
    const content = contentStore()
    return {
      driver,
      layers: layerStore(driver, content),
      store: noStore,
      passing: content,
      begun() {},
      save: () => undefined,
      close: async () => content.close(),
    }
  }
  const prior = options.storageDriver ? undefined : priorDriver(host.root, root.priorDrivers, persona)
  if (prior !== undefined) world.logger.log('info', `[graphdriver] using prior storage driver: ${prior}`)
  const storageDriver = options.storageDriver || prior
  const driver = deferredDriver(createStorageDriver({ ...options, storageDriver }, { persona, host, random }))
  const { store, blobs, layers, engineId, collect, save, close } = root.open(driver.name, world.clock)
  const content = contentStore({ keeper: blobs })
  const passing = contentStore()
  return {
    driver,
    layers: layerStore(driver, content, { keeper: layers, driver }),
    store,
    passing,
    engineId,
    begun: () => collect(content.digests()),
    save,
    async close() {
      try {
        await close()
      } finally {
        content.close()
        passing.close()
      }
    },
  }
}

/** In memory, with what is in a snapshot, under the storage driver that it was taken with. */
function unpackedStorage(
  begin: UnpackedRoot,
  options: StorageOptions,
  { persona, host, random }: { persona: Persona; host: Host; random: Random },
): Storage {
  const { content, drivers } = begin
  const taken = priorDriver(host.root, drivers, persona) ?? drivers[0]
  const wanted = options.storageDriver || taken
  if (taken !== undefined && wanted !== taken) {
    throw new Error(`the snapshot was taken with the storage driver ${taken}: it cannot go on with ${wanted}`)
  }
  const driver = createStorageDriver({ ...options, storageDriver: wanted }, { persona, host, random })
  const { store, layers, engineId, begun } = begin.open(driver.name)
  return {
    driver,
    layers: layerStore(driver, content, { keeper: layers, driver: { defer: (_id, make) => make() } }),
    store,
    passing: content,
    ...(engineId !== undefined && { engineId: () => engineId }),
    begun,
    save: () => undefined,
    close: async () => content.close(),
  }
}
