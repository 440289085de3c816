// How a storage driver of active and committed layers differs from the others: what layeredDriver is told.
import type { LayerReport, RootMount } from './driver.ts'
import type { Marks } from './layer-files.ts'
import type { Layout } from './layout.ts'

/** Where a driver keeps a layer. */
export interface Place {
  /** name of its directory under the driver's own */
  readonly directory: string
  /** counts the layers that were ever made, from 1 on */
  readonly number: number
  /** bytes that it may hold, where it was asked for */
  readonly size: number | undefined
  readonly kind: LayerReport['kind']
  /** the layers below, the nearest first */
  readonly lower: readonly Place[]
}

/** A driver's state, for what it shows and whether it has room. */
export interface DriverState {
  /** layers and containers that are there, or wait for their end */
  readonly layers: number
  /** bytes that each of them takes */
  taken(): Iterable<number>
  /** layers that are gone for dockerd, but held by something else */
  readonly waiting: number
}

/** How a driver differs from the others. */
export interface DriverTraits {
  readonly name: string
  readonly layout: Layout
  /** layers below one, at most */
  readonly deepest?: number
  /** How deletions are stored; left out where each layer is a whole tree. */
  readonly marks?: { readonly form: Marks; readonly opaqueXattr: string }
  /**
   * An image's layer has the size of the files in its archive, not of all in its directory, where symlinks count too
   * (moby daemon/graphdriver/fsdiff.go).
   */
  readonly sizesAreOfFiles?: boolean
  /** Making an image's layer links all files of its parent into it. */
  readonly linksAtCreate?: boolean
  /** bytes that a container's own layer may hold without an option of its own */
  readonly size?: number | undefined
  /** bytes of the disk, where options of the driver say so */
  readonly space?: number | undefined
  /** Throws a Refusal if there can be no new layer, of this size if one is asked for, over so many bytes. */
  admit?(state: DriverState, size: number | undefined, below: number): void
  /** `GraphDriver.Data` in inspect, without the id of a container. */
  describe(place: Place): Record<string, string>
  mount?(place: Place): RootMount
  /** `DriverStatus` in info. */
  status(state: DriverState): Iterable<readonly [string, string]> | undefined
  /** An open file holds its layer: an export that somebody is reading, for instance. */
  readonly filesHold?: boolean
  /** Why no layer can be made when nothing can be written, in dockerd's words; `reason` are the kernel's. */
  full?(place: Omit<Place, 'lower' | 'number'>, reason: string): string
  /** What a held layer cannot be removed for, in dockerd's words; undefined if it goes when it is released. */
  busy?(place: Place): string | undefined
}
