// What storage drivers have in common: active and committed layers over each other. A driver says how it differs.
import { checkpointOfMap, type GoBack } from '../world/checkpoint.ts'
import { newId } from '../world/ids.ts'
import { broken } from '../world/refusal.ts'
import { ActiveTree } from './active-tree.ts'
import { changesBetween } from './changes.ts'
import type { DriverOptions, LayerReport, StorageDriver } from './driver.ts'
import type { DriverState, DriverTraits, Place } from './driver-traits.ts'
import { FileError } from './file-error.ts'
import type { Layer } from './layer.ts'
import { type LayerFile, unionFiles, wholeFiles } from './layer-files.ts'
import { layerTree } from './layer-tree.ts'
import { checkpointOfDisk, defaultSpace, newDisk } from './room.ts'
import type { Tree } from './tree.ts'
import { inGoWords as goWords, type StorageAct, StorageTroubles, type Trouble } from './troubles.ts'
import { sizeOf } from './upper.ts'

/** A layer, active or committed. */
interface Held extends Omit<Place, 'lower'> {
  readonly parentId: string | undefined
  readonly parent: Held | undefined
  readonly active: ActiveTree
  /** layers below it */
  readonly below: number
  /** once committed */
  layer: Layer | undefined
  tree: Tree
  children: number
  /** by how much else it is mounted */
  holds: number
}

/** What it is that writes into a layer. */
const acts: Readonly<Record<Held['kind'], StorageAct>> = { active: 'write', init: 'create', committed: 'unpack' }

