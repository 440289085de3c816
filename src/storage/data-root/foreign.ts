// What other storage drivers have on the same data root: hidden, but not to be taken for garbage.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Digest } from '../../codec/digest.ts'
import type { LaidOutImage } from '../store.ts'
import { readLayers } from './layer-files.ts'
import { blobPath } from './oci-layout.ts'
import { digestIn, fieldsOf } from './parse.ts'
import { filesIn, type Records } from './records.ts'

/** Folders of a driver. */
export const layersOf = (driver: string): string => `${driver}/layers`
export const imagesOf = (driver: string): string => `${driver}/images`
export const containersOf = (driver: string): string => `${driver}/containers`
/** Of containers that run on without a daemon. */
export const runningOf = (driver: string): string => `${driver}/running`

/** Whether a driver has anything on a data root. */
export function hasContent(root: string, driver: string): boolean {
  return [layersOf, imagesOf, containersOf].some((folder) =>
    filesIn(join(root, folder(driver))).some((name) => name.endsWith('.json')),
  )
}

export interface Foreign {
  readonly images: readonly LaidOutImage[]
  /** the archives of layers */
  readonly archives: ReadonlySet<Digest>
}

export function readForeign(root: string, drivers: readonly string[], records: Records): Foreign {
  const images: LaidOutImage[] = []
  const archives = new Set<Digest>()
  for (const driver of drivers) {
    for (const { diffId } of readLayers(layersOf(driver), records)) archives.add(diffId)
    for (const [path, value] of records.in(imagesOf(driver))) {
      try {
        images.push(readImage(root, value))
      } catch (error) {
        records.refuse(path, error)
      }
    }
  }
  return { images, archives }
}

function readImage(root: string, value: unknown): LaidOutImage {
  const fields = fieldsOf(value)
  const id = digestIn(fields, 'id')
  const { layers, names } = fields
  if (!Array.isArray(layers) || !Array.isArray(names)) throw new Error('it has no layers or no names')
  return {
    id,
    config: readFileSync(join(root, blobPath(id))),
    layers: layers.map((layer) => {
      const { size } = fieldsOf(layer)
      return { digest: digestIn(fieldsOf(layer), 'digest'), size: Number(size) }
    }),
    names: names.map(String),
  }
}
