// A data root: the folder under which a daemon keeps its images, containers, volumes and networks. See docs/data-root.md.
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Digest } from '../../codec/digest.ts'
import type { Clock } from '../../world/clock.ts'
import type { BlobKeeper } from '../content.ts'
import type { LayerKeeper } from '../layers.ts'
import type { Store } from '../store.ts'
import { DataRootError } from './data-root-error.ts'
import { type EngineRecord, engineFile, engineRecord, rootFormat } from './engine-record.ts'
import { containersOf, hasContent, imagesOf, layersOf, readForeign, runningOf } from './foreign.ts'
import { type HostFiles, hostFiles } from './host-files.ts'
import { layerFiles, readLayers } from './layer-files.ts'
import { lineFiles } from './line-files.ts'
import { lock } from './lock.ts'
import { blobPath, layoutFile, layoutText, ociLayout } from './oci-layout.ts'
import { fileNameOf, filesIn, passingShelf, Records, recordShelf, type Warn } from './records.ts'
import { Saver } from './saver.ts'
import { TreeFiles } from './tree-files.ts'

export interface DataRootOptions {
  /** an absolute path */
  readonly path: string
  /** Hears of files that are no good and are left out. */
  readonly warn?: Warn
  /** How files are written; tests put something else here. */
  readonly files?: HostFiles
}

/** A root of which this process has the lock. */
export interface DataRoot {
  /** How many daemons have been started on it before. */
  readonly earlierStarts: number
  /** Drivers that have something on it, but not `vfs`, which dockerd never takes for a prior one. */
  readonly priorDrivers: readonly string[]
  open(driver: string, clock: Clock): OpenDataRoot
  /** Lets go of it. */
  close(): void
}

/** A root with the storage driver chosen. */
export interface OpenDataRoot {
  readonly store: Store
  readonly blobs: BlobKeeper
  readonly layers: LayerKeeper
  /** `ID` of /info in earlier runs, or the one that is given, from now on. */
  engineId(fresh: string): string
  /** Once all that is known is taken over: forgets files that belong to nothing. */
  collect(archives: Iterable<Digest>): void
  /** Resolves when all that changed is on the disk; undefined if it is there. Rejects when it cannot be written. */
  save(): Promise<void> | undefined
  /** Saves everything, running containers' files too. */
  close(): Promise<void>
}

/** Folders that belong to no driver. */
const ownFolders = ['blobs', 'networks', 'tmp', 'volumes']
const lockFile = 'mockerd.pid'
/** ms until what happened without a client asking for it is saved */
const patience = 100

/** Throws a DataRootError when somebody else has it, or when it is none. */
export function openDataRoot({ path, warn = () => {}, files }: DataRootOptions): DataRoot {
  prepareFolder(path)
  const unlock = lock(join(path, lockFile))
  try {
    const records = new Records(path, warn)
    const engine = (records.one(engineFile) ?? {}) as Partial<EngineRecord>
    if (Number(engine.format) > rootFormat) throw new DataRootError(`${path} was written by a later mockerd`)
    const earlierStarts = Number(engine.starts) || 0
    rmSync(join(path, 'tmp'), { recursive: true, force: true })
    mkdirSync(join(path, 'tmp'), { mode: 0o700 })
    const found = filesIn(path).filter((name) => hasContent(path, name))
    return {
      earlierStarts,
      priorDrivers: found.filter((driver) => driver !== 'vfs'),
      open: (name, clock) => {
        const driver = ownFolders.includes(name) ? `=${name}` : fileNameOf(name)
        return openDriver({
          path,
          clock,
          driver,
          foreign: found.filter((other) => other !== driver),
          records,
          saver: saverFor(path, clock, records, files),
          unlock,
          engine: { ...engine, starts: earlierStarts },
        })
      },
      close: unlock,
    }
  } catch (error) {
    unlock()
    throw error
  }
}

function saverFor(path: string, clock: Clock, { pending }: Records, files: HostFiles = hostFiles): Saver {
  const saver = new Saver(path, files, (save) => void clock.after(patience, save))
  saver.recover(pending)
  return saver
}

interface Opening {
  readonly path: string
  readonly clock: Clock
  readonly driver: string
  readonly foreign: readonly string[]
  readonly records: Records
  readonly saver: Saver
  readonly unlock: () => void
  readonly engine: EngineRecord
}

