// What the storage driver holds and what work on each of its layers cost: the numbers that tell drivers apart.
import type { Engine } from '../engine/engine.ts'
import { driverStatus } from '../engine/system/storage.ts'
import { type Account, newAccount, sumOf } from '../storage/account.ts'
import type { LayerReport, Space } from '../storage/driver.ts'
import { chainIdOf } from '../storage/layers.ts'

/** As GET /_mockerd/storage gives it. */
export interface StorageReport {
  readonly driver: string
  /** as docker info shows it; null where it shows nothing */
  readonly status: readonly (readonly [string, string])[] | null
  /** the simulated disk or pool; null for a driver that does not tell */
  readonly space: Space | null
  /** over all layers that are there */
  readonly total: Account
  /** the older first */
  readonly layers: readonly LayerView[]
}

export interface LayerView extends LayerReport {
  /** names of the container, or of the images that end with this layer */
  readonly names: readonly string[]
  /** `GraphDriver.Data`: directories, devices, datasets */
  readonly data: Readonly<Record<string, string>>
}

export function storageReport(engine: Engine): StorageReport {
  const { driver } = engine
  const names = namesOfLayers(engine)
  const layers = [...(driver.layers?.() ?? [])].map(
    (layer): LayerView => ({
      ...layer,
      account: { ...newAccount(), ...layer.account },
      names: names.get(layer.id) ?? [],
      data: driver.describe(layer.id),
    }),
  )
  return {
    driver: driver.name,
    status: driverStatus(engine),
    space: driver.space === undefined ? null : { ...driver.space },
    total: sumOf(layers.map(({ account }) => account)),
    layers,
  }
}

function namesOfLayers({ containers, images }: Engine): Map<string, string[]> {
  const names = new Map<string, string[]>()
  for (const { id, name } of containers.all()) names.set(id, [name])
  for (const { Id, RepoTags } of images.list({ all: true, filters: {}, sharedSize: false })) {
    let top: string | undefined
    for (const diffId of images.inspect(Id).RootFS.Layers ?? []) top = chainIdOf(diffId, top)
    if (top !== undefined) names.set(top, [...(names.get(top) ?? []), ...(RepoTags ?? [])])
  }
  return names
}
