// What pulls and pushes of one daemon share: how many go on at a time, what is on its way, and what was learnt.
import type { ContentStore } from '../../storage/content.ts'
import type { Clock } from '../../world/clock.ts'
import { BlobSums } from './blob-sums.ts'
import { KnownManifests } from './manifests.ts'
import { SharedDownloads } from './shared-downloads.ts'
import { Slots } from './slots.ts'

/** dockerd's `--max-concurrent-downloads`, `--max-concurrent-uploads` and `--max-download-attempts`. */
export interface TransferLimits {
  /** layers at a time, 3 if left out */
  readonly downloads?: number | undefined
  /** layers at a time, 5 if left out */
  readonly uploads?: number | undefined
  /** of one layer, 5 if left out */
  readonly downloadAttempts?: number | undefined
}

export interface Transfers {
  readonly downloads: SharedDownloads
  readonly uploads: Slots
  readonly uploadAttempts: number
  readonly sums: BlobSums
  readonly manifests: KnownManifests
  /** From now on so many layers go at a time; what goes already goes on (moby daemon/images/service.go: UpdateConfig). */
  limit(downloads: number, uploads: number): void
}

/** @param content for what comes until it is unpacked */
export function createTransfers(clock: Clock, content: ContentStore, limits: TransferLimits = {}): Transfers {
  const { downloads = 3, uploads = 5, downloadAttempts = 5 } = limits
  const downSlots = new Slots(downloads)
  const upSlots = new Slots(uploads)
  return {
    downloads: new SharedDownloads({ clock, content, slots: downSlots, attempts: downloadAttempts }),
    uploads: upSlots,
    uploadAttempts: 5,
    sums: new BlobSums(),
    manifests: new KnownManifests(),
    limit(downloads, uploads) {
      downSlots.resize(downloads)
      upSlots.resize(uploads)
    },
  }
}
