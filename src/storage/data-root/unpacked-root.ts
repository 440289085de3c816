// A data root out of an archive, in memory: what a daemon begins with that goes on from a snapshot. It is only read.
import { Buffer } from 'node:buffer'
import { type Digest, type Digester, digester } from '../../codec/digest.ts'
import { readTar } from '../../codec/read-tar.ts'
import { heldBytes } from '../bytes.ts'
import { type ContentStore, contentStore } from '../content.ts'
import type { LayerSource } from '../layers.ts'
import type { Shelf, Store, TreeShelf } from '../store.ts'
import { type EngineRecord, engineFile, rootFormat } from './engine-record.ts'
import { containersOf, imagesOf, layersOf } from './foreign.ts'
import { layerPath, readLayers } from './layer-files.ts'
import { logPath } from './line-files.ts'
import { checkedConfig } from './oci-layout.ts'
import { type SnapshotRecord, snapshotFile } from './packed-root.ts'
import { fileNameOf, type RecordSource } from './records.ts'
import { fillTree, parseList, readList } from './saved-tree.ts'
import { pendingName, type RecordText } from './saver.ts'
import { treePath } from './tree-files.ts'

/** For one daemon to begin with. */
export interface UnpackedRoot {
  /** Names what was read: the same bytes have the same. */
  readonly digest: Digest
  /** The storage drivers that have images or containers there. */
  readonly drivers: readonly string[]
  /** The blobs that were there; of each the archive has a share until `begun`. */
  readonly content: ContentStore
  /** Throws an Error with a sentence, now or while it is taken over, where a record is no good. */
  open(driver: string): OpenUnpackedRoot
}

export interface OpenUnpackedRoot {
  readonly store: Store
  readonly layers: LayerSource
  /** `ID` of /info */
  readonly engineId: string | undefined
  /** Once all that is needed is taken over. */
  begun(): void
}

/** The files of the archive but its blobs, by path. */
type Files = Map<string, Buffer>

/** Throws an Error with a sentence for what is no snapshot, or one that is not whole. */
export async function readPackedRoot(archive: AsyncIterable<Uint8Array>): Promise<UnpackedRoot> {
  const content = contentStore()
  try {
    const sum = digester()
    const files = await readFiles(summed(archive, sum), content)
    const engine = json(files, engineFile) as Partial<EngineRecord> | undefined
    if (!engine) throw new Error(`it is no snapshot: there is no ${engineFile} in it`)
    applyPending(files)
    const snapshot = (json(files, snapshotFile) ?? undefined) as Partial<SnapshotRecord> | undefined
    for (const { format } of [engine, snapshot ?? {}]) {
      if (Number(format ?? 0) > rootFormat) throw new Error('it was written by a later mockerd')
    }
    return {
      digest: sum.digest(),
      drivers: driversIn(files),
      content,
      open: (driver) => ({
        ...openFiles(files, fileNameOf(driver), content, snapshot),
        engineId: typeof engine.id === 'string' ? engine.id : undefined,
      }),
    }
  } catch (error) {
    content.close()
    throw error
  }
}

async function* summed(archive: AsyncIterable<Uint8Array>, sum: Digester): AsyncGenerator<Uint8Array> {
  for await (const chunk of archive) {
    sum.update(chunk)
    yield chunk
  }
}

async function readFiles(archive: AsyncIterable<Uint8Array>, content: ContentStore): Promise<Files> {
  const files: Files = new Map()
  try {
    for await (const { name, kind, body } of readTar(archive)) {
      if (kind !== 'file') continue
      const path = name.replace(/^(\.?\/)+/, '')
      const [, hex] = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(path) ?? []
      if (hex !== undefined) await content.put(body, `sha256:${hex}`)
      else files.set(path, await whole(body))
    }
  } catch (error) {
    throw new Error(`it is no tar archive, or a damaged one: ${(error as Error).message}`)
  }
  return files
}

async function whole(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}

function json(files: Files, path: string): unknown {
  const text = files.get(path)?.toString()
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${path} in it is damaged: ${(error as Error).message}`)
  }
}

/** A data root may have been packed while its last changes were still to come to their places. */
function applyPending(files: Files): void {
  const changes = json(files, pendingName)
  if (!Array.isArray(changes)) return
  for (const [path, text] of changes as [string, RecordText][]) {
    if (text === null) files.delete(path)
    else files.set(path, Buffer.from(text))
  }
}

function driversIn(files: Files): string[] {
  const record = /^([^/]+)\/(?:layers|images|containers)\/[^/]+\.json$/
  return [...new Set([...files.keys()].flatMap((path) => record.exec(path)?.[1] ?? []))]
}

function openFiles(
  files: Files,
  driver: string,
  content: ContentStore,
  snapshot: Partial<SnapshotRecord> | undefined,
): Omit<OpenUnpackedRoot, 'engineId'> {
  const records: RecordSource = {
    damaged: false,
    in: (folder) => recordsIn(files, folder),
    refuse(path, reason) {
      throw new Error(
        `${path} in the snapshot is damaged: ${reason instanceof Error ? reason.message : String(reason)}`,
      )
    },
  }
  const loaded = [...content.digests()]
  const layers = readLayers(layersOf(driver), records)
  const containers = containersOf(driver)
  const live = snapshot?.containers
  return {
    store: {
      isKept: false,
      ...(live && {
        live: { goesOn: true, put() {}, get: (key) => (Object.hasOwn(live, key) ? live[key] : undefined) },
      }),
      networks: shelf('networks', records),
      volumes: shelf('volumes', records),
      volumeTrees: trees('volumes', files),
      images: shelf(imagesOf(driver), records),
      layout: {
        put() {},
        delete() {},
        config(id) {
          const bytes = content.bytes(id)
          return checkedConfig(id, bytes.read(0, bytes.size))
        },
      },
      containers: shelf(containers, records),
      containerTrees: trees(containers, files),
      logs: {
        append() {},
        read: (key) => (files.get(logPath(containers, key))?.toString() ?? '').split('\n').filter(Boolean),
        delete() {},
      },
    },
    layers: {
      known: layers,
      mayCollect: () => true,
      list(chainId) {
        const path = `${layerPath(layersOf(driver), chainId)}.list`
        const list = files.get(path)
        if (!list) throw new Error(`there is no ${path} in the snapshot`)
        return parseList(list.toString())
      },
    },
    begun() {
      for (const digest of loaded) content.delete(digest)
    },
  }
}

function recordsIn(files: Files, folder: string): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const path of files.keys()) {
    if (path.startsWith(`${folder}/`) && path.endsWith('.json')) found.set(path, json(files, path))
  }
  return found
}

const shelf = (folder: string, records: RecordSource): Shelf => ({
  put() {},
  delete() {},
  all: () => records.in(folder).values(),
  refuse: (key, reason) => records.refuse(`${folder}/${fileNameOf(key)}.json`, reason),
})

const trees = (folder: string, files: Files): TreeShelf => ({
  keep: (_key, tree) => tree(),
  fill(key, tree) {
    const path = treePath(folder, key)
    const bytes = files.get(path)
    if (!bytes) return
    try {
      const file = heldBytes(bytes)
      fillTree(tree, readList(file), file)
    } catch (error) {
      throw new Error(`${path} in the snapshot is damaged: ${(error as Error).message}`)
    }
  },
  save() {},
  delete() {},
})
