// A data root that is written into an archive and nowhere else: what a snapshot is exported as.
import { Buffer } from 'node:buffer'
import type { TarFile } from '../../codec/tar.ts'
import type { KnownLayer } from '../layers.ts'
import type { Store, TreeShelf } from '../store.ts'
import type { WritableTree } from '../tree.ts'
import { engineFile, engineRecord } from './engine-record.ts'
import { containersOf, imagesOf, layersOf } from './foreign.ts'
import type { Piece } from './host-files.ts'
import { layerFiles } from './layer-files.ts'
import { logPath } from './line-files.ts'
import { blobPath, layoutFile, layoutText, ociLayout } from './oci-layout.ts'
import { fileNameOf, type RecordSource, recordShelf } from './records.ts'
import { listTree, savedPieces, type TreeList } from './saved-tree.ts'
import type { FileSource, Writer } from './saver.ts'
import { treePath } from './tree-files.ts'

/** Beside the files of any data root: when it was taken, and what is true of containers as long as they run. */
export const snapshotFile = 'snapshot.json'

/** What `snapshot.json` says. */
export interface SnapshotRecord {
  readonly format: 1
  /** ms since 1970 on the daemon's clock */
  readonly at: number
  /** by id; told by `Store.live` */
  readonly containers: Readonly<Record<string, unknown>>
}

/** The bytes of a layer's archive. */
export interface PackedBlob {
  readonly digest: string
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

const noRecords: RecordSource = { in: () => new Map(), refuse() {}, damaged: false }

/** What is put into its store is read at once: it is of one moment. */
export class PackedRoot {
  readonly store: Store
  readonly #files = new Map<string, Uint8Array[]>()
  readonly #live: Record<string, unknown> = {}
  readonly #driver: string

  /** @param driver the storage driver that images and containers belong to */
  constructor(driver: string) {
    this.#driver = fileNameOf(driver)
    const containers = containersOf(this.#driver)
    const { writer } = this
    this.store = {
      isKept: true,
      live: { goesOn: false, put: (key, read) => void (this.#live[key] = read()), get: () => undefined },
      networks: recordShelf('networks', writer, noRecords),
      volumes: recordShelf('volumes', writer, noRecords),
      volumeTrees: this.#trees('volumes'),
      images: recordShelf(imagesOf(this.#driver), writer, noRecords),
      layout: ociLayout('', writer, [], new Set()),
      containers: recordShelf(containers, writer, noRecords),
      containerTrees: this.#trees(containers),
      logs: {
        append: (key, line) => writer.append(logPath(containers, key), Buffer.from(`${line}\n`)),
        read: () => [],
        delete() {},
      },
    }
  }

  /** What layers are put with, once it is known what is in them. */
  putLayer(layer: KnownLayer, list: TreeList): void {
    layerFiles('', layersOf(this.#driver), this.writer, [], noRecords).put(layer, list)
  }

  /** The whole archive, the blobs last. */
  async *entries(id: string, at: number, blobs: Iterable<PackedBlob>): AsyncGenerator<TarFile> {
    yield file(layoutFile, [Buffer.from(layoutText)])
    yield file(engineFile, [jsonLine(engineRecord(id, 1))])
    yield file(snapshotFile, [jsonLine({ format: 1, at, containers: this.#live } satisfies SnapshotRecord)])
    for (const [path, pieces] of this.#files) yield file(path, pieces)
    for (const { digest, size, bytes } of blobs) yield { ...file(blobPath(digest), []), size, body: bytes }
  }

  private get writer(): Writer {
    const files = this.#files
    return {
      put: (path, read) => void files.set(path, [jsonLine(read())]),
      putFile: (path, open) => void files.set(path, bytesOf(open())),
      append(path, bytes) {
        const before = files.get(path)
        if (before) before.push(bytes)
        else files.set(path, [bytes])
      },
      drop: (path) => void files.delete(path),
      dropFile: (path) => void files.delete(path),
    }
  }

  #trees(folder: string): TreeShelf {
    return {
      keep: (key, make, below) => {
        const tree: WritableTree = make()
        const pieces = [...savedPieces(tree, listTree(below?.(), tree))].map(copied)
        this.#files.set(treePath(folder, key), pieces)
        return tree
      },
      fill() {},
      save() {},
      delete() {},
    }
  }
}

const jsonLine = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`)

/** A number stands for as many zeros. What is read out of a tree may change with it. */
const copied = (piece: Piece): Uint8Array =>
  typeof piece === 'number' ? new Uint8Array(piece) : Uint8Array.from(piece)

function bytesOf({ pieces = [], done }: FileSource): Uint8Array[] {
  // only a data root on a disk has pieces that come one by one
  const bytes = [...(pieces as Iterable<Piece>)].map(copied)
  done?.()
  return bytes
}

const file = (name: string, body: readonly Uint8Array[]): TarFile => ({
  ...{ name, kind: 'file', mode: 0o600, uid: 0, gid: 0, mtime: 0 },
  size: body.reduce((sum, { length }) => sum + length, 0),
  body,
})