export function layeredDriver(traits: DriverTraits, options: DriverOptions): StorageDriver {
  const { layout } = traits
  const troubles = new StorageTroubles()
  const disk = newDisk(options.capacity, traits.space ?? options.space ?? defaultSpace)
  const records = new Map<string, Held>()
  const waiting = new Set<Held>()
  let count = 0

  const find = (id: string): Held => {
    const record = records.get(id)
    if (record === undefined) throw new Error(`layer does not exist: ${id}`)
    return record
  }
  const state: DriverState = {
    get layers() {
      return records.size + waiting.size
    },
    get waiting() {
      return waiting.size
    },
    *taken() {
      for (const { active } of records.values()) yield active.taken
      for (const { active } of waiting) yield active.taken
    },
  }
  const newTree = (id: string, kind: Held['kind'], below: Layer | undefined, size: number | undefined): ActiveTree => {
    const act = acts[kind]
    try {
      return new ActiveTree(disk, below, { layout, size, guard: (bytes) => troubles.write(act, id, bytes) })
    } catch (error) {
      throw inGoWords(error)
    }
  }
  const add = (
    id: string,
    parentId: string | undefined,
    made: Omit<Place, 'lower' | 'number'>,
    number: number | undefined,
  ): Held => {
    const parent = parentId === undefined ? undefined : find(parentId)
    if (records.has(id)) throw new Error(`layer exists already: ${id}`)
    if (parent !== undefined && parent.layer === undefined)
      throw new Error(`layer is not committed yet: the parent of ${id}`)
    const below = parent === undefined ? 0 : parent.below + 1
    if (below > (traits.deepest ?? Number.POSITIVE_INFINITY)) throw broken('max depth exceeded')
    traits.admit?.(state, made.size, parent?.layer === undefined ? 0 : sizeOf(parent.layer.content))
    const active = newTree(id, made.kind, parent?.layer, made.size)
    if (traits.linksAtCreate && made.kind === 'committed') active.account.filesAtCreate = active.content.inodes
    // the init layer is not one of the two that are mounted, so it is copied
    if (traits.linksAtCreate && parent?.kind === 'init') active.account.filesAtCreate = parent.active.nodes.size
    const record: Held = {
      directory: made.directory,
      number: number ?? ++count,
      size: made.size,
      kind: made.kind,
      parentId,
      parent,
      active,
      below,
      layer: undefined,
      tree: active,
      children: 0,
      holds: 0,
    }
    count = Math.max(count, record.number)
    records.set(id, record)
    if (parent !== undefined) parent.children++
    return record
  }
  const seal = (record: Held, shared: boolean): void => {
    record.layer = record.active.commit(shared)
    record.tree = layerTree(record.layer)
  }
  const drop = (id: string): void => {
    const record = find(id)
    records.delete(id)
    if (record.parent !== undefined) record.parent.children--
    if (record.holds > 0) waiting.add(record)
    else record.active.discard()
  }
  const home = `${options.root}/${traits.name}`
  const cannotMake = (place: Omit<Place, 'lower' | 'number'>, error: Trouble['error']): string =>
    traits.full?.(place, goWords(error)) ?? `mkdir ${home}/${place.directory}: ${goWords(error)}`
  const cannotGo = (place: Place, error: Trouble['error']): string =>
    (error === 'EBUSY' ? traits.busy?.(place) : undefined) ?? `unlinkat ${home}/${place.directory}: ${goWords(error)}`
  const usageOf = ({ active, layer }: Held): number => {
    if (layer === undefined || !traits.sizesAreOfFiles) return active.usage
    let size = 0
    for (const { inode, changed } of layer.nodes.values()) if (changed && inode.kind === 'file') size += inode.size
    return size
  }
  /** What is being unpacked is active for those who ask, and an image's for its place. */
  const shownKind = ({ layer, kind }: Held): LayerReport['kind'] =>
    kind === 'committed' && layer === undefined ? 'active' : kind

  const checkpoint = (): GoBack => {
    const goBackOnDisk = checkpointOfDisk(disk)
    const goBackInChance = options.random.checkpoint()
    const goBackInRecords = checkpointOfMap(records)
    const held = new Set(waiting)
    const number = count
    const layers = [...records.values(), ...held].map((record) => ({
      record,
      layer: record.layer,
      tree: record.tree,
      children: record.children,
      holds: record.holds,
      goBack: record.active.checkpoint(),
    }))
    return () => {
      goBackOnDisk()
      goBackInChance()
      goBackInRecords()
      waiting.clear()
      for (const record of held) waiting.add(record)
      count = number
      for (const { record, layer, tree, children, holds, goBack } of layers) {
        record.layer = layer
        record.tree = tree
        record.children = children
        record.holds = holds
        goBack()
      }
    }
  }

  return {
    name: traits.name,
    checkpoint,
    troubles,
    prepare(key, parentId, { size, init, place } = {}) {
      const { directory, number } = placeAgain(place) ?? { directory: newId(options.random), number: undefined }
      const own = init === undefined ? size : (size ?? traits.size)
      const trouble = init === undefined ? undefined : troubles.at('create', key)
      if (trouble) throw broken(cannotMake({ directory: `${directory}-init`, size: own, kind: 'init' }, trouble))
      let below = parentId
      if (init !== undefined) {
        below = initOf(key)
        const made = { directory: `${directory}-init`, size: own, kind: 'init' } as const
        const record = add(below, parentId, made, number && number - 1)
        try {
          init(record.active)
        } catch (error) {
          drop(below)
          throw inGoWords(error)
        }
        seal(record, false)
      }
      try {
        const kind = init === undefined ? 'committed' : 'active'
        return add(key, below, { directory, size: own, kind }, number).active
      } catch (error) {
        if (init !== undefined) drop(initOf(key))
        throw error
      }
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
      const record = find(id)
      if (record.children > 0) throw new Error(`layer has others over it: ${id}`)
      const isHeld = record.holds > 0 || (traits.filesHold && record.active.isHeld)
      const trouble = record.kind === 'active' ? troubles.at('remove', id) : undefined
      const reason = trouble ? cannotGo(placeOf(record), trouble) : isHeld ? traits.busy?.(placeOf(record)) : undefined
      if (reason !== undefined) throw broken(reason)
      drop(id)
      if (records.has(initOf(id))) drop(initOf(id))
    },
    hold(id) {
      const record = find(id)
      record.holds++
      let held = true
      return () => {
        if (!held) return
        held = false
        if (--record.holds === 0 && waiting.delete(record)) record.active.discard()
      }
    },
    describe(id) {
      const record = find(id)
      const data = traits.describe(placeOf(record))
      return record.layer === undefined ? { ID: id, ...data } : data
    },
    status: () => traits.status(state),
    changes(id) {
      const { tree, parent } = find(id)
      return changesBetween(parent?.tree, tree)
    },
    place(id) {
      const { directory, number } = find(id)
      return `${directory}#${number}`
    },
    usage: (id) => usageOf(find(id)),
    account: (id) => find(id).active.account,
    *layers() {
      for (const [id, record] of records) {
        const { active, parentId, below } = record
        yield {
          id,
          kind: shownKind(record),
          parent: parentId,
          depth: 1 + below,
          taken: active.taken,
          usage: usageOf(record),
          account: active.account,
        }
      }
    },
    files(id): LayerFile[] {
      const { active, parent } = find(id)
      const own = { root: active.root, nodes: active.nodes, parent: parent?.layer }
      return traits.marks ? unionFiles(own, traits.marks.form, traits.marks.opaqueXattr) : wholeFiles(own)
    },
    space: {
      blockSize: layout.blockSize,
      total: disk.space,
      get used() {
        return disk.allocated
      },
    },
    ...(traits.mount && { mount: (id: string) => traits.mount!(placeOf(find(id))) }),
  }
}

/** What `place` has told in an earlier run. The layer below a container's own was made right before it. */
function placeAgain(place: string | undefined): Pick<Place, 'directory' | 'number'> | undefined {
  const [, directory, number] = /^([^#]+)#(\d+)$/.exec(place ?? '') ?? []
  return directory === undefined ? undefined : { directory, number: Number(number) }
}

function placeOf({ directory, number, size, kind, parent }: Held): Place {
  const lower: Place[] = []
  const place: Place = { directory, number, size, kind, lower }
  for (let below = parent; below !== undefined; below = below.parent) {
    lower.push({ directory: below.directory, number: below.number, size: below.size, kind: below.kind, lower: [] })
  }
  return place
}

/** Where there is no room, the refusal says it in Go's words. */
function inGoWords(error: unknown): unknown {
  if (!(error instanceof FileError)) return error
  return broken(error.code === 'EDQUOT' ? 'disk quota exceeded' : 'no space left on device')
}

/** The id of the layer between a container's and its image's. */
function initOf(key: string): string {
  return `${key}-init`
}
