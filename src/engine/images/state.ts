// What the operations on images share.
import type { StorageDriver } from '../../storage/driver.ts'
import type { LayerStore } from '../../storage/layers.ts'
import { type GoBack, together } from '../../world/checkpoint.ts'
import type { World } from '../../world/world.ts'
import type { Persona } from '../persona.ts'
import type { Claims } from './claims.ts'
import type { ImageTable } from './image-table.ts'
import type { References } from './references.ts'

export interface ImageState {
  readonly world: World
  readonly table: ImageTable
  readonly references: References
  readonly claims: Claims
  readonly layers: LayerStore
  /** Which engine makes images, and how it speaks. */
  readonly engine: Pick<Persona, 'version' | 'words' | 'differences'>
  /** The one under the layers; asked only how it describes them. */
  readonly driver: StorageDriver
}

/** Which images there are, what they are called and who uses them. The layers have a checkpoint of their own. */
export const checkpointOfImages = ({ table, references, claims }: ImageState): GoBack =>
  together(table.checkpoint(), references.checkpoint(), claims.checkpoint())

/** bytes of one layer alone */
export const layerSize = (state: Pick<ImageState, 'layers'>, chainId: string): number =>
  state.layers.find(chainId)?.size ?? 0

/** Tells that something happened to an image. Its labels go into the attributes (moby daemon/images: LogImageEvent). */
export function tellOfImage(state: ImageState, action: string, id: string, name: string): void {
  const labels = state.table.get(id)?.config.config?.Labels ?? {}
  state.world.events.publish({ type: 'image', action, id, attributes: { ...labels, name } })
}