function openDriver({ path, clock, driver, foreign: others, records, saver, unlock, engine }: Opening): OpenDataRoot {
  const folders = [
    'blobs/sha256',
    'volumes',
    'networks',
    ...[layersOf, imagesOf, containersOf, runningOf].map((of) => of(driver)),
  ]
  for (const folder of folders) mkdirSync(join(path, folder), { recursive: true, mode: 0o700 })
  const sizes = blobSizes(path)
  const foreign = readForeign(path, others, records)
  const layers = readLayers(layersOf(driver), records).filter((layer) => {
    const isWhole = sizes.get(layer.diffId) === layer.archiveSize
    if (!isWhole) records.refuse(`${layersOf(driver)}/${layer.chainId.slice(7)}.json`, 'its archive is not there')
    return isWhole
  })
  const archives = new Set(layers.map(({ diffId }) => diffId))
  const trees = (folder: string): TreeFiles => new TreeFiles({ root: path, folder, saver, clock })
  const containerTrees = trees(containersOf(driver))
  const volumeTrees = trees('volumes')
  const layout = ociLayout(path, saver, foreign.images, new Set(sizes.keys()))
  const live = passingShelf(runningOf(driver), saver, records)
  const store: Store = {
    isKept: true,
    live,
    networks: recordShelf('networks', saver, records),
    volumes: recordShelf('volumes', saver, records),
    volumeTrees,
    images: recordShelf(imagesOf(driver), saver, records),
    layout,
    containers: recordShelf(containersOf(driver), saver, records),
    containerTrees,
    logs: lineFiles(path, containersOf(driver), saver),
  }
  return {
    store,
    layers: layerFiles(path, layersOf(driver), saver, layers, records),
    blobs: {
      folder: join(path, 'tmp'),
      known: [...archives].map((digest) => ({
        digest,
        path: join(path, blobPath(digest)),
        size: sizes.get(digest)!,
      })),
      put(digest, blob) {
        if (!foreign.archives.has(digest) || !sizes.has(digest)) {
          saver.putFile(blobPath(digest), () => blob.source(join(path, blobPath(digest))))
        }
      },
      delete(digest) {
        if (!foreign.archives.has(digest)) saver.dropFile(blobPath(digest))
      },
    },
    engineId(fresh) {
      const id = engine.id ?? fresh
      saver.put(engineFile, () => engineRecord(id, engine.starts + 1))
      return id
    },
    collect(known) {
      live.drop()
      if (records.damaged) return
      const needed = new Set([...known, ...foreign.archives])
      for (const digest of sizes.keys()) {
        if (!needed.has(digest) && !layout.owns(digest)) layout.discard(digest)
      }
      for (const folder of [layersOf(driver), containersOf(driver), 'volumes'])
        dropOrphans(path, folder, saver, records)
    },
    save: () => saver.save(),
    async close() {
      try {
        await Promise.all([containerTrees.saveAll(), volumeTrees.saveAll()])
        await saver.close()
      } finally {
        containerTrees.close()
        volumeTrees.close()
        unlock()
      }
    },
  }
}

function blobSizes(root: string): Map<Digest, number> {
  const folder = 'blobs/sha256'
  return new Map(
    filesIn(join(root, folder)).map((name) => [`sha256:${name}`, statSync(join(root, folder, name)).size] as const),
  )
}

/** Files beside records that are gone. */
function dropOrphans(root: string, folder: string, saver: Saver, records: Records): void {
  const owners = new Set([...records.in(folder).keys()].map((path) => path.slice(folder.length + 1, -'.json'.length)))
  for (const name of filesIn(join(root, folder))) {
    const owner = name.replace(/(\.list|\.tree|-json\.log|\.json)$/, '')
    if (!name.endsWith('.json') && !owners.has(owner)) saver.dropFile(`${folder}/${name}`)
  }
}

/** A new root is marked before anything else is put there; what is none of ours is left alone. */
function prepareFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const names = filesIn(path)
  if (!names.includes(engineFile)) {
    const others = names.filter((name) => !name.startsWith(lockFile) && name !== `${engineFile}.new`)
    if (others.length > 0) {
      throw new DataRootError(
        `${path} holds something else than the data of a mockerd: ${others.slice(0, 3).join(', ')}`,
      )
    }
    writeFileSync(join(path, `${engineFile}.new`), '{"starts":0}\n', { mode: 0o600 })
    renameSync(join(path, `${engineFile}.new`), join(path, engineFile))
  }
  if (!names.includes(layoutFile)) writeFileSync(join(path, layoutFile), layoutText, { mode: 0o600 })
}
