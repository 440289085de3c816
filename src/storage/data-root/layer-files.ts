// The layers of a storage driver on the disk: a record of each, and the list of what is in it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Digest } from '../../codec/digest.ts'
import type { KnownLayer, LayerKeeper } from '../layers.ts'
import { digestIn, fieldsOf, numberOf, optional, textOf } from './parse.ts'
import type { RecordSource } from './records.ts'
import { parseList, type TreeList } from './saved-tree.ts'
import type { Writer } from './saver.ts'

/** Records of layers that are whole, their parents before them. */
export function readLayers(folder: string, records: RecordSource): KnownLayer[] {
  const layers = new Map<Digest, KnownLayer>()
  for (const [path, value] of records.in(folder)) {
    try {
      const layer = readLayer(value)
      layers.set(layer.chainId, layer)
    } catch (error) {
      records.refuse(path, error)
    }
  }
  const sorted = new Set<KnownLayer>()
  const add = (layer: KnownLayer | undefined): void => {
    if (!layer || sorted.has(layer)) return
    if (layer.parent !== undefined) add(layers.get(layer.parent))
    sorted.add(layer)
  }
  for (const layer of layers.values()) add(layer)
  return [...sorted]
}

function readLayer(value: unknown): KnownLayer {
  const fields = fieldsOf(value)
  return {
    chainId: digestIn(fields, 'chainId'),
    diffId: digestIn(fields, 'diffId'),
    parent: optional(fields, 'parent', digestIn),
    size: numberOf(fields, 'size'),
    archiveSize: numberOf(fields, 'archiveSize'),
    place: optional(fields, 'place', textOf),
  }
}

/** Under the root, without what it ends in. */
export const layerPath = (folder: string, chainId: Digest): string => `${folder}/${chainId.slice('sha256:'.length)}`

export function layerFiles(
  root: string,
  folder: string,
  saver: Writer,
  known: readonly KnownLayer[],
  records: RecordSource,
): LayerKeeper {
  const pathOf = (chainId: Digest): string => layerPath(folder, chainId)
  return {
    known,
    mayCollect: () => !records.damaged,
    put(layer, list) {
      const path = pathOf(layer.chainId)
      saver.putFile(`${path}.list`, () => ({ pieces: [Buffer.from(JSON.stringify(list))] }))
      saver.put(`${path}.json`, () => layer)
    },
    delete(chainId) {
      saver.drop(`${pathOf(chainId)}.json`)
      saver.dropFile(`${pathOf(chainId)}.list`)
    },
    list(chainId): TreeList {
      const path = join(root, `${pathOf(chainId)}.list`)
      try {
        return parseList(readFileSync(path, 'utf8'))
      } catch (error) {
        throw new Error(`${path} is damaged: ${(error as Error).message}`)
      }
    },
  }
}
