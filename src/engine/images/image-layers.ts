// What images ask of the layers of the storage.

/** A layer that came in. */
export interface NewLayer {
  /** digest of the layer's tar */
  readonly diffId: string
  /** digest over this layer and all below it: what the layer is kept under */
  readonly chainId: string
  /** bytes of the layer's files */
  readonly size: number
}

/**
 * Layers are counted: who registers or acquires one releases it. A layer that nobody has any more goes, and with it
 * those below that nobody else has.
 */
export interface ImageLayers {
  readonly driver: string
  has(chainId: string): boolean
  /** Unpacks a tar (plain or gzip) over `parent` and counts one user; nothing stays of one that fails. */
  register(tar: AsyncIterable<Uint8Array>, parent: string | undefined, signal?: AbortSignal): Promise<NewLayer>
  acquire(chainId: string): void
  /** Gives the ids of the layers that are gone, the upper ones first. */
  release(chainId: string): string[]
  /** bytes of this layer alone */
  size(chainId: string): number
  /** `GraphDriver.Data` */
  describe(chainId: string): Record<string, string>
  /** The tar that the layer came as. */
  tar(chainId: string): AsyncIterable<Uint8Array>
}
