// The operations on volumes.
import { volumeView } from '../engine/volumes/view.ts'
import { Refusal } from '../world/refusal.ts'
import type { OperationTable } from './handler.ts'
import { empty, json } from './reply.ts'
import { compareVersions } from './version.ts'

type VolumeOperation = 'VolumeCreate' | 'VolumeDelete' | 'VolumeInspect' | 'VolumeList' | 'VolumePrune' | 'VolumeUpdate'

export const volumeOperations: Pick<OperationTable, VolumeOperation> = {
  VolumeList(engine, { query }) {
    return json({ Volumes: engine.volumes.list(query.filters).map(volumeView), Warnings: null })
  },

  VolumeInspect(engine, { path }) {
    return json(volumeView(engine.volumes.find(path.name)))
  },

  VolumeCreate(engine, { body }) {
    const { Name, Driver, DriverOpts, Labels } = body
    const volume = engine.volumes.create({ name: Name, driver: Driver, options: DriverOpts, labels: Labels })
    return json(volumeView(volume), 201)
  },

  /** Only cluster volumes can be changed, and those are a swarm's. */
  VolumeUpdate() {
    throw new Refusal('unavailable', 'volume update only valid for cluster volumes, but swarm is unavailable')
  },

  VolumeDelete(engine, { path, query }) {
    engine.volumes.remove(path.name, query.force)
    return empty(204)
  },

  VolumePrune(engine, { query, version }) {
    const { deleted, reclaimed } = engine.volumes.prune(query.filters, compareVersions(version, '1.42') < 0)
    return json({ VolumesDeleted: deleted, SpaceReclaimed: reclaimed })
  },
}
