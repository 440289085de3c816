// What the operations on images share.
import type { World } from '../../world/world.ts'
import type { Claims } from './claims.ts'
import type { ImageLayers } from './image-layers.ts'
import type { ImageTable } from './image-table.ts'
import type { References } from './references.ts'

export interface ImageState {
  readonly world: World
  readonly table: ImageTable
  readonly references: References
  readonly claims: Claims
  readonly layers: ImageLayers
}

/** Tells that something happened to an image. Its labels go into the attributes (moby daemon/images: LogImageEvent). */
export function tellOfImage(state: ImageState, action: string, id: string, name: string): void {
  const labels = state.table.get(id)?.config.config?.Labels ?? {}
  state.world.events.publish({ type: 'image', action, id, attributes: { ...labels, name } })
}
