// How much one archive may unpack to: bombs end as a full disk does.
import { ArchiveError } from './archive-error.ts'

/** differs: dockerd unpacks until the disk has no inode left; here an archive has at most this many entries */
const mostEntries = 1_000_000
/** bytes of names, link targets and extended attributes, which stay in memory */
const mostNames = 256 * 1024 * 1024

export class UnpackLimits {
  #entries = 0
  #names = 0

  /** Throws ENOSPC when the archive has had its share. */
  count(name: string, linkname: string | undefined, xattrs: Readonly<Record<string, string>> | undefined): void {
    this.#entries++
    this.#names += name.length + (linkname?.length ?? 0)
    for (const [key, value] of Object.entries(xattrs ?? {})) this.#names += key.length + value.length
    if (this.#entries <= mostEntries && this.#names <= mostNames) return
    throw new ArchiveError(`mkdirat ${name}: no space left on device`, 'ENOSPC')
  }
}
