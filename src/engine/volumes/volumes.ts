// The volumes of an engine: named places for data that outlive their containers. Containers claim them.
import type { Filters } from '../../gen/operations.ts'
import { noStore, type Store } from '../../storage/store.ts'
import type { WritableTree } from '../../storage/tree.ts'
import { checkpointOfMap, type GoBack, together } from '../../world/checkpoint.ts'
import { newId } from '../../world/ids.ts'
import { conflict, missing, Refusal } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import type { Host } from '../host.ts'
import type { Persona } from '../persona.ts'
import { checkVolumeName, checkVolumeOptions } from './checks.ts'
import { listTest, pruneTest } from './filters.ts'
import { knownVolumes, volumeRecord } from './keep.ts'
import { treeSize } from './size.ts'
import type { Volume } from './volume.ts'

export type { Volume }

export interface VolumeRequest {
  /** An anonymous volume if left out. */
  readonly name?: string | undefined
  readonly driver?: string | undefined
  readonly labels?: Readonly<Record<string, string>> | null | undefined
  readonly options?: Readonly<Record<string, string>> | null | undefined
}

export interface Volumes {
  all(): Iterable<Volume>
  list(filters: Filters): Volume[]
  /** Throws `get X: no such volume`. */
  find(name: string): Volume
  get(name: string): Volume | undefined
  /** Makes a volume, or gives the one that has this name already. */
  create(request: VolumeRequest): Volume
  /** A container has the volume mounted from now on; one that is gone already needs no claim. */
  claim(name: string, containerId: string): void
  /** What it holds now is to outlive the process. */
  save(name: string): void
  /** @param force what is not there need not be removed */
  remove(name: string, force?: boolean): void
  checkpoint(): GoBack
  /** Puts all of them there, with what they hold. */
  putInto(store: Store): void
  /** Removes what nobody uses; named ones only with the filter `all`, or when `takesNamed` says so. */
  prune(filters: Filters, takesNamed: boolean): { readonly deleted: string[]; readonly reclaimed: number }
}

/** What must be known to make volumes; `newTree` makes the empty tree of a new one. */
export interface VolumeContext {
  readonly world: World
  readonly host: Host
  readonly persona: Persona
  readonly store?: Store
  newTree(): WritableTree
}

const ANONYMOUS = 'com.docker.volume.anonymous'

export function createVolumes({ world, host, persona, newTree, store = noStore }: VolumeContext): Volumes {
  const byName = new Map<string, Volume>()
  const random = world.random.fork('volumes')
  const { words } = persona

  const tell = (action: string, id: string, attributes: Readonly<Record<string, string>>): void => {
    world.events.publish({ type: 'volume', action, id, attributes })
  }

  const find = (name: string): Volume => {
    const volume = byName.get(name)
    if (!volume) throw missing(`get ${name}: no such volume`)
    return volume
  }

  const placeOf = (name: string): Pick<Volume, 'mountpoint' | 'claims'> => ({
    mountpoint: `${host.root}/volumes/${name}/_data`,
    claims: new Set(),
  })

  for (const known of knownVolumes(store.volumes)) {
    const { name } = known
    const tree = store.volumeTrees.keep(name, () => {
      const filled = newTree()
      store.volumeTrees.fill(name, filled)
      return filled
    })
    byName.set(name, { ...known, ...placeOf(name), tree })
  }

  const make = (name: string, { driver: asked, labels, options, name: given }: VolumeRequest): Volume => {
    const driver = asked || 'local'
    if (driver !== 'local') throw missing(`error looking up volume plugin ${driver}: plugin "${driver}" not found`)
    const existing = byName.get(name)
    if (existing) {
      if (persona.differences.has('volumes-are-made-again')) tell('create', name, { driver })
      return existing
    }
    checkVolumeName(name)
    checkVolumeOptions(options ?? {})
    const isMarked = !given && !persona.differences.has('anonymous-volumes-have-no-label')
    const volume: Volume = {
      name,
      driver,
      created: world.clock.now(),
      labels: isMarked ? { ...labels, [ANONYMOUS]: '' } : (labels ?? null),
      options: options ?? null,
      anonymous: !given,
      ...placeOf(name),
      tree: store.volumeTrees.keep(name, newTree),
    }
    byName.set(name, volume)
    store.volumes.put(name, () => volumeRecord(volume))
    tell('create', name, { driver })
    return volume
  }

  const remove = ({ name, driver, claims }: Volume): void => {
    if (claims.size > 0) throw conflict(`remove ${name}: volume is in use - [${[...claims].join(', ')}]`)
    byName.delete(name)
    store.volumes.delete(name)
    store.volumeTrees.delete(name)
    tell('destroy', name, { driver })
  }

  return {
    all: () => byName.values(),
    list: (filters) => [...byName.values()].filter(listTest(filters, words)),
    find,
    get: (name) => byName.get(name),
    create(request) {
      const name = request.name || newId(random)
      try {
        return make(name, request)
      } catch (error) {
        throw error instanceof Refusal ? new Refusal(error.kind, `create ${name}: ${error.message}`) : error
      }
    },
    checkpoint() {
      const claimed = Array.from(byName.values(), (volume) => ({
        volume,
        holders: [...volume.claims],
        goBackInTree: volume.tree.checkpoint?.(),
      }))
      const goBack = together(checkpointOfMap(byName), random.checkpoint())
      return () => {
        goBack()
        for (const { volume, holders, goBackInTree } of claimed) {
          volume.claims.clear()
          for (const holder of holders) volume.claims.add(holder)
          // made anew, as every tmpfs, for those that run again
          volume.memory = undefined
          goBackInTree?.()
        }
      }
    },
    putInto(other) {
      for (const volume of byName.values()) {
        other.volumes.put(volume.name, () => volumeRecord(volume))
        other.volumeTrees.keep(volume.name, () => volume.tree)
      }
    },
    save: (name) => store.volumeTrees.save(name),
    claim: (name, containerId) => void byName.get(name)?.claims.add(containerId),
    remove(name, force = false) {
      if (force && !byName.has(name)) return
      remove(find(name))
    },
    prune(filters, takesNamed) {
      const doomed = [...byName.values()].filter(pruneTest(filters, takesNamed, words))
      let reclaimed = 0
      for (const volume of doomed) {
        reclaimed += treeSize(volume.tree)
        remove(volume)
      }
      tell('prune', '', { reclaimed: String(reclaimed) })
      return { deleted: doomed.map((volume) => volume.name), reclaimed }
    },
  }
}
