// What storage drivers have in common: active and committed layers over each other. A driver says how it differs.
import { newId } from '../world/ids.ts'
import type { CopyRule } from './account.ts'
import { ActiveTree } from './active-tree.ts'
import { changesBetween } from './changes.ts'
import type { DriverOptions, StorageDriver } from './driver.ts'
import type { Layer } from './layer.ts'
import { layerTree } from './layer-tree.ts'
import { newDisk } from './room.ts'
import type { Tree } from './tree.ts'

/** Where a driver keeps a layer: names of directories under its own. */
export interface Place {
  readonly directory: string
  /** the layers below, the nearest first */
  readonly lower: readonly string[]
}

/** How a driver differs from the others. */
export interface DriverTraits {
  readonly name: string
  /** What a first change of a lower file copies. */
  readonly rule: CopyRule
  /** `GraphDriver.Data` in inspect, without the id of a container. */
  describe(place: Place): Record<string, string>
  /** `DriverStatus` in info. */
  status(): Iterable<readonly [string, string]>
}

/** A layer, active or committed. */
interface Held {
  readonly directory: string
  readonly parent: Held | undefined
  readonly active: ActiveTree
  /** once committed */
  layer?: Layer
  tree: Tree
  children: number
}

export function layeredDriver(traits: DriverTraits, options: DriverOptions): StorageDriver {
  const disk = newDisk(options.capacity)
  const records = new Map<string, Held>()

  const find = (id: string): Held => {
    const record = records.get(id)
    if (record === undefined) throw new Error(`layer does not exist: ${id}`)
    return record
  }
  const add = (id: string, parent: Held | undefined, directory: string, size?: number): Held => {
    if (records.has(id)) throw new Error(`layer exists already: ${id}`)
    if (parent !== undefined && parent.layer === undefined)
      throw new Error(`layer is not committed yet: the parent of ${id}`)
    const active = new ActiveTree(disk, parent?.layer, { rule: traits.rule, size })
    const record: Held = { directory, parent, active, tree: active, children: 0 }
    records.set(id, record)
    if (parent !== undefined) parent.children++
    return record
  }
  const seal = (record: Held, shared: boolean): void => {
    record.layer = record.active.commit(shared)
    record.tree = layerTree(record.layer)
  }
  const drop = (id: string): void => {
    const { parent, active } = find(id)
    active.discard()
    records.delete(id)
    if (parent !== undefined) parent.children--
  }

  return {
    name: traits.name,
    prepare(key, parentId, { size, init, place } = {}) {
      const directory = place ?? newId(options.random)
      let parent = parentId === undefined ? undefined : find(parentId)
      if (init !== undefined) {
        parent = add(initOf(key), parent, `${directory}-init`)
        init(parent.active)
        seal(parent, false)
      }
      return add(key, parent, directory, size).active
    },
    commit(key, id) {
      const record = find(key)
      if (records.has(id)) throw new Error(`layer exists already: ${id}`)
      seal(record, true)
      records.delete(key)
      records.set(id, record)
    },
    open: (id) => find(id).tree,
    below: (id) => find(id).parent?.tree,
    remove(id) {
      if (find(id).children > 0) throw new Error(`layer has others over it: ${id}`)
      drop(id)
      if (records.has(initOf(id))) drop(initOf(id))
    },
    describe(id) {
      const record = find(id)
      const lower: string[] = []
      for (let below = record.parent; below !== undefined; below = below.parent) lower.push(below.directory)
      const data = traits.describe({ directory: record.directory, lower })
      return record.layer === undefined ? { ID: id, ...data } : data
    },
    status: () => traits.status(),
    changes(id) {
      const { tree, parent } = find(id)
      return changesBetween(parent?.tree, tree)
    },
    place: (id) => find(id).directory,
    usage: (id) => find(id).active.usage,
    account: (id) => find(id).active.account,
  }
}

/** The id of the layer between a container's and its image's. */
function initOf(key: string): string {
  return `${key}-init`
}
