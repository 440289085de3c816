// The volumes of an engine: named places for data that outlive their containers. Containers claim them.
import type { WritableTree } from '../../storage/tree.ts'
import { newId } from '../../world/ids.ts'
import { conflict, invalid, missing } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import type { Host } from '../host.ts'

export interface Volume {
  readonly name: string
  readonly driver: string
  /** ms since 1970 */
  readonly created: number
  readonly labels: Record<string, string> | null
  readonly options: Record<string, string> | null
  /** made for a container, without a name */
  readonly anonymous: boolean
  /** where its data lies, as seen from the host */
  readonly mountpoint: string
  readonly tree: WritableTree
  /** ids of the containers that have it mounted */
  readonly claims: Set<string>
}

export interface VolumeRequest {
  /** An anonymous volume if left out. */
  readonly name?: string | undefined
  readonly driver?: string | undefined
  readonly labels?: Record<string, string> | null | undefined
  readonly options?: Record<string, string> | null | undefined
}

export interface Volumes {
  all(): Iterable<Volume>
  /** Throws `get X: no such volume`. */
  find(name: string): Volume
  /** Makes a volume, or gives the one that has this name already. */
  create(request: VolumeRequest): Volume
  remove(name: string, force?: boolean): void
}

/** moby volume/service: names of local volumes (volumes/local: validateName) */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

/** @param newTree makes the empty tree of a new volume */
export function createVolumes(world: World, host: Host, newTree: () => WritableTree): Volumes {
  const byName = new Map<string, Volume>()
  const random = world.random.fork('volumes')
  return {
    all: () => byName.values(),
    find(name) {
      const volume = byName.get(name)
      if (!volume) throw missing(`get ${name}: no such volume`)
      return volume
    },
    create(request) {
      const driver = request.driver || 'local'
      if (driver !== 'local') throw missing(`error looking up volume plugin ${driver}: plugin "${driver}" not found`)
      const name = request.name || newId(random)
      const existing = byName.get(name)
      if (existing) return existing
      if (!NAME.test(name)) {
        throw invalid(
          `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
        )
      }
      const volume: Volume = {
        name,
        driver,
        created: world.clock.now(),
        labels: request.name ? (request.labels ?? null) : { 'com.docker.volume.anonymous': '', ...request.labels },
        options: request.options ?? null,
        anonymous: !request.name,
        mountpoint: `${host.root}/volumes/${name}/_data`,
        tree: newTree(),
        claims: new Set(),
      }
      byName.set(name, volume)
      world.events.publish({ type: 'volume', action: 'create', id: name, attributes: { driver } })
      return volume
    },
    remove(name, force = false) {
      const volume = byName.get(name)
      if (!volume) {
        if (force) return
        throw missing(`get ${name}: no such volume`)
      }
      if (volume.claims.size > 0)
        throw conflict(`remove ${name}: volume is in use - [${[...volume.claims].join(', ')}]`)
      byName.delete(name)
      world.events.publish({ type: 'volume', action: 'destroy', id: name, attributes: { driver: volume.driver } })
    },
  }
}
